package io.tollgate.polymarketus;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.PollingFeed;
import io.tollgate.rest.RequestBudget;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * The retail stack's balances, polled: {@code GET /v1/account/balances}, signed with Ed25519. A snapshot has {@code currentBalance} as
 * ledger, {@code buyingPower} as what the venue would let us spend, and {@code openOrders} as what it subtracted there. Where the
 * settings ask for it, {@code GET /v1/portfolio/positions} is read with it and told as positions, with {@code marginRequirement} as
 * their margin.
 *
 * <p>Read and retried as {@link PollingFeed} says. Two refused signatures in a row (401) of a key that was never
 * accepted, or 403, end the feed.
 *
 * <p>Threading: one thread of its own, which also does the HTTP call.
 */
public final class RetailSnapshotFeed implements BalanceFeed {
    private static final Duration ALLOWED_SKEW = Duration.ofSeconds(10);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PollingFeed polling;

    /** With the system's clocks. */
    public RetailSnapshotFeed(RetailConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks. */
    public RetailSnapshotFeed(RetailConfig config, FeedEnvironment environment) {
        this(config, environment, budget(config, environment));
    }

    /** With given clocks, and a budget shared with whatever else uses the same key: {@link #budget}. */
    public RetailSnapshotFeed(RetailConfig config, FeedEnvironment environment, RequestBudget budget) {
        this(config, environment, budget, FeedWorker::singleThread);
    }

    /** What a key may ask for: half a second's requests at once, then at the venue's rate. */
    public static RequestBudget budget(RetailConfig config, FeedEnvironment environment) {
        return new RequestBudget(
                Math.max(2, config.requestsPerSecond() / 2),
                NANOS_PER_SECOND / config.requestsPerSecond(),
                environment.nanoClock().nanoTime());
    }

    RetailSnapshotFeed(
            RetailConfig config,
            FeedEnvironment environment,
            RequestBudget budget,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.polling = new PollingFeed(
                new RetailBalancesSource(config, environment.wallClock()),
                new PollingConfig(
                        config.period(),
                        config.jitterPermille(),
                        config.minSpacing(),
                        config.callTimeout(),
                        config.minRateLimitPause(),
                        config.maxBodyBytes(),
                        ALLOWED_SKEW,
                        config.backoff()),
                budget,
                environment,
                schedulers);
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        polling.start(balanceId, sink);
    }

    @Override
    public FeedKind kind() {
        return polling.kind();
    }

    @Override
    public void requestSnapshot() {
        polling.requestSnapshot();
    }

    /** Ignored: this feed has no stream. */
    @Override
    public void reopenStream() {}

    @Override
    public void close() {
        polling.close();
    }
}
