package io.tollgate.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.kalshi.KalshiTicks.Verdict;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fees, price grids, limits and settings. */
class KalshiRulesTest {
    private static final KalshiFees FEES = KalshiFees.OCTOBER_2026;

    private static JsonNode json(String text) throws MalformedMessageException {
        return Json.read(ByteString.encodeUtf8(text));
    }

    private static CostRule rule(Side side, FeeRule fee) {
        return new CostRule(side, 4, 2, 6, KalshiFees.MAX_PRICE, fee);
    }

    /** The venue page's golden values. */
    @ParameterizedTest
    @CsvSource({
        "5000, 100, true, 17500",
        "5600, 1000, true, 172480",
        "7500, 27800, true, 3648750",
        "3301, 3, true, 465",
        "5600, 1000, false, 43120"
    })
    void feesOfFillsAreRoundedUpToMicroDollars(long price, long count, boolean taker, long fee) {
        assertThat(FEES.tradeFeeMicros(price, count, taker)).isEqualTo(fee);
    }

    @Test
    void balancesAreRoundedDownToTheMembersPrecision() {
        final long costWithFee = 5_600_000 + FEES.tradeFeeMicros(5600, 1000, true);
        assertThat(FEES.debitMicros(costWithFee)).isEqualTo(5_780_000);
        assertThat(KalshiFees.OCTOBER_2026_DIRECT.debitMicros(costWithFee)).isEqualTo(5_772_500);
        assertThat(FEES.chargedFeeMicros(5_600_000, 172_480)).isEqualTo(180_000);
        // a closing fill brings in 5.60 less the fee, rounded down: 5.42
        assertThat(FEES.chargedFeeMicros(-5_600_000, 172_480)).isEqualTo(180_000);
        assertThat(rule(Side.BUY, FEES.venueExact().feeRule()).cost(5_600, 1_000))
                .isBetween(5_780_000L, 5_789_999L);
    }

    /** 25 contracts asked at 0.31: 25 x 0.69 of collateral, the taker's fee, two cents of slack. */
    @Test
    void theReservationIsTheExamples() {
        assertThat(rule(Side.SELL_TO_OPEN, FEES.feeRule()).cost(3_100, 2_500)).isEqualTo(17_644_325);
        assertThat(rule(Side.BUY, FEES.feeRule()).cost(5_600, 1_000)).isEqualTo(5_792_480);
        assertThat(rule(Side.BUY, FEES.withSlackMicros(0).feeRule()).cost(5_600, 1_000))
                .isEqualTo(5_772_480);
        assertThat(rule(Side.SELL_TO_CLOSE, FEES.feeRule()).cost(3_100, 2_500)).isEqualTo(25_000_000);
    }

    /** However an order is cut into fills, what leaves a balance of whole cents is never more than was reserved. */
    @Test
    void noWayOfFillingTakesMoreThanIsReserved() {
        final java.util.Random random = new java.util.Random(5);
        for (int round = 0; round < 300; round++) {
            final long price = 1L + random.nextInt(9_999);
            final long count = 1L + random.nextInt(3_000);
            long left = count;
            long debited = 0;
            long shaved = 0;
            int fills = 0;
            while (left > 0) {
                final long fill = Math.min(left, 1 + random.nextInt(600));
                final long exact = price * fill + FEES.tradeFeeMicros(price, fill, true);
                final long debit = FEES.debitMicros(exact);
                debited += debit;
                shaved += debit - exact;
                if (shaved > 10_000) {
                    shaved -= 10_000;
                    debited -= 10_000;
                }
                left -= fill;
                fills++;
            }
            final long reserved = rule(Side.BUY, FEES.feeRule()).cost(price, count);
            assertThat(debited)
                    .as("price %s count %s fills %s", price, count, fills)
                    .isLessThanOrEqualTo(reserved);
        }
    }

    @Test
    void theMultiplierIsExactAndUnknownFormulasAreRefused() {
        assertThat(FEES.feeRule("quadratic_with_maker_fees", new BigDecimal("0.5")))
                .isEqualTo(FeeRule.quadratic(35_000, 1, 20_000));
        assertThat(FEES.feeRule("quadratic", new BigDecimal("0.33333333")).rateMillionths())
                .isEqualTo(23_334);
        for (final String type : List.of("flat", "new_type", "")) {
            assertThatThrownBy(() -> FEES.feeRule(type, BigDecimal.ONE)).hasMessageContaining("fee_type must be");
        }
        for (final String multiplier : List.of("-1", "14.1", "1e99999")) {
            assertThatThrownBy(() -> FEES.feeRule("quadratic", new BigDecimal(multiplier)))
                    .hasMessageContaining("fee_multiplier must be 0 to 14");
        }
        assertThatThrownBy(() -> new KalshiFees(1_000_001, 0, 1, 1, 0))
                .hasMessageContaining("takerRateMillionths=1000001");
    }

