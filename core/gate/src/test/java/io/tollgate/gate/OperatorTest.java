package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.operator.OperatorAnswer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators say of orders counts as a lane's facts count, and nothing else frees or charges money. */
@org.jspecify.annotations.NullUnmarked
class OperatorTest {
    private static final String WHO = "jane";
    private static final String WHY = "the venue's desk confirmed it";
    private static final long TEN = 10_000_000L;

    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(TEN, h.nowNanos);
        assertThat(h.available()).isEqualTo(TEN);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private Operator operator() {
        return h.gate.operator();
    }

    /** Four dollars, at the venue. */
    private long sent() {
        final long r = h.buy.reserve(50, 8, 7);
        assertThat(h.lane.sent(r)).isZero();
        h.step();
        return r;
    }

    @Test
    void releasesAnOrderThatIsUncertain() {
        final long r = sent();
        assertThat(h.lane.release(r, Lane.UNKNOWN_QUANTITY, ReleaseReason.CANCELLED))
                .isZero();
        h.step();
        assertThat(h.held()).isEqualTo(4_000_000);
        assertThat(h.gate.reservations()).singleElement().satisfies(v -> assertThat(v.uncertain())
                .isTrue());
        final OperatorAnswer answer = operator().release(r, 0, WHO, WHY);
        assertThat(answer.accepted()).isTrue();
        assertThat(answer.text()).contains("was SENT UNCERTAIN filled=0 held=4.000000", "is ENDED filled=0 held=0");
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(TEN);
        assertThat(h.gate.reservations()).isEmpty();
    }

    @Test
    void aFinalQuantityThatWasNotToldYetStaysHeld() {
        final long r = sent();
        operator().release(r, 3, WHO, WHY);
        assertThat(h.held()).isEqualTo(1_500_000);
        operator().charge(r, 99, 3, 40, 0, WHO, WHY);
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(TEN - 1_200_000);
    }

    @Test
    void chargesOnceWhoeverTellsTheExecution() {
        final long r = sent();
        assertThat(operator().charge(r, 99, 2, 50, 10_000, WHO, WHY).accepted()).isTrue();
        assertThat(h.held()).isEqualTo(3_000_000);
        assertThat(h.available()).isEqualTo(TEN - 1_010_000 - 3_000_000);
        assertThat(h.lane.fill(r, 99, 2, 2, 50, 10_000, 0)).isZero();
        h.step();
        operator().charge(r, 99, 2, 50, 10_000, WHO, WHY);
        assertThat(h.available()).isEqualTo(TEN - 1_010_000 - 3_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(1_010_000);
    }

    @Test
    void anOrderThatWasReleasedBeforeItWasSentCannotBeSent() {
        final long r = h.buy.reserve(50, 8, 7);
        h.step();
        assertThat(operator().release(r, 0, WHO, WHY).accepted()).isTrue();
        assertThat(h.lane.sent(r)).isEqualTo(FactResult.NOT_SENDABLE.code());
        assertThat(h.available()).isEqualTo(TEN);
        h.pass(2_000 * GateHarness.MILLI);
        assertThat(h.held()).isZero();
    }

    @Test
    void whatIsNotThereIsNotReleased() {
        assertThat(operator().release(77L << 32, 0, WHO, WHY).result()).isEqualTo(FactResult.UNKNOWN_RESERVATION);
        final long r = sent();
        assertThat(operator().charge(r, 1, 1, 5_000, 0, WHO, WHY).result()).isEqualTo(FactResult.INVALID);
        assertThat(operator().charge(r + (1L << 32), 1, 1, 50, 0, WHO, WHY).result())
                .isEqualTo(FactResult.UNKNOWN_RESERVATION);
        assertThat(h.held()).isEqualTo(4_000_000);
        operator().release(r, 0, WHO, WHY);
    }

    @Test
    void setsMoneyAsideAndGivesItBack() {
        operator().encumber(h.usd, 6_000_000, WHO, WHY);
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(h.buy.canAfford(90, 5)).isEqualTo(Decision.INSUFFICIENT_FUNDS.code());
        h.crash();
        h.snapshot(TEN, h.nowNanos);
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(operator().encumber(h.usd, 0, WHO, WHY).text()).contains("0.000000, before 6.000000");
        assertThat(h.available()).isEqualTo(TEN);
    }

    @Test
    void haltsUntilResumedOverARestartToo() {
        operator().halt(WHO, WHY);
        assertThat(h.buy.reserve(50, 1, 1)).isEqualTo(-Decision.HALTED.code());
        h.crash();
        h.snapshot(TEN, h.nowNanos);
        assertThat(h.buy.reserve(50, 1, 1)).isEqualTo(-Decision.HALTED.code());
        operator().resume(WHO, WHY);
        final long r = h.buy.reserve(50, 1, 1);
        assertThat(r).isPositive();
        operator().release(r, 0, WHO, WHY);
    }

    @Test
    void survivesAKillAfterTheCommand() {
        final long r = sent();
        operator().charge(r, 99, 2, 50, 0, WHO, WHY);
        operator().release(r, 2, WHO, WHY);
        h.crash();
        h.snapshot(TEN - 1_000_000, h.nowNanos);
        assertThat(h.held()).isZero();
        assertThat(h.available()).isLessThanOrEqualTo(TEN - 1_000_000);
    }

    @Test
    void whoAndWhyAreNeeded() {
        assertThatThrownBy(() -> operator().halt(" ", WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("who");
        assertThatThrownBy(() -> operator().halt(WHO, "x".repeat(161)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("161 characters");
        assertThatThrownBy(() -> operator().release(1, -1, WHO, WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("filled in all");
        assertThatThrownBy(() -> operator().charge(1, 1, 0, 1, 0, WHO, WHY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("executed");
        assertThat(h.gate.isHalted()).isFalse();
    }
}
