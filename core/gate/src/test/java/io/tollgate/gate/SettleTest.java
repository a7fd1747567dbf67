package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mass cancels, lost sessions and restarts: many orders settled by one answer of the venue. The account holds 10.00. */
@org.jspecify.annotations.NullUnmarked
class SettleTest {
    private static final long DELAY = 50 * MILLI;

    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, 5);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private long sent(long orderKey) {
        final long r = h.buy.reserve(50, 2, orderKey);
        assertThat(h.buy.sent(r)).isZero();
        h.step();
        return r;
    }

    private Settlement settle(OrderSelection selection, boolean listsAll, OrderStatus... orders) {
        final Settlement settlement =
                h.gate.settle(new OrderStatusAnswer(selection, h.nowNanos, DELAY, listsAll, List.of(orders)));
        h.step();
        return settlement;
    }

    @Test
    void aMassCancelEndsWhatTheAnswerProvesOver() {
        final long cancelled = sent(1);
        final long filled = sent(2);
        final long open = sent(3);
        final long missing = sent(4);
        final long unsent = h.buy.reserve(50, 2, 5);
        assertThat(h.held()).isEqualTo(5_000_000);
        final Settlement s = settle(
                OrderSelection.all(),
                false,
                OrderStatus.ended(cancelled, 0),
                OrderStatus.ended(filled, 2),
                OrderStatus.open(open, 1));
        assertThat(s).isEqualTo(new Settlement(2, 1, 1, 0, 1, 0));
        assertThat(s.isComplete()).isFalse();
        // the filled one waits for its fills, which pay from what it holds
        assertThat(h.held()).isEqualTo(4_000_000);
        h.lane.fill(filled, 1, 2, 2, 50, 0, 0);
        h.step();
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.available()).isEqualTo(6_000_000);
        assertThat(h.gate.reservations()).extracting(ReservationView::id).containsExactly(open, missing, unsent);
    }

    @Test
    void toldAgainItChangesNothing() {
        final long a = sent(1);
        final long b = sent(2);
        for (int i = 0; i < 3; i++) {
            settle(OrderSelection.all(), false, OrderStatus.ended(a, 0), OrderStatus.ended(b, 1));
            assertThat(h.held()).isEqualTo(500_000);
        }
        h.lane.fill(b, 9, 1, 1, 50, 0, 0);
        h.step();
        settle(OrderSelection.all(), false, OrderStatus.ended(a, 0), OrderStatus.ended(b, 1));
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(9_500_000);
    }

    @Test
    void notFoundCountsOnlyWhenAskedLaterThanTheLongestAcceptanceDelay() {
        final long r = sent(1);
        assertThat(settle(OrderSelection.all(), false, OrderStatus.notFound(r)).tooEarly())
                .isEqualTo(1);
        assertThat(h.held()).isEqualTo(1_000_000);
        h.pass(DELAY - 1);
        assertThat(settle(OrderSelection.all(), true).tooEarly()).isEqualTo(1);
        h.pass(1);
        assertThat(settle(OrderSelection.all(), true)).isEqualTo(new Settlement(1, 0, 0, 0, 0, 0));
        assertThat(h.held()).isZero();
    }

    @Test
    void anOrderWithExecutionsIsNeverOneThatWasNotAccepted() {
        final long r = sent(1);
        h.lane.fill(r, 1, 1, 1, 50, 0, 0);
        h.step();
        h.pass(DELAY);
        assertThat(settle(OrderSelection.all(), true).unanswered()).isEqualTo(1);
        assertThat(h.held()).isEqualTo(500_000);
    }

    @Test
    void onlyWhatWasAskedAboutIsSettled() {
        final Line other = h.lane.bind(h.usd, GateHarness.buySpec("sym-b"));
        final Lane second = h.gate.lane("router-1");
        final Line elsewhere = second.bind(h.usd, GateHarness.buySpec("sym-a"));
        sent(7 << 8 | 1);
        other.sent(other.reserve(50, 2, 7 << 8 | 2));
        elsewhere.sent(elsewhere.reserve(50, 2, 8 << 8 | 1));
        h.step();
        h.pass(DELAY);
        assertThat(settle(OrderSelection.all().onInstrument("sym-b"), true).settled())
                .isEqualTo(1);
        assertThat(settle(OrderSelection.of(h.usd).ofLane(second), true).settled())
                .isEqualTo(1);
        assertThat(settle(OrderSelection.all().withOrderKeys(key -> key >> 8 == 8), true)
                        .settled())
                .isZero();
        assertThat(settle(OrderSelection.all().withOrderKeys(key -> key >> 8 == 7), true)
                        .settled())
                .isEqualTo(1);
        assertThat(h.held()).isZero();
    }

    @Test
    void anUncertainOrderIsSettledByTheAnswerAndAPendingAmendWithIt() {
        final long r = sent(1);
        assertThat(h.buy.amend(r, 60, 3)).isZero();
        h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.held()).isEqualTo(1_800_000);
        assertThat(settle(OrderSelection.all(), false, OrderStatus.ended(r, 0)).isComplete())
                .isTrue();
        assertThat(h.held()).isZero();
    }

    @Test
    void afterARestartAnOrderCountsAsSentWhenTheSessionBegan() {
        sent(1);
        h.pass(DELAY);
        h.crash();
        h.step();
        assertThat(settle(OrderSelection.all(), true).tooEarly()).isEqualTo(1);
        h.pass(DELAY);
        assertThat(settle(OrderSelection.all(), true).settled()).isEqualTo(1);
        assertThat(h.held()).isZero();
    }

    @Test
    void anAnswerThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> settle(OrderSelection.all(), false, OrderStatus.ended(1, 0), OrderStatus.open(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listed once");
        assertThatThrownBy(() -> OrderStatus.ended(1, -1)).hasMessageContaining("cumQuantity=-1");
    }
}
