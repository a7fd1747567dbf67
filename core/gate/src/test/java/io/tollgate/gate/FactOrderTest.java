package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Facts in every order that venues send them: early, late, twice, by another lane, for nobody. The account holds 10.00; amounts in
 * micro-dollars, prices in cents.
 */
@org.jspecify.annotations.NullUnmarked
class FactOrderTest {
    private static final long NOBODY = 1L << 40 | 63;

    @TempDir
    Path directory;

    private GateHarness h;
    private Lane second;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, 5);
        second = h.gate.lane("router-1");
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private long sent(long price, long size) {
        final long r = h.buy.reserve(price, size, 1);
        assertThat(h.buy.sent(r)).isZero();
        return r;
    }

    /** A read that must contain everything told so far. */
    private void barrier(long ledger) {
        h.pass(11 * MILLI);
        h.snapshot(ledger, 6);
    }

    @Test
    void ofTwoFinalQuantitiesOfOneLaneInOneCycleTheLastOneCounts() {
        final long r = sent(50, 10);
        h.step();
        final ReservationTable rows = h.gate.book().reservations();
        // so that the later one finds the earlier slot
        final int slot = rows.claimFact(r);
        assertThat(h.lane.release(r, 6, ReleaseReason.CANCELLED)).isZero();
        rows.factWordRelease((int) r, slot, FactWord.of(ReservationTable.generation(r), 0, FactWord.FREE));
        assertThat(h.lane.release(r, 4, ReleaseReason.STATUS_ANSWER)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(2_000_000);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void ofTwoFinalQuantitiesOfTwoLanesInOneCycleTheOneThatHoldsMoreCounts() {
        final long r = sent(50, 10);
        h.step();
        assertThat(h.lane.release(r, 6, ReleaseReason.CANCELLED)).isZero();
        assertThat(second.release(r, 4, ReleaseReason.STATUS_ANSWER)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        // told again it is the last word
        assertThat(second.release(r, 4, ReleaseReason.STATUS_ANSWER)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(2_000_000);
    }

    @Test
    void lumpedExecutionsAreForgottenWithTheirOrders() {
        h.close();
        h = new GateHarness(GateConfig.at(directory.resolve("small"))
                        .withSizes(new BookSizes(4, 16, 32, 2, 64, 8))
                        .withSlots(64, 256)
                        .withTombstoneNanos(50 * MILLI))
                .withSnapshots();
        h.snapshot(10_000_000, 5);
        final long open = sent(1, 20);
        for (int i = 0; i < 8; i++) {
            h.lane.fill(open, i, 1, 1, 1, 0, 0);
            h.step();
        }
        for (int i = 0; i < 20; i++) {
            barrier(10_000_000);
            // it finds no row in transit, and eight executions are remembered at a time
            final long r = sent(50, 2);
            h.lane.fill(r, 100 + i, 2, 2, 50, 0, 0);
            h.step();
            assertThat(h.gate.book().reservations().uncertain((int) r))
                    .as("order %s", i)
                    .isFalse();
            assertThat(h.held()).as("order %s", i).isEqualTo(120_000);
            h.pass(60 * MILLI);
        }
    }

    @Test
    void aFillBeforeTheAcknowledgementIsChargedAtOnce() {
        final long r = sent(50, 10);
        assertThat(h.lane.fill(r, 1, 4, 4, 50, 0, 0)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.lane.acked(r)).isZero();
        assertThat(h.lane.acked(r)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void aFillOfAnOrderThatNobodySaidWasSentKeepsItFromExpiring() {
        final long r = h.buy.reserve(50, 10, 1);
        assertThat(h.lane.fill(r, 1, 4, 4, 50, 0, 0)).isZero();
        h.step();
        for (int i = 0; i < 3; i++) {
            h.nowNanos += 600 * MILLI;
            h.snapshot(10_000_000, 5);
        }
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.lane.release(r, 4, ReleaseReason.CANCELLED)).isZero();
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void aFillAfterTheCancelIsPaidFromWhatTheCancelLeftHeld() {
        final long r = sent(50, 10);
        h.lane.release(r, 4, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(2_000_000);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(8_000_000);
    }

    @Test
    void aFillThatTheCancelDidNotCountIsChargedInFull() {
        final long r = sent(50, 10);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(10_000_000);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
        barrier(8_000_000);
        assertThat(h.available()).isEqualTo(8_000_000);
        assertThat(h.gate.isQuiet()).isTrue();
    }

    @Test
    void aFillToldTwiceByTwoLanesIsChargedOnce() {
        final long r = sent(50, 10);
        assertThat(h.lane.fill(r, 7, 4, 4, 50, 0, 0)).isZero();
        assertThat(second.fill(r, 7, 4, 4, 50, 0, 0)).isZero();
        h.step();
        assertThat(second.fill(r, 7, 4, 4, 50, 0, 0)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.held()).isEqualTo(3_000_000);
    }

    @Test
    void anotherLaneMayBringTheWholeLife() {
        final long r = h.buy.reserve(50, 10, 1);
        assertThat(second.sent(r)).isZero();
        assertThat(second.acked(r)).isZero();
        assertThat(h.buy.amend(r, 40, 12)).isZero();
        assertThat(second.amendAccepted(r, 40, 12)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(4_800_000);
        assertThat(second.fill(r, 1, 2, 2, 40, 0, 0)).isZero();
        assertThat(second.bust(r, 1)).isZero();
        assertThat(second.release(r, 0, ReleaseReason.CANCELLED)).isZero();
        h.step();
        assertThat(h.held()).isZero();
        barrier(10_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
    }

    @Test
    void moreThanReservedIsChargedInFullAndEndsTheOrder() {
        final long r = sent(50, 4);
        h.lane.fill(r, 1, 6, 6, 50, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(7_000_000);
    }

    @Test
    void aFillForNobodyIsChargedToTheLineItCameOnUntilAReadMustContainIt() {
        assertThat(FactResult.of(h.buy.fill(NOBODY, 1, 4, 4, 50, 0, 0))).isEqualTo(FactResult.UNKNOWN_RESERVATION);
        h.step();
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(2_000_000);
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        h.snapshot(10_000_000, 6);
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        barrier(8_000_000);
        assertThat(h.available()).isEqualTo(8_000_000);
    }

    @Test
    void aFillForNobodyWithoutALineClosesEveryBalanceUntilARead() {
        assertThat(FactResult.of(h.lane.fill(NOBODY, 1, 4, 4, 50, 0, 0))).isEqualTo(FactResult.UNKNOWN_RESERVATION);
        h.step();
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
        barrier(8_000_000);
        assertThat(h.available()).isEqualTo(8_000_000);
    }

    @Test
    void aBustFreesNothingAndHoldsWhatItReopens() {
        final long r = sent(50, 10);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(5_000_000);
        assertThat(h.lane.bust(r, 1)).isZero();
        h.step();
        // the cash stays charged until a read shows it, and ten contracts are open again
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(h.available()).isEqualTo(3_000_000);
        assertThat(h.lane.bust(r, 1)).isZero();
        h.step();
        assertThat(h.available()).isEqualTo(3_000_000);
        barrier(10_000_000);
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void aCorrectionIsABustAndANewExecution() {
        final long r = sent(50, 10);
        h.lane.fill(r, 1, 10, 10, 50, 0, 0);
        h.step();
        h.lane.bust(r, 1);
        h.lane.fill(r, 2, 10, 10, 45, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(10_000_000 - 5_000_000 - 4_500_000);
        barrier(5_500_000);
        assertThat(h.available()).isEqualTo(5_500_000);
        assertThat(h.gate.isQuiet()).isTrue();
    }

    @Test
    void aBustBeforeItsExecutionUndoesItInAdvance() {
        final long r = sent(50, 10);
        h.lane.bust(r, 1);
        h.step();
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.held()).isEqualTo(5_000_000);
        barrier(10_000_000);
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void anUnknownOutcomeHoldsUntilTheVenueIsAsked() {
        final long r = sent(50, 10);
        assertThat(h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED))
                .isZero();
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        // charged, and still held in full: which fills are missing is what is not known
        assertThat(h.available()).isEqualTo(3_000_000);
        assertThat(h.lane.release(r, 4, ReleaseReason.STATUS_ANSWER)).isZero();
        assertThat(h.lane.release(r, 4, ReleaseReason.STATUS_ANSWER)).isZero();
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(8_000_000);
    }

    @Test
    void aRejectOrACancelRefusedChangeWhatTheySay() {
        final long rejected = sent(50, 4);
        final long kept = sent(50, 4);
        h.lane.release(rejected, 0, ReleaseReason.REJECTED);
        // a refused cancel is no fact: the order stands, and so does its hold
        h.step();
        assertThat(h.held()).isEqualTo(2_000_000);
        assertThat(FactResult.of(h.lane.sent(rejected))).isEqualTo(FactResult.NOT_SENDABLE);
        h.lane.release(kept, 0, ReleaseReason.EXPIRED);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void aFillThatFindsNoRowInTransitIsALumpUntilAReadAndTheOrderGoesOn() {
        // the table has 256 rows; each order of this test takes one for each of its fills
        final long filler = sent(1, 300);
        for (int i = 0; i < 256; i++) {
            assertThat(h.lane.fill(filler, i + 1, 1, i + 1, 1, 0, 0)).isZero();
            h.step();
        }
        final long r = sent(50, 10);
        assertThat(h.lane.fill(r, 1_000, 4, 4, 50, 0, 0)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(2_000_000);
        assertThat(h.held()).isEqualTo(440_000 + 3_000_000);
        assertThat(h.lane.fill(r, 1_000, 4, 4, 50, 0, 0)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(2_000_000);
        h.lane.release(r, 4, ReleaseReason.CANCELLED);
        h.lane.release(filler, 256, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
        barrier(10_000_000 - 2_560_000 - 2_000_000);
        assertThat(h.available()).isEqualTo(10_000_000 - 2_560_000 - 2_000_000);
        assertThat(h.gate.isQuiet()).isTrue();
    }

    @Test
    void afterARestartALumpedOrderHoldsUntilItsStatusIsKnown() {
        final long filler = sent(1, 300);
        for (int i = 0; i < 256; i++) {
            h.lane.fill(filler, i + 1, 1, i + 1, 1, 0, 0);
            h.step();
        }
        final long r = sent(50, 10);
        h.lane.fill(r, 1_000, 4, 4, 50, 0, 0);
        h.step();
        h.crash();
        h.step();
        assertThat(h.held()).isEqualTo(440_000 + 3_000_000);
        h.lane.release(r, 4, ReleaseReason.STATUS_ANSWER);
        h.lane.release(filler, 256, ReleaseReason.STATUS_ANSWER);
        h.step();
        barrier(5_440_000);
        assertThat(h.available()).isEqualTo(5_440_000);
    }

    @Test
    void anOrderThatWasReleasedCannotBeSentAnyMore() {
        final long r = h.buy.reserve(50, 10, 1);
        assertThat(second.release(r, 0, ReleaseReason.CANCELLED)).isZero();
        // its own lane had not heard of it: what is held is about to be given back
        assertThat(FactResult.of(h.buy.sent(r))).isEqualTo(FactResult.NOT_SENDABLE);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(FactResult.of(h.buy.sent(r))).isEqualTo(FactResult.NOT_SENDABLE);
    }

    @Test
    void anUnknownOutcomeOfAnOrderThatWasNotSentKeepsItsHoldWhoeverSendsIt() {
        final long r = h.buy.reserve(50, 10, 1);
        assertThat(second.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED))
                .isZero();
        assertThat(h.buy.sent(r)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
    }

    @Test
    void aBustOfAnOrderThatItsFillsHadEndedHoldsWhatItReopens() {
        final long r = sent(50, 10);
        h.lane.fill(r, 1, 10, 10, 50, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.lane.bust(r, 1)).isZero();
        h.step();
        // the venue may have the order open again: neither its cash nor its hold is anybody else's
        assertThat(h.held()).isEqualTo(5_000_000);
        barrier(10_000_000);
        assertThat(h.available()).isEqualTo(5_000_000);
        h.crash();
        assertThat(h.held()).isEqualTo(5_000_000);
        h.snapshot(10_000_000, 60);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
        h.pass(60 * MILLI);
        h.pass(60 * MILLI);
        assertThat(h.gate.isQuiet()).isTrue();
        h.assertTiled();
    }

    @Test
    void aBustOfAnOrderThatHadEndedAtTheVenueReopensNothing() {
        final long r = sent(50, 10);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.lane.release(r, 4, ReleaseReason.CANCELLED);
        h.step();
        h.lane.bust(r, 1);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void whatABustOpensAgainIsHeldAlthoughTheOrderIsUncertain() {
        final long r = sent(50, 10);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        h.lane.bust(r, 1);
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
        h.lane.release(r, 0, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isZero();
    }

    @Test
    void anUncertainOrderThatNobodySaidWasSentIsEndedByAStatusAnswer() {
        final long r = h.buy.reserve(50, 10, 1);
        h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.NOT_SENT);
        h.step();
        h.pass(1_001 * MILLI);
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(FactResult.of(h.lane.sent(r))).isEqualTo(FactResult.NOT_SENDABLE);
        final Settlement s =
                h.gate.settle(new OrderStatusAnswer(OrderSelection.all(), h.nowNanos, 0, true, java.util.List.of()));
        assertThat(s.settled()).isEqualTo(1);
        h.step();
        assertThat(h.held()).isZero();
    }
}
