package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session that ended between two words leaves, and what the next one makes of it: holds, records, free rows. */
@org.jspecify.annotations.NullUnmarked
class RecoveryTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private ReservationTable rows;
    private ScopeTable scopes;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        tables();
        h.snapshot(100_000_000, 5);
    }

    private void tables() {
        rows = h.gate.book().reservations();
        scopes = h.gate.book().scopes();
    }

    private void crash() {
        h.crash();
        tables();
        h.step();
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.journal.assertNoOverspend();
        h.close();
    }

    private long sent(long price, long size) {
        final long r = h.buy.reserve(price, size, 1);
        assertThat(h.buy.sent(r)).isZero();
        h.step();
        return r;
    }

    private void read(long amount) {
        h.pass(20 * MILLI);
        h.snapshot(amount, 6);
    }

    @Test
    void aPendingRowWhoseRecordIsCommittedIsHeld() {
        final long r = h.buy.reserve(50, 10, 1);
        rows.stateRelease(r, RowState.PENDING);
        crash();
        assertThat(rows.stateOf(r)).isEqualTo(RowState.RESERVED);
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(h.journal.count("Void")).isZero();
        assertThat(h.buy.sent(r)).isZero();
    }

    @Test
    void aVoidRowIsGivenBackAndItsRowIsFree() {
        // closed at the second look: the record says refused, the tile stays
        final long r = h.buy.reserve(50, 10, 1);
        rows.stateRelease(r, RowState.VOID);
        crash();
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
        assertThat(h.held()).isZero();
    }

    @Test
    void aReservationThatRanOutWithoutItsRecordIsToldAsExpired() {
        final long r = h.buy.reserve(50, 10, 1);
        h.step();
        // as if killed between the state of the row and the record of its expiry
        assertThat(rows.compareAndSetState(r, RowState.RESERVED, RowState.ENDED))
                .isTrue();
        crash();
        assertThat(h.journal.expired).isEqualTo(1);
        assertThat(h.held()).isZero();
        read(100_000_000);
        assertThat(h.available()).isEqualTo(100_000_000);
    }

    @Test
    void aFillWithoutItsRecordIsChargedAndTold() {
        final long r = sent(50, 10);
        final int slot = rows.claimFact(r);
        rows.commitFact(r, slot, FactWord.FILL, 99, 7, 4, 4, 50, 0, 0);
        crash();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.held()).isEqualTo(3_000_000);
        // told again by the router that did not hear the answer
        h.buy.fill(r, 7, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        read(98_000_000);
        assertThat(h.available()).isEqualTo(95_000_000);
    }

    @Test
    void aFillThatWasChargedAndNotYetGivenBackIsNotChargedTwice() {
        final long r = sent(50, 10);
        h.buy.fill(r, 7, 4, 4, 50, 0, 0);
        h.step();
        // as if killed before the hold shrank: the fact is marked, back is not raised
        final int slot = rows.claimFact(r);
        rows.commitFact(r, slot, FactWord.FILL, 99, 7, 4, 4, 50, 0, 0);
        rows.factWordRelease(
                (int) r, slot, FactWord.of(ReservationTable.generation(r), FactWord.FILL, FactWord.CHARGED));
        rows.holdRelease((int) r, 5_000_000);
        crash();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(rows.holdAcquire((int) r)).isEqualTo(3_000_000);
        h.buy.release(r, 4, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.gate.reservations()).isEmpty();
    }

    @Test
    void anAmendBeforeTheFirstCycleDoesNotFindMoreHeldThanIsOpen() {
        final long r = sent(50, 10);
        h.buy.fill(r, 7, 4, 4, 50, 0, 0);
        h.step();
        // as if killed when the fill was charged, and neither the hold nor the filled quantity was brought up to it
        rows.holdRelease((int) r, 5_000_000);
        rows.filledRelease((int) r, 0);
        h.crash();
        tables();
        // six are open at 80, and three millions will be held for them: nothing is known that could pay the rest
        assertThat(Decision.of(h.buy.amend(r, 80, 10))).isEqualTo(Decision.UNKNOWN_BALANCE);
    }

    @Test
    void aScopeOfABalanceThatWasNeverMadeIsUsedForTheNext() {
        scopes.create(1, 1, 1);
        h.gate.book().scopeCount(2);
        h.crash();
        final Balance second = h.gate.register(BalanceSpec.careful("kalshi", "a", "USD", 6, GateHarness.RULES));
        assertThat(h.gate.book().balances().firstScope(second.id())).isEqualTo(1);
        assertThat(h.gate.book().scopeCount()).isEqualTo(2);
        h.lane.bind(second, GateHarness.buySpec("sym-b"));
        assertThat(h.gate.book().lines().scopeId(0)).isZero();
    }

    @Test
    void anAnswerThatOutlivedItsAmendDoesNotAnswerTheNext() {
        final long r = sent(50, 10);
        // killed after the amend was marked as ended and before its answer was let go
        final int slot = rows.claimFact(r);
        rows.commitFact(r, slot, FactWord.AMEND_REFUSED, 99, 0, 0, 0, 0, 0, 0);
        h.crash();
        tables();
        assertThat(FactWord.state(rows.factWordAcquire((int) r, slot))).isEqualTo(FactWord.FREE);
        assertThat(h.held()).isEqualTo(5_000_000);
    }

    @Test
    void aSlotWhoseLaneDiedWhileWritingMakesTheOrderUncertain() {
        final long r = sent(50, 10);
        assertThat(rows.claimFact(r)).isNotNegative();
        crash();
        assertThat(h.gate.reservations()).singleElement().satisfies(view -> assertThat(view.uncertain())
                .isTrue());
        // unknown quantities keep the hold
        h.buy.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
        h.buy.release(r, 0, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isZero();
        for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
            assertThat(FactWord.state(rows.factWordAcquire((int) r, slot))).isEqualTo(FactWord.FREE);
        }
    }

    @Test
    void aForcedTakeWithoutItsRecordIsToldAsVoidAndGivenBack() {
        sent(50, 10);
        scopes.forcedTake(0, 1_234_567);
        crash();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(scopes.forcedAmount(0)).isZero();
        assertThat(h.held()).isEqualTo(5_000_000);
        // once told it is not told again
        crash();
        assertThat(h.journal.count("Void")).isEqualTo(1);
    }

    @Test
    void amendsOfDeadLanes() {
        final long approved = sent(50, 10);
        assertThat(h.buy.amend(approved, 60, 10)).isZero();
        rows.compareAndSetAmend(approved, AmendState.TAKEN, AmendState.PENDING);
        final long taken = sent(50, 10);
        rows.compareAndSetAmend(taken, AmendState.NONE, AmendState.PENDING);
        final long at = scopes.taken(0);
        rows.amend(
                (int) taken, 60, 10, 1_000_000, at, 1, h.rings.get(1).producer().sequence());
        assertThat(h.gate.book().lineWords(h.buy.lineId()).compareAndSetTaken(at, at + 1_000_000))
                .isTrue();
        crash();
        // told: in flight; taken and not told: void
        assertThat(rows.amendState((int) approved)).isEqualTo(AmendState.IN_FLIGHT);
        assertThat(rows.amendState((int) taken)).isEqualTo(AmendState.NONE);
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isEqualTo(6_000_000 + 5_000_000);
        h.lane.amendAccepted(approved);
        h.step();
        assertThat(rows.currentPriceAcquire((int) approved)).isEqualTo(60);
        assertThat(h.held()).isEqualTo(6_000_000 + 5_000_000);
    }

    @Test
    void anAmendThatWasVoidIsGivenBack() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 60, 10)).isZero();
        rows.compareAndSetAmend(r, AmendState.TAKEN, AmendState.VOID);
        crash();
        assertThat(rows.amendState((int) r)).isEqualTo(AmendState.NONE);
        assertThat(h.held()).isEqualTo(5_000_000);
    }

    @Test
    void tombstonesOutliveASessionAndTheirRowsComeBack() {
        final long r = sent(50, 10);
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        crash();
        assertThat(rows.stateOf(r)).isEqualTo(RowState.ENDED);
        h.buy.fill(r, 1, 2, 2, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_000_000);
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
        h.pass(MILLI);
        h.snapshot(99_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(99_000_000);
        for (int i = 0; i < 64; i++) {
            assertThat(h.buy.reserve(1, 1, i)).isPositive();
            h.step();
        }
        assertThat(Decision.ofReservation(h.buy.reserve(1, 1, 65))).isEqualTo(Decision.TABLE_FULL);
    }

    @Test
    void manyRestartsInARowChangeNothing() {
        final long r = sent(50, 10);
        h.buy.fill(r, 7, 4, 4, 50, 0, 0);
        for (int i = 0; i < 5; i++) {
            crash();
            assertThat(h.held()).isEqualTo(3_000_000);
            assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        }
        read(98_000_000);
        assertThat(h.available()).isEqualTo(95_000_000);
    }

    @Test
    void aLaneThatStoodStillWhileAnotherFilledItsRingAnewLeavesItsOwnTakeOnly() {
        final Line other = h.gate.lane("router-1").bind(h.usd, GateHarness.buySpec("sym-b"));
        final long at = scopes.taken(0);
        rows.begin(
                20, h.buy.lineId(), 0, 3_000_000, at, h.rings.get(1).producer().sequence(), 1, 50, 6, h.nowNanos);
        assertThat(h.gate.book().lineWords(h.buy.lineId()).compareAndSetTaken(at, at + 3_000_000))
                .isTrue();
        for (int i = 0; i < 80; i++) {
            final long r = other.reserve(50, 1, i);
            assertThat(r).isPositive();
            other.release(r, 0, ReleaseReason.NOT_SENT);
            h.pass(2 * MILLI);
        }
        crash();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isZero();
    }

    @Test
    void aRecordHalfWrittenOverAnOlderOneIsNoRecord() {
        final var producer = h.rings.get(1).producer();
        while (producer.sequence() < 64) {
            assertThat(h.buy.canAfford(1, 1)).isZero();
            h.step();
        }
        // killed after the CAS, with all of the record written but its commit word: the slot has the one of a lap
        // before
        final long at = scopes.taken(0);
        final long id = rows.begin(20, h.buy.lineId(), 0, 3_000_000, at, producer.sequence(), 1, 50, 6, h.nowNanos);
        assertThat(h.gate.book().lineWords(h.buy.lineId()).compareAndSetTaken(at, at + 3_000_000))
                .isTrue();
        new LaneRecords(producer.buffer())
                .reserve(
                        producer.claimDecision(),
                        producer.sequence(),
                        h.nowNanos,
                        Lane.NO_TIME,
                        0,
                        at,
                        100_000_000,
                        1,
                        50,
                        6,
                        3_000_000,
                        id,
                        1,
                        h.buy.lineId(),
                        0,
                        0,
                        LaneRecords.TILE);
        crash();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isZero();
    }

    @Test
    void silenceDoesNotEndAnOrderThatSomebodyToldOf() {
        final long uncertain = h.buy.reserve(50, 10, 1);
        final long filled = h.buy.reserve(50, 10, 2);
        final long silent = h.buy.reserve(50, 10, 3);
        h.buy.release(uncertain, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED);
        h.buy.fill(filled, 1, 2, 2, 50, 0, 0);
        h.nowNanos += 600 * MILLI;
        h.snapshot(100_000_000, 5);
        h.nowNanos += 600 * MILLI;
        h.snapshot(100_000_000, 5);
        assertThat(rows.stateOf(silent)).isEqualTo(RowState.ENDED);
        assertThat(h.held()).isEqualTo(5_000_000 + 4_000_000);
        h.buy.release(uncertain, 0, ReleaseReason.STATUS_ANSWER);
        h.buy.release(filled, 2, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void aFillThatNobodyCanPlaceClosesUntilAReadMustContainIt() {
        h.lane.fill(1L << 40 | 63, 1, 2, 2, 50, 0, 0);
        h.step();
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        h.pass(5 * MILLI);
        h.snapshot(100_000_000, 5);
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        h.pass(10 * MILLI);
        h.snapshot(99_000_000, 6);
        assertThat(h.available()).isEqualTo(99_000_000);
    }
}
