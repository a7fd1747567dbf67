package io.tollgate.polymarketus;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.AuthenticationRuns;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One read of an account's balance on the exchange stack: gRPC {@code PositionAPI.GetAccountBalance}. For a cold start and for
 * reconciling: the venue limits this method and asks not to poll it, so it is read when asked for and not otherwise.
 *
 * <p>A read that fails is reported as failed and tried again with back-off until one succeeds; statuses are handled as by {@link
 * LedgerStreamFeed}. Reads keep the least spacing of the settings.
 *
 * <p>Threading: one thread of its own, which also runs gRPC's callbacks and requests tokens, and one I/O thread.
 */
public final class ExchangeSnapshotFeed implements BalanceFeed {
    private static final MethodDescriptor<byte[], byte[]> METHOD =
            GrpcConnection.method(ProtoContract.BALANCE_METHOD, MethodDescriptor.MethodType.UNARY);

    private final ExchangeConfig config;
    private final TokenProvider tokens;
    private final FeedWorker worker;
    private final HttpClient http;
    private final GrpcConnection connection;
    private final Backoff backoff;
    private final BalanceDecoder decoder;
    private final AuthenticationRuns assertionRefusals = new AuthenticationRuns();
    private final AuthenticationRuns tokenRefusals = new AuthenticationRuns();
    private final AtomicBoolean asked = new AtomicBoolean();

    // The feed's thread only; clock readings.
    private @Nullable Read current;
    private boolean scheduled;
    private long notBeforeNanos;

