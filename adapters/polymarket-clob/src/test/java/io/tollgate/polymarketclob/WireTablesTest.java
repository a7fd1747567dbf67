package io.tollgate.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Lane;
import io.tollgate.gate.money.Amounts;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.math.BigInteger;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, refusals, fees and rules, each against what the venue's page has. */
class WireTablesTest {
    private static final String MAX = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    private static final Address EXCHANGE = Contracts.POLYGON.spender(MarketKind.NORMAL);
    private static final Address NEG_RISK = Contracts.POLYGON.spender(MarketKind.NEG_RISK);

    private static BalanceAllowance read(String json) throws MalformedMessageException {
        return BalanceAllowance.read(Json.read(ByteString.encodeUtf8(json)));
    }

    @Test
    void readsTheAnswerOfProduction() throws Exception {
        BalanceAllowance read = read("{\"balance\":\"45091977\",\"new\":1,\"allowances\":{"
                + "\"0xe111180000D2663c0091e4f400237545b87b996b\":\"" + MAX + "\","
                + "\"0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296\":\"7\"}}");
        assertThat(read.balance()).isEqualTo(45_091_977);
        assertThat(read.allowance(EXCHANGE)).as("whatever its case").isEqualTo(Amounts.UNLIMITED);
        assertThat(read.allowance(NEG_RISK)).as("not named").isZero();
        assertThat(read.allowance(Address.of("0xD91E80cF2E7be2e162c6513ceD06f1dD0dA35296")))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"balance\":\"5\",\"allowance\":\"9\"}', 9",
        "'{\"balance\":5,\"allowance\":9}', 9",
        "'{\"balance\":5,\"allowances\":{},\"allowance\":9}', 0",
        "'{\"balance\":5,\"allowances\":null,\"allowance\":\"2305843009213693951\"}', 2305843009213693951",
        "'{\"balance\":5,\"allowance\":\"2305843009213693952\"}', 2305843009213693952",
        "'{\"balance\":5,\"allowance\":18446744073709551616}', 2305843009213693952"
    })
    void fallsBackToTheOlderForm(String json, long allowance) throws Exception {
        assertThat(read(json).balance()).isEqualTo(5);
        assertThat(read(json).allowance(EXCHANGE)).isEqualTo(allowance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"balance\":null,\"allowance\":\"1\"}",
                "{\"allowance\":\"1\"}",
                "{\"balance\":\"5\"}",
                "{\"balance\":\"-5\",\"allowance\":\"1\"}",
                "{\"balance\":-5,\"allowance\":\"1\"}",
                "{\"balance\":\"\",\"allowance\":\"1\"}",
                "{\"balance\":\"NaN\",\"allowance\":\"1\"}",
                "{\"balance\":\"250.500000\",\"allowance\":\"1\"}",
                "{\"balance\":1.5,\"allowance\":\"1\"}",
                "{\"balance\":1e9,\"allowance\":\"1\"}",
                "{\"balance\":true,\"allowance\":\"1\"}",
                "{\"balance\":\"99999999999999999999\",\"allowance\":\"1\"}",
                "{\"balance\":\"5\",\"allowance\":\"-1\"}",
                "{\"balance\":\"5\",\"allowance\":true}",
                "{\"balance\":\"5\",\"allowances\":[]}",
                "{\"balance\":\"5\",\"allowances\":{\"exchange\":\"1\"}}",
                "{\"balance\":\"5\",\"allowances\":{\"0xE111180000d2663C0091e4f400237545B87B996B\":null}}",
                "{\"balance\":\"5\",\"allowances\":{\"0xE111180000d2663C0091e4f400237545B87B996B\":\"1\",\"0xe111180000d2663C0091e4f400237545B87B996B\":\"1\"}}"
            })
    void whatIsNotWholeIsUnknownAndNotZero(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not enough balance / allowance: the balance is not enough -> balance: 3838704, order amount: 3960000|3838704|0|0|3960000|3838704",
                "Not enough balance / allowance: the balance is not enough -> balance: 1933630, sum of matched orders: 1050000, order amount (inc. fees): 1056000|1933630|0|1050000|1056000|883630",
                "not enough balance / allowance: the balance is not enough -> balance: 93308118, sum of active orders: 49995460, order amount (inc. fees): 49995460|93308118|49995460|0|49995460|43312658",
                "not enough balance / allowance: the balance is not enough -> balance: 10, sum of active orders: 20, sum of matched orders: 3, order amount (inc. fees): 4|10|20|3|4|0"
            })
    void theSumsOfARefusalAreReadFromItsText(
            String text, long balance, long active, long matched, long amount, long available) {
        FundsRejection read = FundsRejection.parse(text).orElseThrow();
        assertThat(List.of(
                        read.balance(),
                        read.activeOrders(),
                        read.matchedOrders(),
                        read.orderAmount(),
                        read.available()))
                .containsExactly(balance, active, matched, amount, available);
        assertThat(read.allowance()).isEqualTo(Lane.UNKNOWN_AMOUNT);
    }

    @Test
    void aRefusalMayNameTheAllowanceOrNothing() {
        FundsRejection allowance = FundsRejection.parse(
                        "not enough balance / allowance: the allowance is not enough -> allowance: 0, order amount: 58120000")
                .orElseThrow();
        assertThat(allowance.available()).isZero();
        assertThat(FundsRejection.parse("not enough balance / allowance")
                        .orElseThrow()
                        .available())
                .isEqualTo(Lane.UNKNOWN_AMOUNT);
        assertThat(FundsRejection.parse("invalid nonce")).isEmpty();
        assertThat(FundsRejection.parse(null)).isEmpty();
        assertThat(FundsRejection.parse("not enough balance / allowance balance: 99999999999999999999999")
                        .orElseThrow()
                        .available())
                .isEqualTo(Lane.UNKNOWN_AMOUNT);
    }

    /** Charged on the chain, September 2026. */
    @ParameterizedTest
    @CsvSource({
        "7575758, 660000, 50000, 85000",
        "7042251, 710000, 50000, 72490",
        "1219511, 820000, 70000, 12590",
        "5000000, 310000, 50000, 53470",
        "5149310, 971000, 70000, 10140",
        "5140000, 965000, 70000, 12150"
    })
    void feesAreThoseOfTheChainAndNeverAboveWhatIsReserved(long shares, long price, long rate, long fee) {
        FeeTerms terms = new FeeTerms(rate, 1, 0);
        assertThat(terms.charged(shares, price)).isEqualTo(fee);
        assertThat(terms.reserved(shares, price)).isBetween(fee, fee + FeeTerms.ROUND_TO);
    }

    @Test
    void reservedFeesAreThoseOfTheOfficialClient() {
        assertThat(new FeeTerms(250_000, 2, 0).charged(100_000_000, 50_000)).isEqualTo(56_400);
        assertThat(new FeeTerms(250_000, 2, 0).reserved(100_000_000, 50_000)).isEqualTo(56_410);
        // the refusal in which an order of 5 at 0.20 counts 1,056,000
        assertThat(FeeTerms.CRYPTO.reserved(5_000_000, 200_000)).isEqualTo(56_000);
    }

    /** The gate's rule bounds what the venue reserves, for every exponent and builder's fee. */
    @Test
    void theRuleIsABound() {
        for (FeeTerms terms : List.of(
                FeeTerms.CRYPTO,
                FeeTerms.NONE,
                new FeeTerms(250_000, 2, 0),
                new FeeTerms(999_999, 4, 0),
                FeeTerms.SPORTS.withBuilderRate(10_000),
                new FeeTerms(0, 1, 5_000))) {
            FeeRule rule = terms.rule();
            for (long price = 1_000; price < 1_000_000; price += 7_000) {
                for (long shares : new long[] {1, 10_000, 7_575_758, 123_456_780_000L}) {
                    BigInteger weight = BigInteger.valueOf(price)
                            .multiply(
                                    rule.kind() == FeeRule.Kind.QUADRATIC
                                            ? BigInteger.valueOf(1_000_000 - price)
                                            : BigInteger.valueOf(1_000_000));
                    BigInteger[] units = weight.multiply(BigInteger.valueOf(shares))
                            .multiply(BigInteger.valueOf(rule.rateMillionths()))
                            .divideAndRemainder(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(rule.roundTo())));
                    BigInteger bound = units[0].add(BigInteger.valueOf(units[1].signum()))
                            .multiply(BigInteger.valueOf(rule.roundTo()))
                            .add(BigInteger.valueOf(rule.slack()));
                    assertThat(bound).isGreaterThanOrEqualTo(BigInteger.valueOf(terms.reserved(shares, price)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -1})
    void otherExponentsAreRefused(int exponent) {
        assertThatThrownBy(() -> new FeeTerms(1, exponent, 0)).hasMessageContaining("exponent=" + exponent);
    }

    @Test
    void positionsOfVersionTwoAreTold() {
        assertThat(MarketKind.isV2Position(BigInteger.ONE
                        .shiftLeft(40)
                        .add(BigInteger.valueOf(8_501_497))
                        .toString()))
                .isFalse();
        assertThat(MarketKind.isV2Position(BigInteger.ONE.shiftLeft(248).toString()))
                .isTrue();
        assertThat(MarketKind.of(BigInteger.ONE.shiftLeft(248).toString(), true))
                .isEqualTo(MarketKind.V2_POSITION);
        assertThat(MarketKind.of("1099520129273", true)).isEqualTo(MarketKind.NEG_RISK);
    }

    @Test
    void aMarketsRulesAreRead() throws Exception {
        ClobMarket market = ClobMarkets.market(
                "0x1",
                Json.read(
                        ByteString.encodeUtf8(
                                "{\"c\":\"0x1\",\"t\":[{\"t\":\"1099520129273\",\"o\":\"Yes\"},{\"t\":\"1099520129274\",\"o\":\"No\"}],\"mts\":0.005,\"mos\":5,\"nr\":true,\"fd\":{\"r\":0.05,\"e\":1,\"to\":true}}")));
        assertThat(market.tick()).isEqualTo(50);
        assertThat(market.minSizeHundredths()).isEqualTo(500);
        assertThat(market.kind()).isEqualTo(MarketKind.NEG_RISK);
        assertThat(market.fee()).isEqualTo(FeeTerms.GENERAL);
        assertThat(market.check(3_750, 500)).isEqualTo(ClobMarket.Misfit.NONE);
        assertThat(market.check(3_751, 500)).isEqualTo(ClobMarket.Misfit.OFF_TICK);
        assertThat(market.check(9_955, 500)).isEqualTo(ClobMarket.Misfit.PRICE_OUT_OF_RANGE);
        assertThat(market.check(49, 500)).isEqualTo(ClobMarket.Misfit.PRICE_OUT_OF_RANGE);
        assertThat(market.check(3_750, 499)).isEqualTo(ClobMarket.Misfit.BELOW_MIN_SIZE);
        assertThat(market.buyLine("1099520129273").maxPrice()).isEqualTo(9_950);
    }

    /** Size 12.34, of the official SDK. */
    @ParameterizedTest
    @CsvSource({"3000,3702000", "3700,4565800", "3750,4627500", "3725,4596650", "3730,4602820", "3729,4601586"})
    void costsAreThoseOfTheOfficialClient(long price, long micros) {
        assertThat(ClobMarket.buyMicros(price, 1_234)).isEqualTo(micros);
        assertThat(ClobMarket.sellMicros(1_234)).isEqualTo(12_340_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"t\":[],\"mts\":0.01}",
                "{\"t\":[{\"t\":\"7\"}]}",
                "{\"t\":[{\"t\":\"7\"}],\"mts\":0.03}",
                "{\"t\":[{\"t\":\"7\"}],\"mts\":0.01,\"fd\":{\"r\":0.07,\"e\":1.5}}",
                "{\"t\":[{\"t\":\"7\"}],\"mts\":0.01,\"fd\":{\"e\":1}}",
                "{\"t\":[{\"t\":\"7\"}],\"mts\":1e999999999}",
                "{\"t\":[{\"t\":\"7\"}],\"mts\":0.01,\"nr\":\"yes\"}"
            })
    void aMarketWhoseCostIsUnknownIsNotGuessed(String json) {
        assertThatThrownBy(() -> ClobMarkets.market("0x1", Json.read(ByteString.encodeUtf8(json))))
                .isInstanceOf(MalformedMessageException.class);
    }
}
