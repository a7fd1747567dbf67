package io.tollgate.privy;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.PollingFeed;
import io.tollgate.rest.RequestBudget;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * A custody account's balance, polled. A snapshot has the least that the venue's rounded figures prove; it has no time of the venue, and no
 * figure for open transfers.
 *
 * <p>Read and retried as {@link PollingFeed} says. Credentials refused twice in a row (401) that were never
 * accepted, an id that is not known (404) and a right that is
 * missing (403) end the feed.
 *
 * <p>Threading: one thread of its own, which also does the HTTP calls.
 */
public final class PrivySnapshotFeed implements BalanceFeed {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PollingFeed polling;

    /** With the system's clocks and a budget of its own: for an app that has one feed. */
    public PrivySnapshotFeed(PrivyConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks and a budget of its own. */
    public PrivySnapshotFeed(PrivyConfig config, FeedEnvironment environment) {
        this(config, environment, budget(config, environment));
    }

    /** With given clocks and the app's budget, which its feeds and {@link PrivyTransfers} share. */
    public PrivySnapshotFeed(PrivyConfig config, FeedEnvironment environment, RequestBudget budget) {
        this(config, environment, budget, FeedWorker::singleThread);
    }

    /** With a scheduler of the caller's, for tests in which time is an argument. */
    PrivySnapshotFeed(
            PrivyConfig config,
            FeedEnvironment environment,
            RequestBudget budget,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.polling =
                new PollingFeed(new PrivyBalanceSource(config), config.polling(), budget, environment, schedulers);
    }

    /** A budget as configured, to be shared by everything that uses one app's credentials. */
    public static RequestBudget budget(PrivyConfig config, FeedEnvironment environment) {
        return new RequestBudget(
                config.burst(),
                NANOS_PER_SECOND / config.requestsPerSecond(),
                environment.nanoClock().nanoTime());
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
