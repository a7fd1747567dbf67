package io.tollgate.gate.money;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Golden values of the venues' fee rules: what is reserved is never less than what the venue charges, by no more than its rounding.
 *
 * <p>Sources, as collected in October 2026: Polymarket CLOB V2 "Fees in V2" (taker fee {@code C × rate × p × (1 − p)}, each fill rounded
 * down to 5 decimals, a purchase pays it on top) and "How the venue reserves balance"; Kalshi "Fees" and "fee rounding" (taker
 * {@code 0.07 × C × P × (1 − P)}, each fill rounded up to a millionth, at most two cents of rounding fees on the way); Polymarket US
 * "Fees", in force from 2026-09-25 (0.0695, half-even to the cent).
 */
class VenueFeesTest {
    private static final int MICRO = 6;

    /** Shares, price, rate in millionths, and the fee on chain in millionths of pUSD. */
    @ParameterizedTest
    @CsvSource({
        "7575758, 0.66, 50000, 85000",
        "7042251, 0.71, 50000, 72490",
        "1219511, 0.82, 70000, 12590",
        "5000000, 0.31, 50000, 53470",
        "5149310, 0.971, 70000, 10140",
        "5140000, 0.965, 70000, 12150",
    })
    void clobFeesOnChainAreCoveredToTheNextRoundingUnit(long shares, String price, long rate, long charged) {
        final CostRule rule = new CostRule(Side.BUY, 3, MICRO, MICRO, 999, FeeRule.quadratic(rate, 10, 0));
        final long worst = rule.worstFee(Amounts.parseExact(price, 3), shares);
        assertThat(worst).isBetween(charged, charged + 10);
        assertThat(worst % 10).isZero();
    }

    @Test
    void clobReservesWhatTheVenueItselfAsksForAnOrderThatOnlyRests() {
        // "order amount (inc. fees): 1056000": 5 shares at 0.20 at a rate of 0.07
        final CostRule rule = new CostRule(Side.BUY, 2, MICRO, MICRO, 99, FeeRule.quadratic(70_000, 10, 0));
        assertThat(rule.cost(20, 5_000_000)).isEqualTo(1_056_000);
    }

    @Test
    void clobSalesDrawSharesAndNoFee() {
        final CostRule rule = new CostRule(Side.SELL_TO_CLOSE, 2, MICRO, MICRO, 99, FeeRule.none());
        assertThat(rule.cost(31, 5_000_000)).isEqualTo(5_000_000);
    }

    /** An exponent of two is below a quarter of the rate with an exponent of one, which is what can be bound. */
    @ParameterizedTest
    @CsvSource({"0.50, 1562500", "0.30, 1102500", "0.10, 202500", "0.05, 56410", "0.01, 2460"})
    void clobFeesWithAnExponentOfTwoAreCoveredByAQuarterOfTheRate(String price, long charged) {
        final CostRule rule = new CostRule(Side.BUY, 2, MICRO, MICRO, 99, FeeRule.quadratic(250_000 / 4, 10, 0));
        assertThat(rule.worstFee(Amounts.parseExact(price, 2), 100_000_000)).isGreaterThanOrEqualTo(charged);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.50, 17500",
        "10, 0.56, 172480",
        "278, 0.75, 3648750",
        "0.03, 0.3301, 465",
    })
    void kalshiFeesAreExactToAMillionth(String count, String price, long charged) {
        final CostRule rule = new CostRule(Side.BUY, 4, 2, MICRO, 9_999, FeeRule.quadratic(70_000, 1, 0));
        assertThat(rule.worstFee(Amounts.parseExact(price, 4), Amounts.parseExact(count, 2)))
                .isEqualTo(charged);
    }

    @Test
    void kalshiAsksAreReservedAtWhatTheyCanLoseWithTwoCentsForRounding() {
        // 25 × (1 − 0.31) = 17.25, fee 0.374325, slack 0.02
        final CostRule rule = new CostRule(Side.SELL_TO_OPEN, 4, 2, MICRO, 9_999, FeeRule.quadratic(70_000, 1, 20_000));
        assertThat(rule.cost(3_100, 2_500)).isEqualTo(17_644_325);
    }

    @Test
    void polymarketUsSalesOfTheOtherSideAreCoveredToTheCent() {
        // 10 NO at 0.20 are 10 YES sold at 0.80: collateral 2.00, fee 0.1112, charged 0.11
        final CostRule rule = new CostRule(Side.SELL_TO_OPEN, 3, 2, MICRO, 999, FeeRule.quadratic(69_500, 10_000, 0));
        assertThat(rule.cost(800, 1_000)).isEqualTo(2_000_000 + 120_000);
    }

    @Test
    void transfersOfACustodianPayNoFee() {
        final CostRule rule = new CostRule(Side.BUY, 0, MICRO, MICRO, 1, FeeRule.none());
        assertThat(rule.cost(1, 1_500_000)).isEqualTo(1_500_000);
    }
}
