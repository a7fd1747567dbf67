package io.tollgate.gate;

import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A gate whose BookKeeper and Journaler run when the test says so, on a clock that the test moves. */
@org.jspecify.annotations.NullUnmarked
final class GateHarness implements AutoCloseable {
    static final long MILLI = 1_000_000L;
    static final BookSizes SMALL = new BookSizes(4, 16, 32, 2, 64, 256);
    static final BalanceRules RULES = BalanceRules.CAREFUL
            .withVisibleAfterNanos(10 * MILLI)
            .withStreamGraceNanos(100 * MILLI)
            .withStaleAfterNanos(1_000 * MILLI)
            .soleTrader(BalanceRules.Netting.IGNORED);

    final GateConfig config;
    final BalanceRules rules;
    /** Cycles of BookKeeper so far. */
    int cycles;

    final List<Ring> rings = new ArrayList<>();
    /** Everything that was ever drained from the rings: a journal. */
    final TileLog journal = new TileLog();

    long nowNanos = 1_000_000_000L;
    /** How far the wall's clock is ahead of the monotonic one. */
    long wallNanos;
    /** Done once, after the next cycle of BookKeeper has read its clock. */
    Runnable duringPause;

    /** What a journal would say at the next start. */
    JournaledState journaled = JournaledState.NONE;

    Gate gate;
    Balance usd;
    Lane lane;
    Line buy;
    TestFeed stream;
    TestFeed snapshots;

    GateHarness(Path directory) {
        this(GateConfig.at(directory).withSizes(SMALL).withSlots(64, 256).withTombstoneNanos(50 * MILLI));
    }

    GateHarness(GateConfig config) {
        this(config, RULES);
    }

    GateHarness(GateConfig config, BalanceRules rules) {
        this.config = config;
        this.rules = rules;
        open();
    }

    /** Opens the directory, again if it was opened before; the harness forgets everything it did not write. */
    void open() {
        rings.clear();
        gate = Gate.open(config, () -> nowNanos, this::epochNanos, 1, new Host());
        usd = gate.register(BalanceSpec.careful("polymarket-us", "firms/F/accounts/a", "USD", 6, rules));
        lane = gate.lane("router-0");
        buy = lane.bind(usd, buySpec("sym-a"));
    }

    /** BookKeeper reads this clock once, when a cycle has begun: what happens here happens while it is paused. */
    private long epochNanos() {
        final Runnable happens = duringPause;
        duringPause = null;
        if (happens != null) {
            happens.run();
        }
        return nowNanos + wallNanos;
    }

    static LineSpec buySpec(String instrument) {
        return new LineSpec(instrument, Side.BUY, 2, 0, 99, FeeRule.none());
    }

    GateHarness withSnapshots() {
        snapshots = new TestFeed(FeedKind.SNAPSHOTS);
        gate.attach(usd, snapshots);
        return this;
    }

    GateHarness withStream() {
        stream = new TestFeed(FeedKind.STREAM);
        gate.attach(usd, stream);
        return this;
    }

    /** A read that was asked for now and answered now. */
    void snapshot(long ledger, long venueTimeNanos) {
        snapshots
                .sink()
                .snapshot(usd.id(), new Snapshot(ledger, Snapshot.UNKNOWN, 0, venueTimeNanos, nowNanos, nowNanos));
        step();
    }

    void step() {
        cycle();
        drain();
    }

    /** One cycle of BookKeeper, while Journaler stands still. */
    void cycle() {
        cycles++;
        gate.bookKeeper().doWork();
    }

    /** What Journaler does to the rings. */
    void drain() {
        for (final Ring ring : rings) {
            int offset;
            while ((offset = ring.journalReader().poll()) >= 0) {
                journal.add(ring.journalReader().buffer(), offset);
                ring.journalReader().advance();
            }
            ring.journalReader().publish();
        }
    }

    void pass(long nanos) {
        nowNanos += nanos;
        step();
    }

    long available() {
        return gate.view(usd).available();
    }

    long held() {
        return gate.view(usd).held();
    }

    /** What kill -9 leaves: no cycle, no last word; then the directory is opened again, with the feeds there were. */
    void crash() {
        gate.close();
        final boolean hadSnapshots = snapshots != null;
        final boolean hadStream = stream != null;
        open();
        if (hadSnapshots) {
            withSnapshots();
        }
        if (hadStream) {
            withStream();
        }
    }

    /** After all records were drained: takes of each scope tile taken without a hole. */
    void assertTiled() {
        drain();
        for (int scopeId = 0; scopeId < gate.book().scopeCount(); scopeId++) {
            journal.assertTiled(
                    scopeId,
                    gate.book().scopes().takenAtStart(scopeId),
                    gate.book().scopes().taken(scopeId),
                    lineId -> gate.book().lines().scopeId(lineId));
        }
    }

    @Override
    public void close() {
        gate.close();
    }

    /** Runs everything on the test's thread. */
    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            rings.add(ring);
        }

        @Override
        public void beforeRecovery() {
            drain();
        }

        @Override
        public JournaledState journaled() {
            return journaled;
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            cycles++;
            waitedFor.bookKeeper().doWork();
        }
    }

    /** Remembers what the gate asked for; the test tells what the venue says. */
    static final class TestFeed implements BalanceFeed {
        private final FeedKind kind;
        private FeedSink sink;
        int asked;
        int reopened;
        final List<Long> backfills = new ArrayList<>();

        TestFeed(FeedKind kind) {
            this.kind = kind;
        }

        FeedSink sink() {
            return sink;
        }

        void entry(
                int balanceId,
                String id,
                LedgerEntry.Kind type,
                long before,
                long after,
                long time,
                String symbol,
                long arrival) {
            sink.ledgerEntries(balanceId, List.of(new LedgerEntry(id, type, 3, before, after, time, symbol)), arrival);
        }

        void opened(int balanceId, long arrival) {
            final ResumePoint from = sink.resumePoint(balanceId);
            sink.streamOpened(balanceId, from, arrival);
        }

        @Override
        public void start(int balanceId, FeedSink feedSink) {
            sink = feedSink;
        }

        @Override
        public FeedKind kind() {
            return kind;
        }

        @Override
        public void requestSnapshot() {
            asked++;
        }

        @Override
        public void requestBackfill(long sinceNanos) {
            backfills.add(sinceNanos);
        }

        @Override
        public void reopenStream() {
            reopened++;
        }

        @Override
        public void close() {}
    }
}
