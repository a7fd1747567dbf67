package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * taken and back only grow, and wrap: an account that reserves a million dollars a second passes 2^63 after a hundred days. Whatever they stand at, the
 * same orders get the same answers, across fills, releases, amends, voids and crashes.
 */
@org.jspecify.annotations.NullUnmarked
class WrappingWordsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1L << 61,
                Long.MAX_VALUE - 30_000_000,
                Long.MAX_VALUE - 12_000_000,
                Long.MAX_VALUE - 5_000_000,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                -30_000_000,
                -12_000_000,
                -5_000_000,
                -1
            })
    void theSameOrdersGetTheSameAnswersWhereverTheWordsStand(long start) {
        final GateHarness h = new GateHarness(directory).withSnapshots();
        h.snapshot(20_000_000, 1);
        final ScopeTable scopes = h.gate.book().scopes();
        scopes.forcedTake(0, start);
        scopes.forcedTold(0);
        scopes.backRelease(0, start);
        assertThat(h.held()).isZero();

        final long first = h.buy.reserve(50, 20, 1);
        final long second = h.buy.reserve(50, 10, 2);
        assertThat(Decision.ofReservation(h.buy.reserve(50, 11, 3))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(h.held()).isEqualTo(15_000_000);
        assertThat(h.buy.maxAffordable(50)).isEqualTo(10);
        h.buy.sent(first);
        h.buy.sent(second);
        h.step();
        h.buy.fill(first, 1, 8, 8, 50, 0, 0);
        h.buy.release(second, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(6_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
        assertThat(h.buy.amend(first, 50, 28)).isZero();
        h.step();
        assertThat(h.held()).isEqualTo(10_000_000);
        assertThat(Decision.of(h.buy.canAfford(50, 13))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        assertThat(h.buy.canAfford(50, 12)).isZero();
        final long taken = scopes.taken(0);

        h.crash();
        assertThat(h.gate.book().scopes().taken(0)).isEqualTo(taken);
        assertThat(h.held()).isEqualTo(10_000_000);
        h.pass(20 * MILLI);
        h.snapshot(16_000_000, 2);
        assertThat(h.available()).isEqualTo(6_000_000);
        h.lane.amendAccepted(first);
        h.buy.release(first, 8, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(16_000_000);
        assertThat(h.gate.book().reservations().stateOf(first)).isEqualTo(RowState.ENDED);
        final long last = h.buy.reserve(50, 32, 4);
        assertThat(last).isPositive();
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        h.close();
    }
}
