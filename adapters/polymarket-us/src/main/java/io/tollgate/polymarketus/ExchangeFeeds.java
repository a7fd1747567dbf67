package io.tollgate.polymarketus;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.Rules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The feeds of an account of the exchange stack: stream, reads and back-fill while the firm's {@link StreamBudget} has a stream left, else
 * reads alone, by the clock. An account stays with what it got; attach the most active accounts first.
 */
public final class ExchangeFeeds {
    private ExchangeFeeds() {}

    /**
     * Feeds to attach to one balance.
     *
     * @param budget the firm's; the stream that is taken is given back when the stream's feed is closed
     * @param pollPeriod time between reads of an account without a stream, 1 s to 1 h. The venue publishes no limit of this read and asks
     *     not to poll it: as long as freshness allows, and the balance's {@code staleAfterNanos} longer
     */
    public static List<BalanceFeed> forAccount(
            ExchangeConfig config,
            FeedEnvironment environment,
            TokenProvider tokens,
            StreamBudget budget,
            Duration pollPeriod) {
        Rules.range("pollPeriod", pollPeriod, Duration.ofSeconds(1), Duration.ofHours(1));
        return feeds(config, environment, tokens, budget, pollPeriod);
    }

    /** The same without bounds, for tests. */
    static List<BalanceFeed> feeds(
            ExchangeConfig config,
            FeedEnvironment environment,
            TokenProvider tokens,
            StreamBudget budget,
            Duration pollPeriod) {
        BalanceFeed reads = new ExchangeSnapshotFeed(config, environment, tokens);
        if (!budget.tryTake()) {
            return List.of(new Polled(reads, config, environment, pollPeriod));
        }
        return List.of(
                new Budgeted(new LedgerStreamFeed(config, environment, tokens), budget),
                reads,
                new LedgerBackfillFeed(config, environment, tokens));
    }

    /** A stream that is given back at its end. */
    private static final class Budgeted implements BalanceFeed {
        private final BalanceFeed stream;
        private final StreamBudget budget;
        private final AtomicBoolean closed = new AtomicBoolean();

        Budgeted(BalanceFeed stream, StreamBudget budget) {
            this.stream = stream;
            this.budget = budget;
        }

        @Override
        public void start(int balanceId, FeedSink sink) {
            stream.start(balanceId, sink);
        }

        @Override
        public FeedKind kind() {
            return stream.kind();
        }

        @Override
        public void requestSnapshot() {
            stream.requestSnapshot();
        }

        @Override
        public void reopenStream() {
            stream.reopenStream();
        }

        @Override
        public void close() {
            stream.close();
            if (closed.compareAndSet(false, true)) {
                budget.giveBack();
            }
        }
    }

    /** Reads that are asked for by the clock, beside those that the gate asks for. */
    private static final class Polled implements BalanceFeed {
        private final BalanceFeed reads;
        private final FeedWorker worker;
        private final long periodNanos;

        Polled(BalanceFeed reads, ExchangeConfig config, FeedEnvironment environment, Duration period) {
            this.reads = reads;
            this.periodNanos = period.toNanos();
            this.worker = new FeedWorker(
                    "polymarket-us-poll-" + Accounts.shortName(config.account()) + "-" + config.currency(),
                    environment.nanoClock(),
                    FeedWorker::singleThread,
                    () -> {});
        }

        @Override
        public void start(int balanceId, FeedSink sink) {
            reads.start(balanceId, sink);
            worker.start(balanceId, sink);
            worker.execute(reads::requestSnapshot);
            worker.every(periodNanos, reads::requestSnapshot);
        }

        @Override
        public FeedKind kind() {
            return reads.kind();
        }

        @Override
        public void requestSnapshot() {
            reads.requestSnapshot();
        }

        /** Ignored: there is no stream. */
        @Override
        public void reopenStream() {}

        @Override
        public void close() {
            worker.close(List.of());
            reads.close();
        }
    }
}
