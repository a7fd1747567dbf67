package io.tollgate.polymarketclob;

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
import org.jspecify.annotations.Nullable;

/**
 * A balance at the CLOB, polled: pUSD, an outcome token, or what a contract may draw of it ({@link ClobConfig#figure}).
 *
 * <p>Read and retried as {@link PollingFeed} says. What each refusal of the venue leads to is told in docs/venues/polymarket-clob.md.
 *
 * <p>Threading: one thread of its own, which also does the calls.
 */
public final class ClobBalanceFeed implements BalanceFeed {
    private final ClobBalanceSource source;
    private final PollingFeed polling;

    /** With the system's clocks and a budget of its own. */
    public ClobBalanceFeed(ClobConfig config) {
        this(config, FeedEnvironment.system(), null);
    }

    /**
     * With given clocks.
     *
     * @param budget shared by all feeds that leave the machine by one address ({@link ClobLimits#budget}); null for one of its own
     */
    public ClobBalanceFeed(ClobConfig config, FeedEnvironment environment, @Nullable RequestBudget budget) {
        this(config, environment, budget, FeedWorker::singleThread);
    }

    ClobBalanceFeed(
            ClobConfig config,
            FeedEnvironment environment,
            @Nullable RequestBudget budget,
            Function<ThreadFactory, ScheduledExecutorService> schedulers) {
        this.source = new ClobBalanceSource(config);
        this.polling = new PollingFeed(
                source,
                config.polling(),
                budget == null ? ClobLimits.budget(environment.nanoClock().nanoTime()) : budget,
                environment,
                schedulers);
    }

    /**
     * Money was moved on the chain (a deposit, a wrap, an approval, a withdrawal): the venue is told to look there before the next read, which
     * happens as soon as its limits allow. Any thread; never blocks.
     */
    public void movedOnChain() {
        source.refresh();
        polling.requestSnapshot();
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
