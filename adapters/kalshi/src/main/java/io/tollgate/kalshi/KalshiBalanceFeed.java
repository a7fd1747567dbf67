package io.tollgate.kalshi;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.PollingFeed;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.SnapshotSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * The cash of one subaccount on one exchange shard, polled, with its positions and resting orders: see {@link KalshiConfig}. The venue has
 * no push of balances.
 *
 * <p>Read and retried as {@link PollingFeed} says. Two refused signatures in a row (401) of a key that was never accepted, 403, or a request that the venue does not take end
 * the feed. A signature refused because of the clock is tried again with the venue's time.
 *
 * <p>Threading: one thread of its own, which also does the HTTP calls.
 */
public final class KalshiBalanceFeed implements BalanceFeed {
    private final PollingFeed polling;

    /** With the system's clocks and a budget of its own, that of the lowest tier: for a key that nothing else uses. */
    public KalshiBalanceFeed(KalshiConfig config) {
        this(config, KalshiRateLimits.Tier.BASIC.limits().readBudget(System.nanoTime()), FeedEnvironment.system());
    }

    /**
     * With given clocks.
     *
     * @param readBudget the key's, shared by everything that reads with it
     */
    public KalshiBalanceFeed(KalshiConfig config, RequestBudget readBudget, FeedEnvironment environment) {
        this(config, readBudget, environment, FeedWorker::singleThread);
    }

    /** With a scheduler of the caller's, for tests in which time is an argument. */
    public KalshiBalanceFeed(
            KalshiConfig config,
            RequestBudget readBudget,
            FeedEnvironment environment,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.polling =
                new PollingFeed(new KalshiBalanceSource(config), config.polling(), readBudget, environment, schedulers);
    }

    /** What this feed reads each time, for a program that polls by itself. For one thread at a time. */
    public static SnapshotSource source(KalshiConfig config) {
        return new KalshiBalanceSource(config);
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