    /** With the system's clocks and its own tokens. */
    public ExchangeSnapshotFeed(ExchangeConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks and its own tokens. */
    public ExchangeSnapshotFeed(ExchangeConfig config, FeedEnvironment environment) {
        this(config, environment, new TokenProvider(config, environment));
    }

    /** With given clocks, and tokens shared with other feeds of the same credentials. */
    public ExchangeSnapshotFeed(ExchangeConfig config, FeedEnvironment environment, TokenProvider tokens) {
        this(config, environment, tokens, FeedWorker::singleThread);
    }

    ExchangeSnapshotFeed(
            ExchangeConfig config,
            FeedEnvironment environment,
            TokenProvider tokens,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        String name = "polymarket-us-balance-" + Accounts.shortName(config.account()) + "-" + config.currency();
        this.config = config;
        this.tokens = tokens;
        this.worker = new FeedWorker(name, environment.nanoClock(), schedulers, this::disconnect);
        this.http = new HttpClient(config.callTimeout(), environment.nanoClock());
        this.connection = new GrpcConnection(config, name, worker.executor());
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
        this.decoder = new BalanceDecoder(config, environment.wallClock());
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        notBeforeNanos = worker.nowNanos();
        worker.execute(() -> {
            if (asked.get()) {
                schedule();
            }
        });
    }

    @Override
    public FeedKind kind() {
        return FeedKind.SNAPSHOTS;
    }

    @Override
    public void requestSnapshot() {
        if (asked.compareAndSet(false, true)) {
            worker.execute(this::schedule);
        }
    }

    /** Ignored: this feed has no stream. */
    @Override
    public void reopenStream() {}

    @Override
    public void close() {
        worker.close(List.of(http::close, connection::close));
    }

    private void disconnect() {
        current = null;
        connection.disconnect();
    }

    /** Sets the next read, unless one is set or under way; the one under way looks again when it has ended. */
    private void schedule() {
        if (!scheduled && current == null) {
            scheduled = true;
            worker.schedule(this::read, notBeforeNanos - worker.nowNanos());
        }
    }

    private void read() {
        scheduled = false;
        // From here on a wish is for a later read: this one may miss what the asker has in mind.
        asked.set(false);
        long requestNanos = worker.nowNanos();
        String token;
        try {
            token = tokens.token(http);
            assertionRefusals.reset();
        } catch (TokenException e) {
            tokenFailed(e, requestNanos);
            return;
        }
        long callNanos = worker.nowNanos();
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(config.callTimeout().toNanos(), TimeUnit.NANOSECONDS);
        Read read = new Read(connection.newCall(METHOD, options), token, callNanos);
        current = read;
        notBeforeNanos = callNanos + config.minSnapshotSpacing().toNanos();
        read.begin();
    }

    private void tokenFailed(TokenException e, long requestNanos) {
        String reason = "no token: " + e.getMessage();
        if (e.kind() == TokenException.Kind.REFUSED && assertionRefusals.again()) {
            worker.stop(reason);
        } else {
            failed(
                    reason,
                    requestNanos,
                    worker.nowNanos(),
                    e.kind() == TokenException.Kind.RETRY_LATE
                            || (e.kind() == TokenException.Kind.REFUSED && assertionRefusals.isRepeated()));
        }
    }

    private void failed(String reason, long requestNanos, long arrivalNanos, boolean late) {
        current = null;
        connection.disconnect();
        worker.tell((sink, balanceId) -> sink.snapshotFailed(balanceId, reason, requestNanos, arrivalNanos));
        long retryNanos = worker.nowNanos() + (late ? backoff.longestNanos() : backoff.nextNanos());
        notBeforeNanos = notBeforeNanos - retryNanos > 0 ? notBeforeNanos : retryNanos;
        schedule();
    }

    private void ended(Read read, Status status) {
        StatusRule rule = StatusRule.of(status.getCode());
        byte[] bytes = read.bytes;
        if (status.isOk() && bytes != null) {
            answered(read, bytes);
            return;
        }
        String said = VenueText.clean(status.getDescription(), read.token);
        String reason = status.isOk()
                ? "the venue answered nothing"
                : status.getCode() + ": " + rule.meaning() + (said.isEmpty() ? "" : " (" + said + ")");
        switch (rule.action()) {
            case RETRY -> failed(reason, read.requestNanos, read.arrivalNanos, false);
            case RETRY_LATE -> failed(reason, read.requestNanos, read.arrivalNanos, true);
            case REAUTHENTICATE -> {
                tokens.refused(read.token);
                if (tokenRefusals.again()) {
                    worker.stop(reason + "; a new token was refused as well; " + rule.cure());
                } else {
                    failed(reason, read.requestNanos, read.arrivalNanos, tokenRefusals.isRepeated());
                }
            }
            case STOP -> worker.stop(reason + "; " + rule.cure());
        }
    }

    private void answered(Read read, byte[] bytes) {
        Snapshot snapshot;
        try {
            snapshot = decoder.decode(bytes, read.requestNanos, read.arrivalNanos);
        } catch (ContractMisfitException e) {
            worker.stop(String.valueOf(e.getMessage()));
            return;
        } catch (MalformedMessageException e) {
            failed(String.valueOf(e.getMessage()), read.requestNanos, read.arrivalNanos, false);
            return;
        }
        current = null;
        tokenRefusals.reset();
        backoff.reset();
        worker.tell((sink, balanceId) -> sink.snapshot(balanceId, snapshot));
        if (asked.get()) {
            schedule();
        }
    }

    /** One call. All of it happens on the feed's thread. */
    private final class Read extends ClientCall.Listener<byte[]> {
        final ClientCall<byte[], byte[]> call;
        final String token;
        final long requestNanos;
        long arrivalNanos;
        byte @Nullable [] bytes;

        Read(ClientCall<byte[], byte[]> call, String token, long requestNanos) {
            this.call = call;
            this.token = token;
            this.requestNanos = requestNanos;
            this.arrivalNanos = requestNanos;
        }

        void begin() {
            call.start(this, connection.headers(token));
            call.sendMessage(decoder.request());
            call.halfClose();
            // One more than there should be, so that a second message shows as an error and not as a stall.
            call.request(2);
        }

        @Override
        public void onMessage(byte[] message) {
            arrivalNanos = worker.nowNanos();
            bytes = message;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (bytes == null) {
                arrivalNanos = worker.nowNanos();
            }
            worker.guarded(() -> {
                if (current == this) {
                    ended(this, status);
                }
            });
        }
    }
}
