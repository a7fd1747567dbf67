package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 7, 10, 25, 50, 64, 100, 1_000_000, 1L << 40, (1L << 61) - 1, 1L << 60})
    void saysWhatTheRemainderSays(long size) {
        final Step step = new Step(size);
        final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 10_000; i++) {
            final long any = random.nextLong(1L << 61);
            assertSame(step, size, any);
            assertSame(step, size, any - any % size);
            assertSame(step, size, i);
        }
        assertSame(step, size, Long.MAX_VALUE);
    }

    private static void assertSame(Step step, long size, long value) {
        assertThat(step.divides(value)).as("%d in steps of %d", value, size).isEqualTo(value % size == 0);
    }

    @Test
    void everySmallPair() {
        for (long size = 1; size <= 300; size++) {
            final Step step = new Step(size);
            for (long value = 0; value <= 1_000; value++) {
                assertSame(step, size, value);
            }
        }
    }

    @Test
    void aRuleRefusesOrdersOffTheStepAndNothingElse() {
        final CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 999, FeeRule.none(), 5, 100);
        assertThat(rule.orderCost(505, 300)).isEqualTo(rule.cost(505, 300)).isEqualTo(1_515_000);
        assertThat(rule.orderCost(504, 301)).isEqualTo(CostRule.PRICE_OFF_TICK);
        assertThat(rule.orderCost(505, 301)).isEqualTo(CostRule.SIZE_OFF_STEP);
        assertThat(rule.orderCost(1_001, 301)).isEqualTo(CostRule.INVALID_PRICE);
        assertThat(rule.orderCost(504, -1)).isEqualTo(CostRule.INVALID_SIZE);
        assertThat(rule.orderCost(504, Long.MAX_VALUE)).isEqualTo(CostRule.OVERFLOW);
        assertThat(rule.cost(504, 301)).isPositive();
        assertThat(rule.maxSize(505, 1_514_999)).isEqualTo(200);
        assertThat(rule.maxSize(504, 1_514_999)).isZero();
        assertThat(rule).isNotEqualTo(new CostRule(Side.BUY, 3, 2, 6, 999, FeeRule.none()));
        assertThat(rule.toString()).contains("priceTick=5", "sizeStep=100");
    }

    @Test
    void aStepThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new CostRule(Side.BUY, 2, 0, 6, 99, FeeRule.none(), 0, 1))
                .hasMessageContaining("priceTick must be 1 to maxPrice=99");
        assertThatThrownBy(() -> new CostRule(Side.BUY, 2, 0, 6, 99, FeeRule.none(), 100, 1))
                .hasMessageContaining("priceTick=100");
        assertThatThrownBy(() -> new CostRule(Side.BUY, 2, 0, 6, 99, FeeRule.none(), 1, -5))
                .hasMessageContaining("sizeStep=-5");
    }
}
