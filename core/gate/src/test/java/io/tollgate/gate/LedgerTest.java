package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ledger entries and snapshots do to a balance with a stream, around fills in transit. */
@org.jspecify.annotations.NullUnmarked
class LedgerTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long venueTime = 100;
    private int entries;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, venueTime);
        assertThat(h.available()).isEqualTo(10_000_000);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void entry(Kind kind, long before, long after, String symbol) {
        venueTime += 10 * MILLI;
        h.stream.entry(h.usd.id(), "e" + ++entries, kind, before, after, venueTime, symbol, h.nowNanos);
        h.step();
    }

    private long sent(Line line, long price, long size) {
        final long r = line.reserve(price, size, 1);
        assertThat(r).isPositive();
        assertThat(line.sent(r)).isZero();
        h.step();
        return r;
    }

    private BalanceStatus status() {
        return h.gate.view(h.usd).status();
    }

    @Test
    void aMessageWithMoreEntriesThanTheJournalHasRoomForIsAppliedToItsEnd() {
        final List<LedgerEntry> message = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            message.add(new LedgerEntry("m" + i, Kind.OTHER, 1, 10_000_000 + i - 1, 10_000_000 + i, 1_000_000 + i, ""));
        }
        h.stream.sink().ledgerEntries(h.usd.id(), message, h.nowNanos);
        h.step();
        // not one of the values in the middle is published as a rise
        assertThat(h.gate.view(h.usd).limit()).isEqualTo(10_000_000);
        for (int i = 0; i < 10; i++) {
            h.step();
        }
        assertThat(h.available()).isEqualTo(10_001_000);
    }

    @Test
    void theCreditOfAShortSaleCountsOnce() {
        final Line sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(sell, 40, 10);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000, "sym-s");
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
    }

    @Test
    void aCommissionAfterTheCreditOfAShortSaleIsThatSalesFee() {
        final Line sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(sell, 40, 10);
        sell.fill(r, 1, 10, 10, 40, 50_000, 0);
        h.step();
        assertThat(h.available()).isEqualTo(3_950_000);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000, "sym-s");
        assertThat(h.available()).isEqualTo(3_950_000);
        entry(Kind.COMMISSION, 14_000_000, 13_950_000, "sym-s");
        assertThat(h.available()).isEqualTo(3_950_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
    }

    @Test
    void aDebitLeavesExpectedCreditsOfTheSameSymbolWhereABarrierFindsThem() {
        final Line sell = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long shortSale = sent(sell, 40, 5);
        final long purchase = sent(h.buy, 20, 5);
        sell.fill(shortSale, 1, 5, 5, 40, 0, 0);
        h.buy.fill(purchase, 2, 5, 5, 20, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(-2_000_000 + 1_000_000);
        entry(Kind.EXECUTION, 10_000_000, 9_000_000, "sym-a");
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(-2_000_000);
        entry(Kind.EXECUTION, 9_000_000, 11_000_000, "sym-a");
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
    }

    @Test
    void aDebitBeforeItsFillIsKeptOnlyWhileAnOrderMayHaveThatFill() {
        final long first = sent(h.buy, 50, 10);
        entry(Kind.EXECUTION, 10_000_000, 8_000_000, "sym-a");
        h.buy.release(first, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
        final long second = sent(h.buy, 50, 4);
        h.buy.fill(second, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.available()).isEqualTo(6_000_000);
    }

    @Test
    void aReadThatAgreesOnlyWithTheFillsSubtractedDoesNotClearThem() {
        final long r = sent(h.buy, 50, 4);
        h.buy.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        h.pass(20 * MILLI);
        h.snapshot(8_000_000, Snapshot.NO_TIME);
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
        entry(Kind.EXECUTION, 10_000_000, 8_000_000, "sym-a");
        assertThat(h.available()).isEqualTo(8_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
    }

    @Test
    void ofTwoValuesOfTheSameTimeALaterReadTellsTheNewerOne() {
        h.stream.entry(h.usd.id(), "tie", Kind.OTHER, 10_000_000, 13_000_000, venueTime, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(10_000_000);
        h.pass(MILLI);
        h.snapshot(13_000_000, venueTime);
        assertThat(h.available()).isEqualTo(13_000_000);
    }

    @Test
    void readsInQuickSuccessionDoNotPutOffTheJudgementOfTheFirst() {
        for (int i = 0; i < 10; i++) {
            h.pass(20 * MILLI);
            h.snapshot(7_000_000, venueTime + 5 * MILLI);
        }
        // after the first grace it is drift; the later reads confirm it
        assertThat(h.available()).isEqualTo(7_000_000);
        assertThat(h.gate.view(h.usd).ledger()).isEqualTo(7_000_000);
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
    }

    @Test
    void whatReconciledBeforeACrashReconcilesAfterIt() {
        entry(Kind.OTHER, 10_000_000, 9_000_000, "");
        final long r = sent(h.buy, 50, 2);
        h.buy.release(r, 0, ReleaseReason.REFUSED_FOR_FUNDS);
        h.step();
        assertThat(status()).isEqualTo(BalanceStatus.RECONCILING);
        h.crash();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.stream.entry(h.usd.id(), "e1", Kind.OTHER, 10_000_000, 9_000_000, venueTime, "", h.nowNanos);
        h.step();
        assertThat(status()).isEqualTo(BalanceStatus.RECONCILING);
        h.pass(11 * MILLI);
        h.snapshot(9_000_000, venueTime);
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(9_000_000);
    }

    @Test
    void aReplayThatBringsAnUnknownEntryOfTheSameTimeStillEnds() {
        entry(Kind.OTHER, 10_000_000, 9_000_000, "");
        h.stream.sink().streamLost(h.usd.id(), "test", h.nowNanos);
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.stream.entry(h.usd.id(), "other", Kind.OTHER, 10_000_000, 9_500_000, venueTime, "", h.nowNanos);
        h.stream.entry(h.usd.id(), "e1", Kind.OTHER, 9_500_000, 9_000_000, venueTime, "", h.nowNanos);
        h.step();
        // it is older than the last one that was applied, as far as anybody can say
        assertThat(h.available()).isEqualTo(9_000_000);
        entry(Kind.OTHER, 9_000_000, 12_000_000, "");
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(12_000_000);
    }

    @Test
    void amountsThatNoBalanceHasStopTheStreamAndFailTheRead() {
        h.pass(MILLI);
        h.snapshot(Long.MAX_VALUE - 1, venueTime);
        assertThat(h.available()).isEqualTo(10_000_000);
        assertThat(h.gate.statusText(h.usd)).contains("below 2^61");
        entry(Kind.OTHER, 10_000_000, Long.MIN_VALUE + 1, "");
        assertThat(status()).isEqualTo(BalanceStatus.STOPPED);
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.FEED_STOPPED);
        h.step();
    }

    @Test
    void aCallerIsNotLeftWaitingByAGateThatWasClosed() {
        h.gate.bookKeeper().onClose();
        assertThatThrownBy(() -> h.gate.isQuiet()).hasMessageContaining("the gate is closed");
    }

    @Test
    void aFullJournalClosesTheBalanceAndRoomOpensItAgain() {
        final long r = sent(h.buy, 50, 2);
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 8; j++) {
                venueTime += MILLI;
                h.stream.entry(h.usd.id(), "f" + i + "." + j, Kind.OTHER, 10_000_000, 10_000_000 + i, venueTime, "", 0);
            }
            h.gate.bookKeeper().doWork();
        }
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.gate.bookKeeper().doWork();
        assertThat(h.available()).isLessThanOrEqualTo(10_000_040);
        for (int i = 0; i < 10; i++) {
            h.nowNanos += MILLI;
            h.stream.sink().heartbeat(h.usd.id(), h.nowNanos);
            h.step();
        }
        h.snapshot(10_000_039, venueTime);
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(10_000_039);
        assertThat(h.held()).isZero();
    }

    @Test
    void aColdStartThatOverflowedIsNotGoneOnWithByAReadFromBefore() {
        h.close();
        h = new GateHarness(directory.resolve("cold")).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        // asked for now, answered when more entries have come than are kept
        final Snapshot early = new Snapshot(10_000_000, Snapshot.UNKNOWN, 0, 100, h.nowNanos, h.nowNanos + 10 * MILLI);
        h.nowNanos += 10 * MILLI;
        long ledger = 10_000_000;
        final List<LedgerEntry> many = new ArrayList<>();
        for (int i = 0; i <= 1 << 14; i++) {
            many.add(new LedgerEntry("c" + i, Kind.OTHER, 1, ledger, ledger - 100, 200 + i, ""));
            ledger -= 100;
        }
        h.stream.sink().ledgerEntries(h.usd.id(), many, h.nowNanos);
        h.step();
        assertThat(h.stream.reopened).isEqualTo(1);
        h.snapshots.sink().snapshot(h.usd.id(), early);
        h.step();
        // what was dropped is in no entry that will come: nothing is approved on the value from before it
        assertThat(h.available()).isZero();
        h.stream.sink().streamLost(h.usd.id(), "asked", h.nowNanos);
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(ledger, 200 + (1 << 14));
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void whatNoEntryClearsIsReadForUntilABarrierReadDoes() {
        final long r = sent(h.buy, 50, 10);
        // the venue charges no fee, and does not say so: the worst case stays in transit beside the entry
        h.buy.fill(r, 1, 10, 10, 50, 100_000, 0);
        h.step();
        entry(Kind.EXECUTION, 10_000_000, 5_000_000, "sym-a");
        assertThat(h.available()).isEqualTo(4_900_000);
        final int before = h.snapshots.asked;
        for (int i = 0; i < 40 && h.gate.view(h.usd).inTransit() != 0; i++) {
            h.pass(10 * MILLI);
            if (h.snapshots.asked > before) {
                h.snapshot(5_000_000, venueTime);
            }
        }
        assertThat(h.snapshots.asked).isGreaterThan(before);
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void aReadThatDidNotSettleATieIsAskedForAgain() {
        entry(Kind.OTHER, 10_000_000, 9_000_000, "");
        h.stream.sink().streamLost(h.usd.id(), "test", h.nowNanos);
        h.stream.opened(h.usd.id(), h.nowNanos);
        // a replay brings another entry of the very time, from before the one that was applied last
        h.stream.entry(h.usd.id(), "x", Kind.OTHER, 8_000_000, 9_500_000, venueTime, "", h.nowNanos);
        h.stream.entry(h.usd.id(), "y", Kind.OTHER, 10_000_000, 8_000_000, venueTime, "", h.nowNanos);
        h.stream.entry(h.usd.id(), "e1", Kind.OTHER, 10_000_000, 9_000_000, venueTime, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
        // answered from before the tie was known
        final int before = h.snapshots.asked;
        h.snapshots
                .sink()
                .snapshot(
                        h.usd.id(),
                        new Snapshot(9_500_000, Snapshot.UNKNOWN, 0, venueTime, h.nowNanos - MILLI, h.nowNanos));
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
        h.pass(h.rules.streamGraceNanos() + h.rules.visibleAfterNanos());
        assertThat(h.snapshots.asked).isGreaterThan(before);
        h.snapshot(9_500_000, venueTime);
        assertThat(h.available()).isEqualTo(9_500_000);
    }

    @Test
    void theDebitOfAFillThatWasChargedAsALumpIsNoOtherOrdersDebit() {
        final long r = sent(h.buy, 50, 10);
        // an order whose tombstone is gone, and its debit
        h.buy.fill(1L << 40 | 63, 1, 4, 4, 50, 0, 0);
        h.step();
        entry(Kind.EXECUTION, 10_000_000, 8_000_000, "sym-a");
        h.pass(11 * MILLI);
        final Snapshot read = new Snapshot(8_000_000, Snapshot.UNKNOWN, 0, venueTime, h.nowNanos, h.nowNanos);
        // after that read the other order is executed; its debit is still to come
        h.buy.fill(r, 2, 4, 4, 50, 0, 0);
        h.step();
        h.snapshots.sink().snapshot(h.usd.id(), read);
        h.step();
        h.pass(11 * MILLI);
        h.snapshots.sink().snapshot(h.usd.id(), read);
        h.step();
        assertThat(h.available()).isLessThanOrEqualTo(8_000_000 - 2_000_000 - 3_000_000);
        entry(Kind.EXECUTION, 8_000_000, 6_000_000, "sym-a");
        h.pass(11 * MILLI);
        h.snapshot(6_000_000, venueTime);
        assertThat(h.available()).isEqualTo(3_000_000);
    }

    @Test
    void aDebitThatCameBeforeItsFillWasChargedAsALumpIsNoOtherOrdersDebit() {
        final long r = sent(h.buy, 50, 10);
        entry(Kind.EXECUTION, 10_000_000, 8_000_000, "sym-a");
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        h.buy.fill(1L << 40 | 63, 1, 4, 4, 50, 0, 0);
        h.step();
        h.pass(11 * MILLI);
        final Snapshot read = new Snapshot(8_000_000, Snapshot.UNKNOWN, 0, venueTime, h.nowNanos, h.nowNanos);
        h.buy.fill(r, 2, 4, 4, 50, 0, 0);
        h.step();
        h.snapshots.sink().snapshot(h.usd.id(), read);
        h.step();
        assertThat(h.available()).isLessThanOrEqualTo(3_000_000);
        entry(Kind.EXECUTION, 8_000_000, 6_000_000, "sym-a");
        h.pass(11 * MILLI);
        h.snapshot(6_000_000, venueTime);
        assertThat(h.available()).isEqualTo(3_000_000);
    }

    @Test
    void theDebitOfAFillThatWasChargedAsALumpClearsNoOtherFill() {
        final long r = sent(h.buy, 50, 10);
        h.buy.fill(1L << 40 | 63, 1, 4, 4, 50, 0, 0);
        h.step();
        h.pass(11 * MILLI);
        // asked for when the venue had the lump's debit, and before it executed the other order
        final Snapshot read =
                new Snapshot(8_000_000, Snapshot.UNKNOWN, 0, venueTime + 10 * MILLI, h.nowNanos, h.nowNanos);
        h.buy.fill(r, 2, 4, 4, 50, 0, 0);
        h.step();
        entry(Kind.EXECUTION, 10_000_000, 8_000_000, "sym-a");
        h.snapshots.sink().snapshot(h.usd.id(), read);
        h.step();
        assertThat(h.available()).isLessThanOrEqualTo(3_000_000);
        entry(Kind.EXECUTION, 8_000_000, 6_000_000, "sym-a");
        h.pass(11 * MILLI);
        h.snapshot(6_000_000, venueTime);
        assertThat(h.available()).isEqualTo(3_000_000);
    }
}
