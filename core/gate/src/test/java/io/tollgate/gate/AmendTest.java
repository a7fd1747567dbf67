package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amends at a venue that replaces atomically: 10 contracts at 0.50 hold 5.00; the account holds 10.00. */
@org.jspecify.annotations.NullUnmarked
class AmendTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long r;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, 5);
        r = h.buy.reserve(50, 10, 1);
        assertThat(h.buy.sent(r)).isZero();
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void amend(long price, long size) {
        assertThat(Decision.of(h.buy.amend(r, price, size))).isEqualTo(Decision.APPROVED);
        h.step();
    }

    private void accepted(long price, long size) {
        assertThat(h.lane.amendAccepted(r, price, size)).isZero();
        h.step();
    }

    private void refused(long price, long size) {
        assertThat(h.lane.amendRefused(r, price, size)).isZero();
        h.step();
    }

    @Test
    void upHoldsTheLargerBeforeTheVenueAnswersAndWhatItSaysAfterwards() {
        amend(60, 12);
        assertThat(h.held()).isEqualTo(7_200_000);
        accepted(60, 12);
        assertThat(h.held()).isEqualTo(7_200_000);
        amend(60, 15);
        assertThat(h.held()).isEqualTo(9_000_000);
        refused(60, 15);
        assertThat(h.held()).isEqualTo(7_200_000);
    }

    @Test
    void downGivesBackOnlyWhenTheVenueHasAccepted() {
        amend(40, 5);
        assertThat(h.held()).isEqualTo(5_000_000);
        refused(40, 5);
        assertThat(h.held()).isEqualTo(5_000_000);
        amend(40, 5);
        accepted(40, 5);
        assertThat(h.held()).isEqualTo(2_000_000);
    }

    @Test
    void upBeyondTheFundsIsRefusedAndChangesNothing() {
        assertThat(Decision.of(h.buy.amend(r, 50, 21))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
        amend(50, 20);
        assertThat(h.available()).isZero();
    }

    @Test
    void filledWhileItIsPendingLeavesTheRestOfTheLargerOrderHeld() {
        amend(60, 12);
        h.lane.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        // eight of the larger order at the worse price
        assertThat(h.held()).isEqualTo(4_800_000);
        accepted(60, 12);
        assertThat(h.held()).isEqualTo(4_800_000);
        h.lane.fill(r, 2, 8, 12, 60, 0, 0);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(10_000_000 - 2_000_000 - 4_800_000);
    }

    @Test
    void filledInFullWhileItIsPendingKeepsWhatTheReplacedOrderMayStillTake() {
        amend(50, 12);
        h.lane.fill(r, 1, 10, 10, 50, 0, 0);
        h.step();
        assertThat(h.held()).isEqualTo(1_000_000);
        // too late to amend, says the venue
        refused(50, 12);
        assertThat(h.held()).isZero();
        assertThat(Decision.of(h.buy.amend(r, 50, 12))).isEqualTo(Decision.RESERVATION_ENDED);
    }

    @Test
    void oneIsInFlightAtATime() {
        amend(60, 10);
        assertThat(Decision.of(h.buy.amend(r, 61, 10))).isEqualTo(Decision.AMEND_PENDING);
        assertThat(Decision.AMEND_PENDING.retryMayHelp()).isTrue();
        accepted(60, 10);
        amend(61, 10);
        assertThat(h.held()).isEqualTo(6_100_000);
    }

    @Test
    void anAnswerToldTwiceDoesNotAnswerTheNextAmend() {
        amend(60, 10);
        accepted(60, 10);
        amend(70, 10);
        accepted(60, 10);
        refused(60, 10);
        // the second amend is still in flight
        assertThat(h.held()).isEqualTo(7_000_000);
        assertThat(Decision.of(h.buy.amend(r, 50, 10))).isEqualTo(Decision.AMEND_PENDING);
        refused(70, 10);
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(FactResult.of(h.lane.amendRefused(r, 70, 10))).isEqualTo(FactResult.NO_AMEND);
        assertThat(FactResult.of(h.lane.amendAccepted(r))).isEqualTo(FactResult.NO_AMEND);
        assertThat(h.held()).isEqualTo(6_000_000);
    }

    @Test
    void anUnknownOutcomeKeepsTheLargerUntilTheOrderEnds() {
        amend(60, 12);
        h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(7_200_000);
        h.lane.release(r, 0, ReleaseReason.STATUS_ANSWER);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(10_000_000);
    }

    @Test
    void aCancelWhileItIsPendingGivesBackBoth() {
        amend(60, 12);
        h.lane.fill(r, 1, 2, 2, 50, 0, 0);
        h.lane.release(r, 2, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(9_000_000);
    }
}
