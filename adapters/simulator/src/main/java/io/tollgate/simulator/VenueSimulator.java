package io.tollgate.simulator;

import io.tollgate.simulator.auth.RetailSignatures;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.rest.HttpEndpoint;
import io.tollgate.simulator.rest.PrivateSocketEndpoint;
import io.tollgate.simulator.rest.WireFaults;
import io.tollgate.simulator.store.DirectoryLock;
import io.tollgate.simulator.store.TruthLog;
import io.tollgate.simulator.venue.Journal;
import io.tollgate.simulator.venue.Market;
import io.tollgate.simulator.venue.Operations;
import io.tollgate.simulator.venue.SeededMarket;
import io.tollgate.simulator.venue.Venue;
import io.tollgate.simulator.venue.VenueLoop;
import io.tollgate.simulator.venue.VenueState;
import io.tollgate.simulator.wire.GrpcEndpoint;
import io.tollgate.simulator.wire.StreamHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A simulated venue in this process. {@link #start} returns when it answers; {@link #close} ends its threads and keeps its truth.
 * Thread-safe.
 */
public final class VenueSimulator implements VenueControl {
    private static final int AUDIT_PORTION = 1000;

    private final SimulatorConfig config;
    private final @Nullable DirectoryLock lock;
    private final @Nullable TruthLog log;
    private final VenueCredentials credentials;
    private final VenueLoop loop;
    private final Venue venue;
    private final FaultBoard faults;
    private final GrpcEndpoint grpc;
    private final HttpEndpoint http;
    private final PrivateSocketEndpoint sockets;
    private final VenueEndpoints endpoints;
    private final String controlToken;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts a simulator.
     *
     * @throws SimulatorException if the address is not loopback, a port or the directory is in use, or the directory holds something else
     */
    public static VenueSimulator start(SimulatorConfig config) {
        requireLoopback(config.host());
        CloseAll opened = new CloseAll();
        try {
            VenueSimulator simulator = new VenueSimulator(config, opened);
            simulator.announce();
            return simulator;
        } catch (RuntimeException failure) {
            opened.close(failure);
            throw failure;
        }
    }

    private VenueSimulator(SimulatorConfig config, CloseAll opened) {
        this.config = config;
        Path directory = config.directory();
        Function<Long, VenueState> newState = initial -> new VenueState(
                config.fundsMode(), config.fees(), initial, config.clock().millis());
        VenueState state;
        Journal journal;
        int run = 1;
        if (directory == null) {
            lock = null;
            log = null;
            journal = Journal.NONE;
            state = newState.apply(config.initialBalanceMicros());
        } else {
            lock = opened.add(DirectoryLock.take(directory));
            log = opened.add(TruthLog.open(
                    directory.resolve("truth.log"), config.account(), config.initialBalanceMicros(), newState::apply));
            journal = log;
            state = log.state();
            run = log.run();
        }
        credentials = credentials(config, directory);
        faults = new FaultBoard(System::nanoTime);
        loop = opened.add(new VenueLoop());
        StreamHub hub = new StreamHub(
                loop, faults, journal, config.streamCap(), config.publishMicros(), config.heartbeatMillis());
        faults.onInject(hub::onFault);
        Market given = config.market();
        Market market = given == null ? new SeededMarket(config.behaviour(), config.seed()) : given;
        String runTag = Long.toString(config.clock().millis(), Character.MAX_RADIX) + "." + run;
        RetailSignatures signatures = new RetailSignatures(credentials.retailKeyId(), credentials.retailPublicKey());
        sockets = opened.add(new PrivateSocketEndpoint(
                config.host(),
                config.account(),
                loop,
                state,
                signatures,
                faults,
                config.clock(),
                config.heartbeatMillis()));
        venue = new Venue(state, journal, market, loop, config.clock(), runTag, () -> {
            hub.changed();
            sockets.changed();
        });
        loop.ask(() -> {
            config.instruments().forEach(venue.operations()::list);
            venue.resume();
            journal.flush();
            return Boolean.TRUE;
        });
        TokenIssuer issuer = new TokenIssuer(
                credentials.clientId(),
                credentials.publicKey(),
                config.firm(),
                config.scopes(),
                config.tokenLifeSeconds());
        grpc = opened.add(new GrpcEndpoint(config, loop, venue, hub, faults, issuer));
        http = opened.add(new HttpEndpoint(config, System::nanoTime));
        String url = "http://" + config.host() + ":" + http.port();
        endpoints = new VenueEndpoints(
                config.host(),
                grpc.port(),
                http.port(),
                url + "/oauth/token",
                url,
                config.firm(),
                config.account(),
                "firms/" + config.firm() + "/users/simulated");
        byte[] token = new byte[16];
        new SecureRandom().nextBytes(token);
        controlToken = HexFormat.of().formatHex(token);
        http.serve(config, this, controlToken, loop, venue, runTag, issuer, signatures, faults);
    }

    private static VenueCredentials credentials(SimulatorConfig config, @Nullable Path directory) {
        VenueCredentials given = config.credentials();
        if (given != null) {
            return given;
        }
        return directory == null ? VenueCredentials.generate() : VenueCredentials.inDirectory(directory);
    }

    private static void requireLoopback(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new SimulatorException("the simulator speaks plaintext and listens on loopback only: host=" + host
                        + "; use 127.0.0.1");
            }
        } catch (UnknownHostException unknown) {
            throw new SimulatorException("the host is not known: host=" + host + "; use 127.0.0.1", unknown);
        }
    }

    private void announce() {
        Path directory = config.directory();
        if (directory != null) {
            new SimulatorFile(
                            SimulatorFile.FORMAT_VERSION,
                            ProcessHandle.current().pid(),
                            endpoints,
                            endpoints.restUrl(),
                            credentials.clientId(),
                            VenueCredentials.privateKeyFile(directory).toString(),
                            credentials.retailKeyId(),
                            VenueCredentials.retailSeedFile(directory).toString(),
                            controlToken)
                    .write(directory);
        }
    }

    /** The port of the exchange stack. */
    public int grpcPort() {
        return grpc.port();
    }

    /** The port of token endpoint, retail REST and control. */
    public int httpPort() {
        return http.port();
    }

    /** The retail API's private WebSocket, on a port of its own: scheme, host and port. */
    public String privateSocketUrl() {
        return "ws://" + config.host() + ":" + sockets.port();
    }

    /** What goes wrong with any HTTP request, the back door's excepted; {@link #faults} has what is particular to the venue. */
    public WireFaults wireFaults() {
        return http.faults();
    }

    /** gRPC clients connected now. */
    int connections() {
        return grpc.connections();
    }

    /** When the last HTTP request arrived, on {@link System#nanoTime}. */
    long lastRequestNanos() {
        return http.lastRequestNanos();
    }

    @Override
    public VenueEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public VenueCredentials credentials() {
        return credentials;
    }

    @Override
    public VenueTruth truth() {
        return loop.ask(() -> TruthReader.truth(venue.state()));
    }

    @Override
    public void audit(Consumer<OrderAudit> consumer) {
        int from = 0;
        List<OrderAudit> portion;
        do {
            int start = from;
            portion = loop.ask(() -> TruthReader.orders(venue.state(), start, AUDIT_PORTION));
            portion.forEach(consumer);
            from += portion.size();
        } while (portion.size() == AUDIT_PORTION);
    }

    @Override
    public String deposit(long amountMicros) {
        return loop.ask(() -> venue.operations().deposit(amountMicros).id());
    }

    @Override
    public String withdraw(long amountMicros) {
        return loop.ask(() -> venue.operations().withdraw(amountMicros).id());
    }

    @Override
    public void hiddenCredit(long amountMicros) {
        loop.ask(() -> venue.operations().interest(amountMicros));
    }

    @Override
    public void hiddenDebit(long amountMicros) {
        loop.ask(() -> venue.operations().settlementFee(amountMicros));
    }

    @Override
    public void list(InstrumentSpec spec) {
        run(operations -> operations.list(spec));
    }

    @Override
    public void resolve(String symbol, long payoutPrice) {
        run(operations -> operations.resolve(symbol, payoutPrice));
    }

    @Override
    public void bust(String execId) {
        run(operations -> operations.bust(execId));
    }

    @Override
    public String fill(String clordId, long quantity, long price) {
        return loop.ask(() -> venue.operations().fill(clordId, quantity, price).execId());
    }

    @Override
    public void cancelUnsolicited(String clordId) {
        run(operations -> operations.cancelUnsolicited(clordId));
    }

    private void run(Consumer<Operations> operation) {
        loop.ask(() -> {
            operation.accept(venue.operations());
            return Boolean.TRUE;
        });
    }

    @Override
    public Faults faults() {
        return faults;
    }

    /** Ends streams and threads, keeps the truth. May be called more than once. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        http.close();
        sockets.close();
        grpc.close();
        loop.close();
        Path directory = config.directory();
        try {
            if (directory != null) {
                Files.deleteIfExists(SimulatorFile.in(directory));
            }
        } catch (IOException failure) {
            throw new SimulatorException("cannot remove the simulator file: directory=" + directory, failure);
        } finally {
            if (log != null) {
                log.close();
            }
            if (lock != null) {
                lock.close();
            }
        }
    }
}
