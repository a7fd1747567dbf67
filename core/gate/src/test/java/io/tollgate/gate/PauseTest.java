package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * BookKeeper is paused right after a cycle has begun; meanwhile a read is asked for, then the venue executes, then the router tells of it.
 * That read does not hold the fill, however long after the start of the cycle it was asked for.
 */
@org.jspecify.annotations.NullUnmarked
class PauseTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long reservation;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(100_000_000, 5);
        reservation = h.buy.reserve(50, 10, 1);
        assertThat(h.buy.sent(reservation)).isZero();
        h.step();
    }

    @AfterEach
    void close() {
        h.close();
    }

    private void readAskedDuringThePauseBefore(Runnable fact) {
        final long[] asked = new long[1];
        h.duringPause = () -> {
            h.nowNanos += 50 * MILLI;
            asked[0] = h.nowNanos;
            h.nowNanos += MILLI;
            fact.run();
        };
        h.cycle();
        h.snapshots
                .sink()
                .snapshot(
                        h.usd.id(),
                        new Snapshot(100_000_000, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, asked[0], h.nowNanos));
        h.step();
    }

    @Test
    void aReadFromBeforeTheFillDoesNotClearIt() {
        readAskedDuringThePauseBefore(() -> h.buy.fill(reservation, 1, 10, 10, 50, 0, 0));
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(95_000_000);
    }

    @Test
    void aReadFromBeforeAFillThatNobodyCanPlaceDoesNotEndTheDoubt() {
        readAskedDuringThePauseBefore(() -> h.buy.fill(1L << 40 | 63, 1, 10, 10, 50, 0, 0));
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.RECONCILING);
    }

    @Test
    void anOrderThatLeftDuringThePauseIsNotMissingFromAnAnswerRightAfterIt() {
        final long late = h.buy.reserve(50, 10, 2);
        h.duringPause = () -> {
            h.nowNanos += 50 * MILLI;
            assertThat(h.buy.sent(late)).isZero();
        };
        h.cycle();
        h.nowNanos += MILLI;
        final Settlement settlement = h.gate.settle(new OrderStatusAnswer(
                OrderSelection.all(), h.nowNanos, 5 * MILLI, true, List.of(OrderStatus.open(reservation, 0))));
        assertThat(settlement.tooEarly()).isEqualTo(1);
        assertThat(h.held()).isEqualTo(10_000_000);
    }

    @Test
    void whatBecameStaleDuringAPauseIsClosedBeforeBookKeeperGivesASignOfLife() {
        final Decision[] seen = new Decision[1];
        h.nowNanos += 10_000 * MILLI;
        // a lane asks while the first cycle after the pause has only begun
        h.gate.bookKeeper().offer(k -> seen[0] = Decision.of(h.buy.canAfford(1, 1, h.nowNanos)));
        h.cycle();
        assertThat(seen[0]).isEqualTo(Decision.STALE);
    }

    @Test
    void aWallClockThatIsSetBackKeepsNoReservationLonger() {
        final long r = h.buy.reserve(50, 10, 2);
        assertThat(r).isPositive();
        h.step();
        assertThat(h.held()).isEqualTo(10_000_000);
        h.wallNanos -= 3_600_000 * MILLI;
        for (int i = 0; i < 10 && h.held() != 5_000_000; i++) {
            h.pass(h.config.reservationTimeoutNanos() / 5);
        }
        assertThat(h.held()).isEqualTo(5_000_000);
        assertThat(FactResult.of(h.buy.sent(r))).isEqualTo(FactResult.NOT_SENDABLE);
    }

    @Test
    void aLaneThatStandsStillKeepsNobodyElsesReservation() {
        final long still = h.buy.reserve(50, 10, 2);
        h.gate.book().reservations().stateRelease(still, RowState.PENDING);
        final long other = h.buy.reserve(50, 10, 3);
        h.step();
        assertThat(h.held()).isEqualTo(15_000_000);
        h.pass(2 * h.config.reservationTimeoutNanos());
        h.step();
        assertThat(FactResult.of(h.buy.sent(other))).isEqualTo(FactResult.NOT_SENDABLE);
        assertThat(h.held()).isEqualTo(10_000_000);
        // it goes on: its time is over too
        h.gate.book().reservations().stateRelease(still, RowState.RESERVED);
        h.step();
        assertThat(h.held()).isEqualTo(5_000_000);
    }
}
