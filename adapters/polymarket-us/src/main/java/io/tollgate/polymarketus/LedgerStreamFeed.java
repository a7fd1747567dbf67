package io.tollgate.polymarketus;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.rest.AuthenticationRuns;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The balance ledger of one account as a stream: gRPC {@code FundingAPI.CreateBalanceLedgerSubscription}.
 *
 * <p>The stream is opened from the sink's resume point, whose time is inclusive: entries come again and the gate recognises them by
 * their ids. It is broken, reported lost and opened again when the venue ends it, when nothing is heard for the silence time-out,
 * when a message cannot be read, and on {@link #reopenStream}. A failed attempt to open is reported lost as well. It ends for good
 * ({@link FeedSink#feedStopped}) where trying again cannot help: see the table of statuses, the check of the first message, and the
 * limit of malformed messages in {@code docs/venues/polymarket-us.md}.
 *
 * <p>Flow control: the next message is asked for when the sink has taken the one before, so a busy gate slows the venue down and
 * nothing piles up.
 *
 * <p>Threading: one thread of its own, which also runs gRPC's callbacks and requests tokens, and one I/O thread.
 */
public final class LedgerStreamFeed implements BalanceFeed {
    private static final MethodDescriptor<byte[], byte[]> METHOD =
            GrpcConnection.method(ProtoContract.LEDGER_METHOD, MethodDescriptor.MethodType.SERVER_STREAMING);
    private static final long LONGEST_TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ExchangeConfig config;
    private final TokenProvider tokens;
    private final FeedWorker worker;
    private final HttpClient http;
    private final GrpcConnection connection;
    private final Backoff backoff;
    private final LedgerDecoder decoder;
    private final MalformedRuns malformedRuns;
    private final AuthenticationRuns assertionRefusals = new AuthenticationRuns();
    private final AuthenticationRuns tokenRefusals = new AuthenticationRuns();

    // The feed's thread only.
    private @Nullable Stream stream;
    private @Nullable Runnable pendingConnect;
    private long newestNanos = Long.MIN_VALUE;

    /** With the system's clocks and its own tokens. */
    public LedgerStreamFeed(ExchangeConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks and its own tokens. */
    public LedgerStreamFeed(ExchangeConfig config, FeedEnvironment environment) {
        this(config, environment, new TokenProvider(config, environment));
    }

    /** With given clocks, and tokens shared with other feeds of the same credentials. */
    public LedgerStreamFeed(ExchangeConfig config, FeedEnvironment environment, TokenProvider tokens) {
        this(config, environment, tokens, FeedWorker::singleThread);
    }

    LedgerStreamFeed(
            ExchangeConfig config,
            FeedEnvironment environment,
            TokenProvider tokens,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        String name = "polymarket-us-ledger-" + Accounts.shortName(config.account()) + "-" + config.currency();
        this.config = config;
        this.tokens = tokens;
        this.worker = new FeedWorker(name, environment.nanoClock(), schedulers, this::disconnect);
        this.http = new HttpClient(config.callTimeout(), environment.nanoClock());
        this.connection = new GrpcConnection(config, name, worker.executor());
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
        this.decoder = new LedgerDecoder(config, environment.wallClock());
        this.malformedRuns = new MalformedRuns(config.malformedLimit());
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        worker.execute(this::connect);
        long tick = Math.max(
                SHORTEST_TICK_NANOS,
                Math.min(LONGEST_TICK_NANOS, config.silenceTimeout().toNanos() / 10));
        worker.every(tick, this::checkSilence);
    }

    @Override
    public FeedKind kind() {
        return FeedKind.STREAM;
    }

    /** Ignored: this feed has no snapshots. */
    @Override
    public void requestSnapshot() {}

    @Override
    public void reopenStream() {
        worker.execute(() -> {
            if (stream != null) {
                lost("the gate asked for the stream to be opened again", false);
            }
        });
    }

    @Override
    public void close() {
        worker.close(List.of(http::close, connection::close));
    }

    private void disconnect() {
        Stream open = stream;
        stream = null;
        if (open != null) {
            open.cancel();
            connection.disconnect();
        }
    }

    private void connect() {
        pendingConnect = null;
        if (stream != null) {
            return;
        }
        String token;
        try {
            token = tokens.token(http);
            assertionRefusals.reset();
        } catch (TokenException e) {
            tokenFailed(e);
            return;
        }
        ResumePoint from = worker.resumePoint();
        Stream opening = new Stream(connection.newCall(METHOD, CallOptions.DEFAULT), token, from);
        stream = opening;
        opening.open();
    }

    private void tokenFailed(TokenException e) {
        String reason = "no token: " + e.getMessage();
        switch (e.kind()) {
            case RETRY -> lost(reason, false);
            case RETRY_LATE -> lost(reason, true);
            case REFUSED -> {
                if (assertionRefusals.again()) {
                    worker.stop(reason);
                } else {
                    lost(reason, assertionRefusals.isRepeated());
                }
            }
        }
    }

    /** Ends what is open, tells the sink, and sets the next attempt. */
    private void lost(String reason, boolean late) {
        Stream open = stream;
        boolean healthy = open != null
                && open.delivered
                && worker.nowNanos() - open.openedNanos
                        >= config.backoff().healthyAfter().toNanos();
        disconnect();
        if (healthy) {
            backoff.reset();
            malformedRuns.reset();
        }
        worker.tell((sink, balanceId) -> sink.streamLost(balanceId, reason, worker.nowNanos()));
        if (pendingConnect != null) {
            pendingConnect.run();
        }
        pendingConnect = worker.schedule(this::connect, late ? backoff.longestNanos() : backoff.nextNanos());
    }

    private void checkSilence() {
        Stream open = stream;
        if (open == null) {
            return;
        }
        // Connecting may take longer than a short silence time-out allows: it has the bound of a call.
        Duration silence = config.silenceTimeout();
        Duration bound = open.opened || silence.compareTo(config.callTimeout()) > 0 ? silence : config.callTimeout();
        if (worker.nowNanos() - open.heardNanos > bound.toNanos()) {
            lost("nothing was heard for " + bound + ", not even a heartbeat", false);
        }
    }

    private void ended(Stream ended, Status status) {
        StatusRule rule = StatusRule.of(status.getCode());
        String said = VenueText.clean(status.getDescription(), ended.token);
        String reason = status.getCode() + ": " + rule.meaning() + (said.isEmpty() ? "" : " (" + said + ")");
        switch (rule.action()) {
            case RETRY -> lost(reason, false);
            case RETRY_LATE -> lost(reason, true);
            case REAUTHENTICATE -> {
                tokens.refused(ended.token);
                if (tokenRefusals.again()) {
                    worker.stop(reason + "; a new token was refused as well; " + rule.cure());
                } else {
                    lost(reason, tokenRefusals.isRepeated());
                }
            }
            case STOP -> worker.stop(reason + "; " + rule.cure());
        }
    }

    private void received(Stream from, byte[] bytes, long arrivalNanos) {
        List<LedgerEntry> entries;
        try {
            entries = decoder.decode(bytes);
        } catch (ContractMisfitException e) {
            worker.stop(String.valueOf(e.getMessage()));
            return;
        } catch (MalformedMessageException e) {
            malformed(bytes, e);
            return;
        }
        if (entries.isEmpty()) {
            worker.tell((sink, balanceId) -> sink.heartbeat(balanceId, arrivalNanos));
        } else {
            worker.tell((sink, balanceId) -> sink.ledgerEntries(balanceId, entries, arrivalNanos));
            newestNanos = Math.max(newestNanos, entries.get(entries.size() - 1).updateTimeNanos());
        }
        from.delivered = true;
        tokenRefusals.reset();
        from.next();
    }

    private void malformed(byte[] bytes, MalformedMessageException e) {
        String reason = "a message cannot be read and was dropped whole: " + e.getMessage();
        if (malformedRuns.again(bytes, newestNanos, decoder.isProven())) {
            String cure = decoder.isProven()
                    ? "it came " + config.malformedLimit()
                            + " times; report it to the venue, and start the feed again when it is corrected"
                    : "no message could be read yet: check the host, and give the venue's own descriptor set (ProtoContract.fromDescriptorSet)";
            worker.stop(reason + "; " + cure);
        } else {
            lost(reason, false);
        }
    }

    /** One call. All of it happens on the feed's thread; what a cancelled call still says is not listened to. */
    private final class Stream extends ClientCall.Listener<byte[]> {
        final ClientCall<byte[], byte[]> call;
        final String token;
        final ResumePoint from;
        long openedNanos;
        long heardNanos;
        boolean opened;
        boolean delivered;

        Stream(ClientCall<byte[], byte[]> call, String token, ResumePoint from) {
            this.call = call;
            this.token = token;
            this.from = from;
            this.heardNanos = worker.nowNanos();
            this.openedNanos = heardNanos;
        }

        void open() {
            call.start(this, connection.headers(token));
            call.sendMessage(decoder.request(from));
            call.halfClose();
            call.request(1);
        }

        void next() {
            // The time that the sink needed is not the venue's silence.
            heardNanos = worker.nowNanos();
            call.request(1);
        }

        void cancel() {
            call.cancel("the feed ended the stream", null);
        }

        private boolean isCurrent() {
            return stream == this;
        }

        private void opened(long arrivalNanos) {
            if (!opened) {
                opened = true;
                openedNanos = arrivalNanos;
                worker.tell((sink, balanceId) -> sink.streamOpened(balanceId, from, arrivalNanos));
            }
        }

        @Override
        public void onHeaders(Metadata headers) {
            long arrivalNanos = worker.nowNanos();
            worker.guarded(() -> {
                if (isCurrent()) {
                    heardNanos = arrivalNanos;
                    opened(arrivalNanos);
                }
            });
        }

        @Override
        public void onMessage(byte[] bytes) {
            long arrivalNanos = worker.nowNanos();
            worker.guarded(() -> {
                if (isCurrent()) {
                    opened(arrivalNanos);
                    received(this, bytes, arrivalNanos);
                }
            });
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            worker.guarded(() -> {
                if (isCurrent()) {
                    ended(this, status);
                }
            });
        }
    }
}
