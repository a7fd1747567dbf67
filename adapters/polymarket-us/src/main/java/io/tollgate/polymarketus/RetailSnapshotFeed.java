package io.tollgate.polymarketus;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The retail stack's balances, polled: {@code GET /v1/account/balances}, signed with Ed25519. A snapshot has {@code currentBalance} as
 * ledger, {@code buyingPower} as what the venue would let us spend, and {@code openOrders} as what it subtracted there.
 *
 * <p>A read happens every period (with jitter), and as soon as it is asked for, but never closer to the one before than the least
 * spacing, and never within a pause that the venue asked for. A failed read is reported as failed and tried again with back-off. Two
 * refused signatures in a row (401), or 403, end the feed.
 *
 * <p>Threading: one thread of its own, which also does the HTTP call.
 */
public final class RetailSnapshotFeed implements BalanceFeed {
    static final String PATH = "/v1/account/balances";

    private final RetailConfig config;
    private final FeedEnvironment environment;
    private final HttpUrl url;
    private final FeedWorker worker;
    private final HttpClient http;
    private final Backoff backoff;
    private final RetailBalances balances;
    private final AuthenticationRuns refusals = new AuthenticationRuns();
    private final AtomicBoolean asked = new AtomicBoolean();

    // The feed's thread only; clock readings.
    private @Nullable Runnable pendingRead;
    private long dueNanos;
    private long notBeforeNanos;

    /** With the system's clocks. */
    public RetailSnapshotFeed(RetailConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks. */
    public RetailSnapshotFeed(RetailConfig config, FeedEnvironment environment) {
        this(config, environment, FeedWorker::singleThread);
    }

    RetailSnapshotFeed(
            RetailConfig config,
            FeedEnvironment environment,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.config = config;
        this.environment = environment;
        this.url = Rules.url("baseUrl", config.baseUrl())
                .newBuilder()
                .encodedPath(PATH)
                .build();
        this.worker = new FeedWorker(
                "polymarket-us-retail-" + config.currency(), environment.nanoClock(), schedulers, () -> {});
        this.http = new HttpClient(config.callTimeout(), environment.nanoClock());
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
        this.balances = new RetailBalances(config.currency(), config.assetScale(), environment.wallClock());
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        notBeforeNanos = worker.nowNanos();
        worker.execute(this::read);
    }

    @Override
    public FeedKind kind() {
        return FeedKind.SNAPSHOTS;
    }

    @Override
    public void requestSnapshot() {
        if (asked.compareAndSet(false, true)) {
            worker.execute(() -> {
                // A read that began in between has served the wish already.
                if (asked.get() && dueNanos - notBeforeNanos > 0) {
                    readAt(notBeforeNanos);
                }
            });
        }
    }

    /** Ignored: this feed has no stream. */
    @Override
    public void reopenStream() {}

    @Override
    public void close() {
        worker.close(List.of(http::close));
    }

    private void readAt(long whenNanos) {
        if (pendingRead != null) {
            pendingRead.run();
        }
        dueNanos = whenNanos;
        pendingRead = worker.schedule(this::read, whenNanos - worker.nowNanos());
    }

    private void read() {
        pendingRead = null;
        // From here on a wish is for a later read: this one may miss what the asker has in mind.
        asked.set(false);
        long requestNanos = worker.nowNanos();
        notBeforeNanos = requestNanos + config.minSpacing().toNanos();
        HttpClient.Answer answer;
        try {
            answer = http.send(signedRequest(), config.maxBodyBytes());
        } catch (IOException e) {
            failed("no answer (" + VenueText.clean(e.getMessage()) + ")", requestNanos, worker.nowNanos());
            return;
        }
        if (answer.code() != 200) {
            refused(answer, requestNanos);
            return;
        }
        Snapshot snapshot;
        try {
            snapshot = balances.read(answer.body().toByteArray(), requestNanos, answer.arrivalNanos());
        } catch (MalformedMessageException e) {
            failed(String.valueOf(e.getMessage()), requestNanos, answer.arrivalNanos());
            return;
        }
        refusals.reset();
        backoff.reset();
        worker.tell((sink, balanceId) -> sink.snapshot(balanceId, snapshot));
        readAt(later(notBeforeNanos, requestNanos + jitteredPeriodNanos()));
    }

    private Request signedRequest() {
        long epochMillis = environment.wallClock().millis();
        return new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("X-PM-Access-Key", config.credentials().keyId())
                .header("X-PM-Timestamp", Long.toString(epochMillis))
                .header("X-PM-Signature", config.credentials().sign(epochMillis, "GET", PATH))
                .get()
                .build();
    }

    /** An answer other than 200. Its text carries no information on this venue (one message for all codes), so it is not shown. */
    private void refused(HttpClient.Answer answer, long requestNanos) {
        String said = "the venue answered " + answer.code();
        switch (answer.code()) {
            case 401 -> {
                String cure = "; check key id and secret key, and this machine's clock" + clockDifference(answer);
                if (refusals.again()) {
                    worker.stop(said + " twice: it does not accept the signature" + cure);
                } else {
                    failed(said + cure, requestNanos, answer.arrivalNanos());
                }
            }
            case 403 ->
                worker.stop(
                        said
                                + ": this key may not read balances; make an API key with that right, and check that it is not blocked");
            case 429 -> {
                Duration asksFor = RetryAfter.of(
                        answer.headers().get("Retry-After"),
                        environment.wallClock().instant());
                long pauseNanos =
                        Math.max(asksFor.toNanos(), config.minRateLimitPause().toNanos());
                notBeforeNanos = later(notBeforeNanos, worker.nowNanos() + pauseNanos);
                failed(said + ": too many requests with this key", requestNanos, answer.arrivalNanos());
            }
            default -> failed(said, requestNanos, answer.arrivalNanos());
        }
    }

    private void failed(String reason, long requestNanos, long arrivalNanos) {
        worker.tell((sink, balanceId) -> sink.snapshotFailed(balanceId, reason, requestNanos, arrivalNanos));
        long retryNanos = later(notBeforeNanos, worker.nowNanos() + backoff.nextNanos());
        // Someone who asks meanwhile does not shorten the back-off: the venue has trouble.
        notBeforeNanos = retryNanos;
        readAt(retryNanos);
    }

    private String clockDifference(HttpClient.Answer answer) {
        String date = answer.headers().get("Date");
        if (date == null) {
            return "";
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long seconds =
                    Duration.between(theirs, environment.wallClock().instant()).toSeconds();
            return " (it differs from the venue's by " + seconds + " s; the venue allows 30)";
        } catch (DateTimeException e) {
            return "";
        }
    }

    private long jitteredPeriodNanos() {
        long periodNanos = config.period().toNanos();
        long most = periodNanos / 1000 * config.jitterPermille();
        return periodNanos - most + environment.random().nextLong(2 * most + 1);
    }

    private static long later(long aNanos, long bNanos) {
        return aNanos - bNanos > 0 ? aNanos : bNanos;
    }
}
