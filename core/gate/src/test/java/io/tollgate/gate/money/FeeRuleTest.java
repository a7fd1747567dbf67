package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FeeRuleTest {

    @Test
    void codesAreFixed() {
        assertThat(FeeRule.Kind.NONE.code()).isZero();
        assertThat(FeeRule.Kind.BASIS_POINTS.code()).isEqualTo(1);
        assertThat(FeeRule.Kind.QUADRATIC.code()).isEqualTo(2);
        assertThat(Side.BUY.code()).isEqualTo(1);
        assertThat(Side.SELL_TO_OPEN.code()).isEqualTo(2);
        assertThat(Side.SELL_TO_CLOSE.code()).isEqualTo(3);
        assertThat(Side.BUY_TO_CLOSE.code()).isEqualTo(4);
        for (FeeRule.Kind kind : FeeRule.Kind.values()) {
            assertThat(FeeRule.Kind.of(kind.code())).isEqualTo(kind);
        }
        for (Side side : Side.values()) {
            assertThat(Side.of(side.code())).isEqualTo(side);
        }
        assertRefused(() -> FeeRule.Kind.of(3), "code=3");
        assertRefused(() -> Side.of(0), "code=0");
    }

    @Test
    void ratesAboveOneOrBelowZeroAreRefused() {
        assertRefused(() -> FeeRule.quadratic(1_000_001, 1, 0), "rateMillionths=1000001");
        assertRefused(() -> FeeRule.basisPoints(-1, 1, 0), "rateMillionths=-1");
    }

    @Test
    void roundingAndSlackHaveRanges() {
        assertRefused(() -> FeeRule.quadratic(1, 0, 0), "roundTo=0");
        assertRefused(() -> FeeRule.quadratic(1, Amounts.UNLIMITED, 0), "roundTo=2305843009213693952");
        assertRefused(() -> FeeRule.quadratic(1, 1, -1), "slack=-1");
        assertRefused(() -> FeeRule.quadratic(1, 1, Amounts.UNLIMITED), "slack=2305843009213693952");
        assertRefused(() -> new FeeRule(FeeRule.Kind.NONE, 0, 1, 1), "slack=1");
    }

    @Test
    void roundingCoarserThanAHundredOfTheAssetIsRefusedWhenCompiled() {
        assertThat(new CostRule(Side.BUY, 2, 2, 6, 99, FeeRule.quadratic(1, 100_000_000, 0)).worstFee(50, 1))
                .isEqualTo(100_000_000);
        assertRefused(
                () -> new CostRule(Side.BUY, 2, 2, 6, 99, FeeRule.quadratic(1, 100_000_001, 0)), "roundTo=100000001");
    }

    private static void assertRefused(ThrowingCallable call, String value) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value)
                .hasMessageContaining(";");
    }
}
