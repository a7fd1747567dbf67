package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interleavings of a lane with BookKeeper and with the end of its process, built word by word in the mapped tables. */
@org.jspecify.annotations.NullUnmarked
class ReservationRaceTest {
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
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.journal.assertNoOverspend();
        h.close();
    }

    private long sent(long price, long size) {
        final long r = h.buy.reserve(price, size, 1);
        assertThat(r).isPositive();
        assertThat(h.buy.sent(r)).isZero();
        h.step();
        return r;
    }

    /** What a lane does up to its CAS, and no further. */
    private long takenWithoutRecord(int row, long cost, boolean cas) {
        final long taken = scopes.taken(0);
        final long sequence = h.rings.get(1 + row / 64).producer().sequence();
        final long id = rows.begin(row, h.buy.lineId(), 0, cost, taken, sequence, 1, 50, cost / 500_000, h.nowNanos);
        if (cas) {
            assertThat(h.gate.book().lineWords(h.buy.lineId()).compareAndSetTaken(taken, taken + cost))
                    .isTrue();
        }
        return id;
    }

    @Test
    void lateNewsOfARowThatIsInItsNextUseTouchesNothing() {
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.release(r, 0, ReleaseReason.NOT_SENT);
        h.step();
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
        assertThat(FactResult.of(h.buy.release(r, 0, ReleaseReason.STATUS_ANSWER)))
                .isEqualTo(FactResult.UNKNOWN_RESERVATION);
        // the lane is in the middle of the row's next use: cost and hold are there, the state is not
        final long next = takenWithoutRecord((int) r, 7_000_000, false);
        rows.stateRelease(r, RowState.FREE);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(rows.holdAcquire((int) next)).isEqualTo(7_000_000);
        assertThat(h.available()).isEqualTo(100_000_000);
    }

    @Test
    void aFactThatClaimsItsSlotInTimeKeepsTheTombstone() {
        final long r = sent(50, 10);
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        final int slot = rows.claimFact(r);
        assertThat(slot).isNotNegative();
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.ENDED);
        rows.commitFact(r, slot, FactWord.FILL, 0, 77, 2, 2, 50, 0, 0);
        // noticed through the ring
        h.buy.bust(r, 78);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_000_000);
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
        assertThat(rows.claimFact(r)).isNegative();
    }

    @Test
    void anAmendThatClaimsInTimeKeepsTheTombstoneAndALateOneTouchesNothing() {
        final long r = sent(50, 10);
        // a lane stops in the middle of its amend, before it says what it asks for, while the order ends
        assertThat(rows.compareAndSetAmend(r, AmendState.NONE, AmendState.PENDING))
                .isTrue();
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.ENDED);
        rows.giveUpAmend(r);
        h.pass(60 * MILLI);
        assertThat(rows.stateOf(r)).isEqualTo(RowState.FREE);
        assertThat(h.buy.amend(r, 60, 12)).isEqualTo(Decision.RESERVATION_ENDED.code());
        // the row's next use has an amend of its own
        final long next = takenWithoutRecord((int) r, 7_000_000, false);
        assertThat(rows.compareAndSetAmend(next, AmendState.NONE, AmendState.PENDING))
                .isTrue();
        rows.giveUpAmend(r);
        assertThat(rows.amendState((int) r)).isEqualTo(AmendState.PENDING);
        rows.stateRelease(next, RowState.FREE);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void theVenuesAnswerWaitsForTheIncrementItAnswers() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 60, 12)).isZero();
        // BookKeeper looks while the lane has told its record but not yet its state
        assertThat(rows.compareAndSetAmend(r, AmendState.TAKEN, AmendState.PENDING))
                .isTrue();
        assertThat(h.lane.amendAccepted(r)).isZero();
        h.step();
        assertThat(rows.compareAndSetAmend(r, AmendState.PENDING, AmendState.TAKEN))
                .isTrue();
        h.step();
        assertThat(rows.currentSizeAcquire((int) r)).isEqualTo(12);
        assertThat(rows.amendState((int) r)).isEqualTo(AmendState.NONE);
        assertThat(h.held()).isEqualTo(7_200_000);
    }

    @Test
    void aSmallerOrderAtAHigherPriceNeedsOnlyTheLargerOfBoth() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 80, 5)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(h.journal.count("ForcedTake")).isZero();
        h.lane.amendAccepted(r);
        h.step();
        assertThat(h.held()).isEqualTo(4_000_000);
    }

    @Test
    void aFillWhileAnAmendIsInFlightLeavesEnoughForEither() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 60, 12)).isZero();
        h.buy.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.held()).isEqualTo(8 * 600_000);
        h.lane.amendAccepted(r);
        h.step();
        assertThat(h.held()).isEqualTo(8 * 600_000);
        assertThat(h.available()).isEqualTo(100_000_000 - 2_000_000 - 8 * 600_000);
    }

    @Test
    void anAmendThatDiedBeforeItSaidWhatItWantsHoldsNothingOfTheOneBefore() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 60, 10)).isZero();
        h.step();
        h.lane.amendAccepted(r);
        h.step();
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(rows.compareAndSetAmend(r, AmendState.NONE, AmendState.PENDING))
                .isTrue();
        crash();
        h.step();
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(rows.amendState((int) r)).isEqualTo(AmendState.NONE);
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void anIncrementBookedAtTheMomentOfTheEndIsHeldOnce() {
        final long r = sent(50, 10);
        assertThat(h.buy.amend(r, 60, 10)).isZero();
        // the mark is set, the hold is not yet grown
        assertThat(rows.compareAndSetAmend(r, AmendState.TAKEN, AmendState.IN_FLIGHT))
                .isTrue();
        crash();
        h.step();
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(rows.holdAcquire((int) r)).isEqualTo(6_000_000);
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void figuresThatNoOrderCanHaveAreNotNoted() {
        final long r = sent(50, 10);
        final long huge = (1L << 61);
        assertThat(FactResult.of(h.buy.fill(r, 1, huge, huge, 50, 0, 0))).isEqualTo(FactResult.INVALID);
        assertThat(FactResult.of(h.buy.fill(r, 1, 1, 1, huge, 0, 0))).isEqualTo(FactResult.INVALID);
        assertThat(FactResult.of(h.buy.fill(r, 1, 1, 1, 50, Long.MAX_VALUE, 0))).isEqualTo(FactResult.INVALID);
        assertThat(FactResult.of(h.buy.fill(r, 1, 0, 1, 50, 0, 0))).isEqualTo(FactResult.INVALID);
        assertThat(FactResult.of(h.buy.release(r, -2, ReleaseReason.CANCELLED))).isEqualTo(FactResult.INVALID);
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
    }

    @Test
    void deadPendingRowsWithAndWithoutTheirCas() {
        final long before = sent(50, 10);
        takenWithoutRecord(20, 3_000_000, true);
        crash();
        h.step();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isEqualTo(5_000_000);
        takenWithoutRecord(20, 3_000_000, false);
        crash();
        h.step();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(rows.stateOf(before)).isEqualTo(RowState.SENT);
        assertThat(rows.stateVolatile(20) & 0xff).isEqualTo(RowState.FREE);
    }

    @Test
    void twoLanesThatDiedSideBySideLeaveTwoHoles() {
        h.gate.lane("router-1");
        takenWithoutRecord(70, 2_000_000, true);
        takenWithoutRecord(5, 3_000_000, true);
        sent(50, 1);
        crash();
        h.gate.lane("router-1");
        h.step();
        assertThat(h.journal.count("Void")).isEqualTo(2);
        assertThat(h.held()).isEqualTo(500_000);
    }

    @Test
    void twoLanesThatExpectedTheSameTakeLeaveOneHole() {
        h.gate.lane("router-1");
        takenWithoutRecord(5, 2_000_000, false);
        takenWithoutRecord(70, 3_000_000, true);
        crash();
        h.gate.lane("router-1");
        h.step();
        assertThat(h.journal.count("Void")).isEqualTo(1);
        assertThat(h.held()).isZero();
    }

    @Test
    void aLateFillWithoutAFreeSlotIsChargedAllTheSame() {
        final long r = sent(50, 10);
        h.buy.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        for (int i = 0; i < 8; i++) {
            assertThat(h.buy.fill(r, i, 1, i + 1, 50, 0, 0)).isZero();
        }
        assertThat(FactResult.of(h.buy.fill(r, 8, 2, 10, 50, 0, 0))).isEqualTo(FactResult.UNCERTAIN);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(4_000_000);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(1_000_000);
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        h.pass(20 * MILLI);
        h.snapshot(95_000_000, 6);
        assertThat(h.available()).isEqualTo(95_000_000);
    }
}