    @ParameterizedTest
    @CsvSource({
        "10, ON_GRID",
        "15, ON_GRID",
        "1005, OFF_TICK",
        "1000, ON_GRID",
        "1010, OFF_TICK",
        "1100, ON_GRID",
        "9995, ON_GRID",
        "0, OUT_OF_RANGE",
        "10000, OUT_OF_RANGE",
        "-1, OUT_OF_RANGE"
    })
    void pricesAreJudgedByTheRanges(long price, Verdict verdict) throws Exception {
        final KalshiMarket market = KalshiMarket.read(json("""
                {"ticker":"KXTEST-26DEC31-T5","exchange_index":3,"notional_value_dollars":"1.0000","price_level_structure":"new one",
                 "price_ranges":[{"start":"0.0000","end":"0.1000","step":"0.0005"},{"start":"0.1000","end":"0.9000","step":"0.0100"},
                                 {"start":"0.9000","end":"1.0000","step":"0.0005"}]}"""));
        assertThat(market.exchangeIndex()).isEqualTo(3);
        assertThat(market.ticks().check(price)).isEqualTo(verdict);
        assertThat(market.line(Side.BUY, FEES.feeRule()).maxPrice()).isEqualTo(9_999);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ticker\":\"T\"}",
                "{\"ticker\":\"T\",\"price_ranges\":[]}",
                "{\"ticker\":\"T\",\"price_ranges\":[{\"start\":\"0\",\"end\":\"1\",\"step\":\"0.00001\"}]}",
                "{\"ticker\":\"T\",\"price_ranges\":[{\"start\":\"0\",\"end\":\"1\",\"step\":\"0\"}]}",
                "{\"ticker\":\"T\",\"price_ranges\":[{\"start\":\"0\",\"end\":\"2\",\"step\":\"0.01\"}]}",
                "{\"ticker\":\"T\",\"notional_value_dollars\":\"100\",\"price_ranges\":[{\"start\":\"0\",\"end\":\"1\",\"step\":\"0.01\"}]}"
            })
    void aMarketThatCannotBePricedIsAnError(String market) {
        assertThatThrownBy(() -> KalshiMarket.read(json(market))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void bucketsAreTheVenues() throws Exception {
        final KalshiRateLimits limits = KalshiRateLimits.read(json("""
                {"usage_tier":"basic","read":{"refill_rate":200,"bucket_capacity":600},"write":{"refill_rate":100,"bucket_capacity":100},
                 "grants":[]}"""));
        assertThat(limits).isEqualTo(KalshiRateLimits.Tier.BASIC.limits());
        final var budget = limits.readBudget(0);
        for (int i = 0; i < 60; i++) {
            assertThat(budget.take(10, 0)).isZero();
        }
        assertThat(budget.take(10, 0)).isEqualTo(50_000_000);
        assertThatThrownBy(() -> KalshiRateLimits.read(json("{\"read\":{\"refill_rate\":0}}")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void settingsAreChecked() {
        refused(b -> b.baseUrl("https://external-api.kalshi.com"), "must end in /trade-api/v2");
        refused(b -> b.baseUrl("http://external-api.kalshi.com/trade-api/v2"), "must use TLS");
        refused(b -> b.subaccount(64), "subaccount must be between 0 and 63: subaccount=64");
        refused(b -> b.exchangeIndex(-1), "exchangeIndex=-1");
        refused(b -> b.pageSize(0), "pageSize=0");
        refused(b -> b.maxDataAge(Duration.ZERO), "maxDataAge");
        refused(b -> b.openOrders(OpenOrderTreatment.NET).readPositions(false), "needs readPositions");
        refused(b -> b.ownOrderPrefix("ä"), "ownOrderPrefix must be printable ASCII");
    }

    private static void refused(UnaryOperator<KalshiConfig.Builder> change, String why) {
        assertThatThrownBy(() -> change.apply(KalshiConfig.builder().credentials(TestKeys.credentials()))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theBalanceIsAPotOfItsOwnAndReadAsTheSettingsSay() {
        final KalshiConfig.Builder config = KalshiConfig.builder()
                .credentials(TestKeys.credentials())
                .subaccount(2)
                .exchangeIndex(3);
        assertThat(config.build().balance("desk", BalanceRules.CAREFUL).account())
                .isEqualTo("desk/subaccount/2/shard/3");
        assertThat(config.build().balance("desk", BalanceRules.CAREFUL).rules().netting())
                .isEqualTo(Netting.SHARED);
        assertThat(config.ownOrderPrefix("g1-")
                        .build()
                        .balance("desk", BalanceRules.CAREFUL)
                        .rules()
                        .netting())
                .isEqualTo(Netting.ALL_OURS);
        assertThat(config.readRestingOrders(false)
                        .build()
                        .balance("desk", BalanceRules.CAREFUL)
                        .rules()
                        .netting())
                .isEqualTo(Netting.IGNORED);
        assertThat(config.build()
                        .position("desk", "T", true, BalanceRules.CAREFUL)
                        .asset())
                .isEqualTo("short T");
    }
}
