package io.tollgate.journal;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real gate on one thread and a clock that the script moves: its journal is the same each time. */
final class ScriptedSession implements AutoCloseable {
    static final long START_NANOS = 1_795_000_000_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final long BIG_ORDER = 43;

    private final Journaler journaler;
    private final Gate gate;
    private final Feed stream = new Feed(FeedKind.STREAM);
    private final Feed reads = new Feed(FeedKind.SNAPSHOTS);
    private long nowNanos = START_NANOS;

    /** The order that is amended, filled and released by an operator. */
    final long first;

    ScriptedSession(Path state) {
        final Path journal = state.resolve("journal");
        this.journaler = Journaler.open(journal, () -> nowNanos, () -> Long.MAX_VALUE, JournalerOptions.defaults());
        final GateConfig config = GateConfig.at(state)
                .withSizes(new BookSizes(2, 8, 16, 2, 64, 256))
                .withSlots(256, 1024);
        this.gate = Gate.open(config, () -> nowNanos, () -> nowNanos, 1, new Host());
        final BalanceRules rules = BalanceRules.CAREFUL
                .withVisibleAfterNanos(10 * MILLI)
                .withStaleAfterNanos(1_000 * MILLI)
                .soleTrader(BalanceRules.Netting.IGNORED);
        final Balance usd = gate.register(BalanceSpec.careful("polymarket-us", "firms/F/accounts/a", "USD", 6, rules));
        gate.attach(usd, stream);
        gate.attach(usd, reads);
        stream.sink().streamOpened(usd.id(), ResumePoint.NONE, nowNanos);
        reads.sink().snapshot(usd.id(), new Snapshot(100_000_000, Snapshot.UNKNOWN, 0, nowNanos, nowNanos, nowNanos));
        pass();
        final Lane lane = gate.lane("router-0");
        final Line buy =
                lane.bind(usd, new LineSpec("PRES-28", Side.BUY, 3, 0, 999, FeeRule.quadratic(69_500, 10_000, 10_000)));
        final Line open = lane.bind(usd, new LineSpec("SENATE-28", Side.SELL_TO_OPEN, 3, 0, 999, FeeRule.none()));
        pass();
        first = buy.reserve(500, 40, 41);
        lane.sent(first);
        pass();
        lane.acked(first);
        final long second = open.reserve(900, 50, 42);
        lane.sent(second);
        pass();
        lane.fill(first, 7001, 10, 10, 490, 180_000, nowNanos);
        pass();
        stream.sink()
                .ledgerEntries(
                        usd.id(),
                        List.of(new LedgerEntry(
                                "e-1", LedgerEntry.Kind.EXECUTION, 3, 100_000_000, 95_100_000, nowNanos, "PRES-28")),
                        nowNanos);
        pass();
        gate.operator().encumber(usd, 50_000_000, "ann", "set aside for the withdrawal of Friday");
        buy.reserve(600, 50, BIG_ORDER);
        pass();
        buy.amend(first, 520, 50);
        pass();
        lane.amendAccepted(first);
        pass();
        gate.operator().halt("ann", "the venue misbehaves");
        buy.canAfford(500, 1);
        gate.operator().resume("bob", "cured");
        pass();
        gate.operator().release(first, 10, "bob", "cancelled by the venue's desk");
        lane.release(second, 0, ReleaseReason.CANCELLED);
        pass();
    }

    /** A millisecond, and what BookKeeper and Journaler do in it. */
    private void pass() {
        nowNanos += MILLI;
        gate.bookKeeper().doWork();
        journaler.drainAll();
    }

    @Override
    public void close() {
        journaler.onClose();
        gate.close();
    }

    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            journaler.addRing(ring);
        }

        @Override
        public void beforeRecovery() {
            journaler.drainAll();
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            waitedFor.bookKeeper().doWork();
        }
    }

    private static final class Feed implements BalanceFeed {
        private final FeedKind kind;
        private @Nullable FeedSink sink;

        Feed(FeedKind kind) {
            this.kind = kind;
        }

        FeedSink sink() {
            return java.util.Objects.requireNonNull(sink);
        }

        @Override
        public void start(int balanceId, FeedSink to) {
            sink = to;
        }

        @Override
        public FeedKind kind() {
            return kind;
        }

        @Override
        public void requestSnapshot() {}

        @Override
        public void reopenStream() {}

        @Override
        public void close() {}
    }
}
