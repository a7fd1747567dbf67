package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers from the venue's fee schedule: Θ = 0.0695, size in hundredths, price in thousandths, micro-dollars. */
class CostRuleGoldenTest {

    private static final long CENT = 10_000;
    private static final FeeRule TAKER = FeeRule.quadratic(69_500, CENT, 0);

    @ParameterizedTest
    @CsvSource({
        // size, price, exact fee rounded up to a cent
        "100, 0.50, 1.74",
        "1000, 0.10, 6.26",
        "1000, 0.65, 15.82",
        "3.12, 0.97, 0.01",
        "100, 0.97, 0.21",
        "10, 0.80, 0.12",
    })
    void publishedFeesAreReachedByRoundingUp(String size, String price, String fee) {
        for (int priceScale = 2; priceScale <= 9; priceScale++) {
            for (int sizeScale = 2; sizeScale <= 9; sizeScale++) {
                CostRule rule = new CostRule(Side.BUY, priceScale, sizeScale, 6, Amounts.pow10(priceScale), TAKER);
                long worst = rule.worstFee(Amounts.parseExact(price, priceScale), Amounts.parseExact(size, sizeScale));
                assertThat(Amounts.format(worst, 6))
                        .as("scales %s %s", priceScale, sizeScale)
                        .isEqualTo(fee + "0000");
            }
        }
    }

    @Test
    void buyDrawsPrincipalFeeAndSlack() {
        CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 999, FeeRule.quadratic(69_500, CENT, CENT));
        assertThat(rule.cost(970, 312)).isEqualTo(3_026_400 + CENT + CENT);
    }

    @Test
    void openingSellDrawsWhatTheShortCanLose() {
        CostRule rule = new CostRule(Side.SELL_TO_OPEN, 2, 2, 6, 99, FeeRule.none());
        assertThat(rule.cost(70, 100)).isEqualTo(300_000);
        assertThat(rule.marginOf(100)).isEqualTo(1_000_000);
        assertThat(rule.creditFloor(70, 100)).isEqualTo(700_000);
    }

    @Test
    void closingOrdersDrawThePositionRoundedUpAndNoFee() {
        for (Side side : new Side[] {Side.SELL_TO_CLOSE, Side.BUY_TO_CLOSE}) {
            assertThat(new CostRule(side, 2, 2, 6, 99, TAKER).cost(1, 312)).isEqualTo(3_120_000);
            assertThat(new CostRule(side, 2, 6, 2, 99, FeeRule.none()).cost(99, 10_001))
                    .isEqualTo(2);
        }
    }

    @Test
    void basisPointsApplyToTheValue() {
        CostRule rule = new CostRule(Side.BUY, 0, 6, 6, 5_000, FeeRule.basisPoints(1_000, 1, 0));
        assertThat(rule.cost(1_234, 1_000_000)).isEqualTo(1_234_000_000L + 1_234_000);
    }

    @Test
    void transferWithoutFeeDrawsItsSize() {
        CostRule rule = new CostRule(Side.BUY, 0, 9, 9, 1, FeeRule.none());
        assertThat(rule.cost(1, Amounts.MAX_AMOUNT)).isEqualTo(Amounts.MAX_AMOUNT);
        assertThat(rule.maxSize(1, 12_345)).isEqualTo(12_345);
    }

    @Test
    void refusalsAreNegativeConstantsInOrder() {
        CostRule rule = new CostRule(Side.BUY, 2, 2, 6, 99, TAKER);
        for (long price : new long[] {0, -1, 100, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(rule.cost(price, 0)).isEqualTo(CostRule.INVALID_PRICE);
            assertThat(rule.maxSize(price, 1_000_000)).isZero();
        }
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(rule.cost(1, size)).isEqualTo(CostRule.INVALID_SIZE);
        }
        assertThat(rule.cost(99, Long.MAX_VALUE)).isEqualTo(CostRule.OVERFLOW);
        assertThat(rule.cost(1, Amounts.MAX_AMOUNT + 1)).isEqualTo(CostRule.OVERFLOW);
    }

    @Test
    void pricesAboveWhatAContractPaysAreForPlainBuysOnly() {
        assertThat(new CostRule(Side.BUY, 2, 2, 6, 101, FeeRule.none()).maxPrice())
                .isEqualTo(101);
        assertThatThrownBy(() -> new CostRule(Side.BUY, 2, 2, 6, 101, TAKER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPrice=101");
        assertThatThrownBy(() -> new CostRule(Side.SELL_TO_OPEN, 2, 2, 6, 101, FeeRule.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPrice=101");
        assertThatThrownBy(() -> new CostRule(Side.BUY, 10, 2, 6, 1, TAKER)).hasMessageContaining("priceScale=10");
        assertThatThrownBy(() -> new CostRule(Side.BUY, 2, 2, 6, 0, TAKER)).hasMessageContaining("maxPrice=0");
    }
}
