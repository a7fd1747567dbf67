package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.PositionsRead.Position;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads that may or may not contain an execution of a short sale or of what buys it back: neither its credit nor the margin that it frees counts
 * twice. Prices in cents, a contract binds a dollar, cash in micro-dollars.
 */
@org.jspecify.annotations.NullUnmarked
class FreedMarginTest {
    private static final long TIME = 1_000_000_000L;

    @TempDir
    Path directory;

    private GateHarness h;
    private Line open;
    private Line buyBack;

    /** Ten contracts are owed, for which 4 dollars were had: 14 of cash, 10 of margin. */
    private void owing(FeeRule fee) {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(14_000_000, TIME);
        final Balance owed =
                h.gate.register(BalanceSpec.position(h.usd.venue(), h.usd.account(), "sym-a", true, 0, h.rules));
        buyBack = h.lane.bindClosing(owed, h.usd, new LineSpec("sym-a", Side.BUY_TO_CLOSE, 2, 0, 99, fee));
        h.pass(20 * MILLI);
        positions(-10, 10_000_000);
        h.pass(MILLI);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @AfterEach
    void close() {
        h.close();
    }

    private void positions(long quantity, long margin) {
        h.snapshots
                .sink()
                .positions(
                        h.usd.id(),
                        new PositionsRead(List.of(new Position("sym-a", quantity)), margin, h.nowNanos, h.nowNanos));
        h.step();
    }

    private void debit() {
        h.stream.entry(h.usd.id(), "e", Kind.EXECUTION, 14_000_000, 12_000_000, TIME + 5 * MILLI, "sym-a", h.nowNanos);
        h.step();
    }

    private long sent(Line line, long price, long size) {
        final long r = line.reserve(price, size, 1);
        assertThat(Decision.ofReservation(r)).isEqualTo(Decision.APPROVED);
        assertThat(line.sent(r)).isZero();
        h.step();
        return r;
    }

    @Test
    void aReadBeforeTheFillAndItsDebitFreesNothingThatTheDebitTakes() {
        owing(FeeRule.none());
        final long r = sent(buyBack, 50, 4);
        // executed: 2 of cash are gone, 4 of margin are free, and nobody has told but this read
        positions(-6, 6_000_000);
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        buyBack.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        debit();
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        h.pass(20 * MILLI);
        h.snapshot(12_000_000, TIME + 5 * MILLI);
        assertThat(h.available()).isEqualTo(6_000_000);
    }

    @Test
    void aReadBetweenTheDebitAndTheFillFreesItsMarginOnce() {
        owing(FeeRule.none());
        final long r = sent(buyBack, 50, 4);
        debit();
        positions(-6, 6_000_000);
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        buyBack.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        h.pass(20 * MILLI);
        positions(-6, 6_000_000);
        assertThat(h.available()).isEqualTo(6_000_000);
    }

    @Test
    void aReadRightAfterTheFillFreesItsMarginOnce() {
        owing(FeeRule.none());
        final long r = sent(buyBack, 50, 4);
        buyBack.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        positions(-6, 6_000_000);
        assertThat(h.available()).isLessThanOrEqualTo(6_000_000);
        debit();
        assertThat(h.available()).isEqualTo(6_000_000);
    }

    @Test
    void aFeeBeyondTheContractsIsNotPaidFromTheMarginOfOthers() {
        // 4 contracts at 0.99 and a tenth of it: 4.356 of cash, 4 of margin
        owing(FeeRule.basisPoints(100_000, 1, 0));
        final long r = sent(buyBack, 99, 4);
        buyBack.fill(r, 1, 4, 4, 99, 396_000, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000 - 356_000);
    }

    @Test
    void anAdoptedReadThatMayShowACreditEndsItsExpectation() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, Snapshot.NO_TIME);
        open = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(open, 40, 10);
        open.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        // no barrier for the fill, which it has all the same
        h.snapshot(14_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void anEntryAfterAGapMayShowACredit() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, TIME);
        open = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(open, 40, 10);
        open.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        // the credit's own entry never came
        h.stream.entry(h.usd.id(), "e", Kind.OTHER, 14_000_000, 15_000_000, TIME + 5 * MILLI, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void aReadOfTheCashDoesNotEndTheMarginOfASaleThatFoundNoRoomInTransit() {
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(new BookSizes(4, 16, 32, 2, 64, 8))
                        .withSlots(64, 256))
                .withSnapshots();
        h.snapshot(100_000_000, Snapshot.NO_TIME);
        open = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(open, 40, 10);
        for (int i = 1; i <= 10; i++) {
            open.fill(r, i, 1, i, 40, 0, 0);
            h.step();
        }
        h.pass(20 * MILLI);
        h.snapshot(104_000_000, Snapshot.NO_TIME);
        h.pass(20 * MILLI);
        h.snapshot(104_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(94_000_000);
        positions(-10, 10_000_000);
        h.pass(20 * MILLI);
        positions(-10, 10_000_000);
        assertThat(h.available()).isEqualTo(94_000_000);
    }

    @Test
    void readsOfPositionsOneAfterTheOtherDoNotPutOffTheEndOfTheWait() {
        owing(FeeRule.none());
        sent(buyBack, 50, 4);
        // the venue nets two positions: less margin, and nothing was executed
        positions(-10, 8_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        h.pass(20 * MILLI);
        positions(-10, 8_000_000);
        h.snapshot(14_000_000, TIME);
        assertThat(h.available()).isEqualTo(6_000_000);
    }
}
