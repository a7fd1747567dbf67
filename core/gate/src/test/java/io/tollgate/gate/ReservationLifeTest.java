package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a reservation on one lane, against snapshots only: amounts in micro-dollars, prices in cents, sizes in contracts. */
@org.jspecify.annotations.NullUnmarked
class ReservationLifeTest {
    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
    }

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void refusesWhileNothingIsKnown() {
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.UNKNOWN_BALANCE);
        assertThat(Decision.ofReservation(h.buy.reserve(50, 1, 7))).isEqualTo(Decision.UNKNOWN_BALANCE);
    }

    @Test
    void approvesToTheLastUnitAndRefusesBeyond() {
        h.snapshot(10_000_000, 5);
        assertThat(h.buy.maxAffordable(50)).isEqualTo(20);
        final long r = h.buy.reserve(50, 20, 1);
        assertThat(r).isPositive();
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(h.available()).isZero();
        assertThat(h.gate.reservations()).singleElement().satisfies(view -> {
            assertThat(view.orderKey()).isEqualTo(1);
            assertThat(view.hold()).isEqualTo(10_000_000);
        });
    }

    @Test
    void releaseGivesAllBackAndFillsChargeUntilABarrierReadShowsThem() {
        h.snapshot(10_000_000, 5);
        final long a = h.buy.reserve(50, 10, 1);
        final long b = h.buy.reserve(50, 10, 2);
        assertThat(h.buy.sent(a)).isZero();
        assertThat(h.buy.sent(b)).isZero();
        assertThat(h.buy.acked(a)).isZero();
        // price improvement: filled at 0.40 instead of 0.50
        assertThat(h.buy.fill(a, 100, 4, 4, 40, 0, 0)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_600_000);
        assertThat(h.gate.view(h.usd).held()).isEqualTo(3_000_000 + 5_000_000);
        assertThat(h.available()).isEqualTo(400_000);
        // the same execution again changes nothing
        assertThat(h.buy.fill(a, 100, 4, 4, 40, 0, 0)).isZero();
        h.step();
        assertThat(h.available()).isEqualTo(400_000);
        h.buy.release(a, 4, ReleaseReason.CANCELLED);
        h.buy.release(b, 0, ReleaseReason.REJECTED);
        h.step();
        assertThat(h.available()).isEqualTo(8_400_000);
        h.snapshot(8_400_000, 6);
        // asked for at the very time of the fact: not a barrier yet
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_600_000);
        h.pass(11 * MILLI);
        h.snapshot(8_400_000, 6);
        assertThat(h.available()).isEqualTo(8_400_000);
        assertThat(h.gate.isQuiet()).isTrue();
    }

    @Test
    void aReleaseBeforeItsFillsKeepsWhatTheyWillNeed() {
        h.snapshot(10_000_000, 5);
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.sent(r);
        h.buy.release(r, 6, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(7_000_000);
        h.buy.fill(r, 1, 6, 6, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(7_000_000);
        assertThat(h.gate.view(h.usd).held()).isZero();
        // late, and more than was ever reserved: charged in full
        h.buy.fill(r, 2, 2, 8, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(6_000_000);
    }

    @Test
    void expiresOnlyWhatWasNotSent() {
        h.snapshot(10_000_000, 5);
        final long unsent = h.buy.reserve(50, 2, 1);
        final long sent = h.buy.reserve(50, 3, 2);
        h.buy.sent(sent);
        h.nowNanos += 600 * MILLI;
        h.snapshot(10_000_000, 5);
        h.nowNanos += 600 * MILLI;
        h.snapshot(10_000_000, 5);
        assertThat(h.gate.view(h.usd).held()).isEqualTo(1_500_000);
        assertThat(FactResult.of(h.buy.sent(unsent))).isEqualTo(FactResult.NOT_SENDABLE);
        assertThat(FactResult.of(h.buy.sent(sent))).isEqualTo(FactResult.NOT_SENDABLE);
    }

    @Test
    void amendHoldsTheLargerUntilTheVenueAnswers() {
        h.snapshot(10_000_000, 5);
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.sent(r);
        assertThat(h.buy.amend(r, 60, 12)).isZero();
        assertThat(Decision.of(h.buy.amend(r, 60, 13))).isEqualTo(Decision.AMEND_PENDING);
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(7_200_000);
        h.lane.amendRefused(r);
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(5_000_000);
        assertThat(h.buy.amend(r, 40, 10)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(5_000_000);
        h.lane.amendAccepted(r);
        h.step();
        assertThat(h.gate.view(h.usd).held()).isEqualTo(4_000_000);
        assertThat(Decision.of(h.buy.amend(r, 99, 11))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.step();
        h.lane.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).held()).isZero();
        assertThat(Decision.of(h.buy.amend(r, 40, 11))).isEqualTo(Decision.RESERVATION_ENDED);
    }

    @Test
    void rowsComeBackAfterTheirTombstone() {
        h.snapshot(1_000_000_000, 5);
        for (int i = 0; i < 1_000; i++) {
            final long r = h.buy.reserve(50, 1, i);
            assertThat(r).as("reservation %d", i).isPositive();
            h.buy.release(r, 0, ReleaseReason.NOT_SENT);
            h.pass(2 * MILLI);
            if (i % 100 == 0) {
                h.snapshot(1_000_000_000, 5);
            }
        }
        assertThat(h.gate.view(h.usd).held()).isZero();
    }

    @Test
    void fullRingAndFullTableRefuse() {
        h.snapshot(1_000_000_000, 5);
        int approved = 0;
        long last = 0;
        for (int i = 0; i < 100; i++) {
            last = h.buy.reserve(1, 1, i);
            approved += last > 0 ? 1 : 0;
        }
        assertThat(approved).isEqualTo(48);
        assertThat(Decision.ofReservation(last)).isEqualTo(Decision.JOURNAL_FULL);
        h.step();
        for (int i = 0; i < 48; i++) {
            last = h.buy.reserve(1, 1, i);
            approved += last > 0 ? 1 : 0;
        }
        assertThat(approved).isEqualTo(64);
        assertThat(Decision.ofReservation(last)).isEqualTo(Decision.TABLE_FULL);
    }

    @Test
    void survivesARestartWithItsReservationsAndFillsInTransit() {
        h.snapshot(10_000_000, 5);
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.sent(r);
        h.buy.fill(r, 9, 4, 4, 50, 0, 0);
        // BookKeeper never saw the fill: closes without a cycle
        h.gate.close();
        h.open();
        h.withSnapshots();
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_000_000);
        assertThat(h.gate.view(h.usd).held()).isEqualTo(3_000_000);
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.UNKNOWN_BALANCE);
        h.pass(20 * MILLI);
        h.snapshot(8_000_000, 6);
        assertThat(h.available()).isEqualTo(5_000_000);
        h.buy.fill(r, 9, 4, 4, 50, 0, 0);
        h.buy.fill(r, 10, 6, 10, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(3_000_000);
        assertThat(h.gate.view(h.usd).held()).isZero();
        assertThat(h.available()).isEqualTo(5_000_000);
    }

    @Test
    void aStreamLowersAndClearsAndReplaysOnce() {
        h.withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        assertThat(h.snapshots.asked).isPositive();
        h.snapshot(10_000_000, 100);
        assertThat(h.available()).isEqualTo(10_000_000);
        final long r = h.buy.reserve(50, 10, 1);
        h.buy.sent(r);
        // the debit comes before its fill
        h.stream.entry(h.usd.id(), "e1", Kind.EXECUTION, 10_000_000, 8_000_000, 200, "sym-a", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(3_000_000);
        h.buy.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.available()).isEqualTo(5_000_000);
        // fill first, its debit later, and a deposit
        h.buy.fill(r, 2, 6, 10, 50, 0, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(3_000_000);
        h.stream.entry(h.usd.id(), "e2", Kind.EXECUTION, 8_000_000, 5_000_000, 300, "sym-a", h.nowNanos);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        h.stream.entry(h.usd.id(), "e3", Kind.OTHER, 5_000_000, 6_000_000, 300, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(6_000_000);
        // the stream breaks and repeats from its resume point
        h.stream.sink().streamLost(h.usd.id(), "test", h.nowNanos);
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.stream.entry(h.usd.id(), "e2", Kind.EXECUTION, 8_000_000, 5_000_000, 300, "sym-a", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(6_000_000);
        h.stream.entry(h.usd.id(), "e3", Kind.OTHER, 5_000_000, 6_000_000, 300, "", h.nowNanos);
        h.stream.entry(h.usd.id(), "e4", Kind.OTHER, 6_000_000, 7_000_000, 400, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(7_000_000);
    }

    @Test
    void aReadThatDisagreesHoldsTheShortfallBackUntilOneAgrees() {
        h.withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, 100);
        h.pass(MILLI);
        h.snapshot(9_990_000, 100);
        // the stream has its grace to explain it; meanwhile what is missing is held back
        assertThat(h.available()).isEqualTo(9_990_000);
        h.pass(101 * MILLI);
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.RECONCILING);
        h.pass(MILLI);
        h.snapshot(10_000_000, 100);
        assertThat(h.available()).isEqualTo(10_000_000);
        // a fall is adopted when it is confirmed once, a rise when twice
        h.pass(MILLI);
        h.snapshot(9_000_000, 100);
        h.pass(101 * MILLI);
        h.snapshot(9_000_000, 100);
        assertThat(h.available()).isEqualTo(9_000_000);
        h.pass(MILLI);
        h.snapshot(9_500_000, 100);
        h.pass(101 * MILLI);
        h.snapshot(9_500_000, 100);
        assertThat(h.available()).isZero();
        h.pass(MILLI);
        h.snapshot(9_500_000, 100);
        assertThat(h.available()).isEqualTo(9_500_000);
    }

    @Test
    void closesWhenTheLastWordIsOld() {
        h.snapshot(10_000_000, 5);
        h.pass(1_001 * MILLI);
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.STALE);
        h.gate.halt();
        assertThat(Decision.of(h.buy.canAfford(50, 1))).isEqualTo(Decision.HALTED);
        h.gate.resume();
        assertThat(Decision.of(h.buy.canAfford(50, 1, h.nowNanos + 501 * MILLI)))
                .isEqualTo(Decision.GATEKEEPER_DEAD);
    }
}
