package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden values of the published fee table (in force from 2026-09-25): what is reserved is what is charged, or its next cent. */
class PolymarketUsFeesTest {

    @ParameterizedTest
    @CsvSource({
        "100, 0.50, 1740000",
        "1000, 0.10, 6260000",
        "1000, 0.65, 15810000",
        "3.12, 0.97, 10000",
        "100, 0.97, 200000",
        "10, 0.80, 110000"
    })
    void theFeeThatIsReservedCoversTheFeeThatIsCharged(String contracts, String price, long chargedMicros) {
        CostRule rule = new CostRule(Side.BUY, 3, 2, 6, 999, PolymarketUsFees.takerFee());
        long worst = rule.worstFee(Amounts.parseExact(price, 3), Amounts.parseExact(contracts, 2));
        assertThat(worst).isBetween(chargedMicros, chargedMicros + PolymarketUsFees.ROUNDING_MICROS);
        assertThat(worst % PolymarketUsFees.ROUNDING_MICROS).isZero();
    }

    @Test
    void anOpeningSaleReservesTheComplementAndTheSameFee() {
        // 10 NO at 0.20 is a sale of 10 at 0.80: 2.00 of collateral, 0.1112 of fee
        CostRule rule = new CostRule(Side.SELL_TO_OPEN, 3, 2, 6, 999, PolymarketUsFees.takerFee());
        assertThat(rule.cost(800, 1_000)).isEqualTo(2_000_000 + 120_000);
    }

    @ParameterizedTest
    @CsvSource({"50, 1862500", "10, 887940", "90, 625860"})
    void aCombosFeeIsCoveredByItsBound(long cents, long exactMicros) {
        CostRule rule = new CostRule(
                Side.BUY, 2, 2, 6, 99, PolymarketUsFees.takerFee(PolymarketUsFees.COMBO_TAKER_THETA_MILLIONTHS));
        assertThat(rule.worstFee(cents, 10_000)).isGreaterThanOrEqualTo(exactMicros);
    }

    @Test
    void aCoefficientThatNeedsSlackIsRefused() {
        assertThatThrownBy(() -> PolymarketUsFees.takerFee(600_000)).hasMessageContaining("theta must be 0 to 500000");
    }
}
