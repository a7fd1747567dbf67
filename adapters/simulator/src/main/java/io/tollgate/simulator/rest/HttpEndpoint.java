package io.tollgate.simulator.rest;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.VenueControl;
import io.tollgate.simulator.auth.RetailSignatures;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.Venue;
import io.tollgate.simulator.venue.VenueLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. Thread-safe. */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;

    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // the JDK's server writes head and body apart: with Nagle's algorithm each answer waits some 40 ms for an
        // acknowledgement.
        // Read once, when the first HttpServer of the JVM is made
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicLong lastRequestNanos;
    private final LongSupplier nanoClock;
    private final WireFaults faults = new WireFaults();

    /**
     * Binds the port; nothing is answered before {@link #serve}.
     *
     * @throws SimulatorException if the port is in use
     */
    public HttpEndpoint(SimulatorConfig config, LongSupplier nanoClock) {
        this(config.host(), config.httpPort(), nanoClock);
    }

    /**
     * Binds a port of a venue of its own; nothing is answered before {@link #start}.
     *
     * @param port 0 for a free one
     * @throws SimulatorException if the port is in use
     */
    public HttpEndpoint(String host, int port, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        lastRequestNanos = new AtomicLong(nanoClock.getAsLong());
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "simulator-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException failure) {
            threads.shutdownNow();
            throw new SimulatorException(
                    "cannot listen for HTTP: host=" + host + " port=" + port + " cause=" + failure
                            + "; if the port is in use, choose another one or 0 for a free one",
                    failure);
        }
        server.setExecutor(threads);
    }

    /** Starts answering. */
    public void serve(
            SimulatorConfig config,
            VenueControl control,
            String controlToken,
            VenueLoop loop,
            Venue venue,
            String runTag,
            TokenIssuer issuer,
            RetailSignatures signatures,
            FaultBoard faults) {
        add(
                "/oauth/token",
                new TokenHandler(
                        issuer,
                        faults,
                        config.clock(),
                        control.endpoints().tokenUrl(),
                        control.endpoints().audience()));
        add("/v1/health", exchange -> Http.answer(exchange, 200, Map.of("status", "ok")));
        add(
                "/v1/",
                new RetailHandler(
                        new RetailDesk(
                                loop,
                                venue,
                                faults,
                                new RetailJson(venue.state(), config.clock()),
                                config.maxOrders(),
                                runTag),
                        signatures,
                        new RequestRate(config.retailRequestsPerSecond(), RequestRate.NANOS_PER_SECOND, nanoClock),
                        faults,
                        config.clock()));
        add(
                LedgerHandler.PATH,
                new LedgerHandler(
                        loop,
                        venue.state(),
                        issuer,
                        new RequestRate(LedgerHandler.BURST, LedgerHandler.BURST_NANOS, nanoClock),
                        config.clock(),
                        control.endpoints().account()));
        addUnfailing("/simulator/", new ControlHandler(control, controlToken));
        start();
    }

    /** Answers requests whose path begins so; {@link #faults} strike them. */
    public void add(String path, HttpHandler handler) {
        addUnfailing(path, handler).getFilters().add(faults.filter());
    }

    /** Answers requests whose path begins so, whatever is to go wrong with others. */
    public HttpContext addUnfailing(String path, HttpHandler handler) {
        HttpContext context = server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (RuntimeException failure) {
                LOG.warn("request failed: path={}", path, failure);
                Http.answer(exchange, 500, Map.of("error", "the simulator failed"));
            }
        });
        context.getFilters().add(new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                lastRequestNanos.set(nanoClock.getAsLong());
                chain.doFilter(exchange);
            }

            @Override
            public String description() {
                return "notes the time of the last request";
            }
        });
        return context;
    }

    /** What goes wrong with the requests of this endpoint. */
    public WireFaults faults() {
        return faults;
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** When the last request arrived, on the monotonic clock; the start if none has. */
    public long lastRequestNanos() {
        return lastRequestNanos.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
