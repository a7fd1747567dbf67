package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.math.BigDecimal;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the figures of an account and of its wallets prove. */
class AccountBalanceTest {
    private static final String PAGE_SAMPLE = """
            {"total":{"value":"1477.58","currency":"usd"},
             "assets":[{"symbol":"USDC","amount":"500.0","price":{"value":"1.00","currency":"usd"}},
                       {"symbol":"ETH","amount":"0.3","price":{"value":"2448.53","currency":"usd"}},
                       {"symbol":"SOL","amount":"2.5","price":{"value":"97.21","currency":"usd"}}]}""";
    private static final String BY_CHAIN = """
            {"total":{"value":"812.40","currency":"usd"},
             "assets":[{"symbol":"USDC","amount":"300.0","price":{}},{"symbol":"ETH","amount":"0.2","price":{}}],
             "assets_by_chain":[{"symbol":"USDC","amount":"120.25","chain_id":"eip155:8453","price":{}},
                                {"symbol":"USDC","amount":"179.75","chain_id":"eip155:1","price":{}},
                                {"symbol":"ETH","amount":"0.2","chain_id":"eip155:1","price":{}}]}""";

    static PrivyConfig.Builder config() {
        return PrivyConfig.builder()
                .baseUrl("http://127.0.0.1:1")
                .credentials(PrivyCredentials.of("app_demo", "privy_app_secret_x"))
                .account("acct_demo1");
    }

    private static JsonNode json(String text) throws MalformedMessageException {
        return Json.read(ByteString.encodeUtf8(text));
    }

    private static AccountBalance.Bounds read(PrivyConfig.Builder config, String text) throws Exception {
        return new AccountBalance(config.build()).read(json(text));
    }

    @ParameterizedTest
    @CsvSource({"USDC, 499.95, 500.05", "usdc, 499.95, 500.05", "ETH, 0.25, 0.35", "SOL, 2.45, 2.55"})
    void theRoundingOfTheDocumentedDecimalIsTakenOff(String symbol, String least, String most) throws Exception {
        final AccountBalance.Bounds bounds = read(config().symbol(symbol), PAGE_SAMPLE);
        assertThat(bounds.least()).isEqualByComparingTo(least);
        assertThat(bounds.most()).isEqualByComparingTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "NEAREST, 1, 500.0, 499.95",
        "DOWN, 1, 500.0, 500",
        "UP, 1, 500.0, 499.9",
        "NEAREST, 2, 500.0, 499.995",
        "NEAREST, 1, 500, 499.95",
        "NEAREST, 1, 500.123456, 500.1234555",
        "NEAREST, 0, 500, 499.5",
        "NEAREST, 1, 0.0, 0",
        "UP, 1, 0.1, 0"
    })
    void whatIsTakenOffIsASetting(AmountRounding rounding, int decimals, String amount, String least) throws Exception {
        assertThat(read(
                                config().rounding(rounding).documentedDecimals(decimals),
                                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"" + amount + "\"}]}")
                        .least())
                .isEqualByComparingTo(least);
    }

    @Test
    void theFinerOfBothFiguresCountsForAllChains() throws Exception {
        // 120.245 + 179.745 proves more than 299.95
        final AccountBalance.Bounds usdc = read(config(), BY_CHAIN);
        assertThat(usdc.least()).isEqualByComparingTo("299.99");
        assertThat(usdc.most()).isEqualByComparingTo("300.01");
        assertThat(read(config().symbol("ETH"), BY_CHAIN).least()).isEqualByComparingTo("0.15");
    }

    @Test
    void figuresThatCannotBothBeTrueAreReadCarefully() throws Exception {
        assertThat(read(config(), BY_CHAIN.replace("\"300.0\"", "\"250.0\"")).least())
                .isEqualByComparingTo("249.95");
        assertThat(read(config(), BY_CHAIN.replace("\"300.0\"", "\"900.0\"")).least())
                .isEqualByComparingTo("299.99");
        // one chain cannot hold more than the account
        assertThat(read(config().chainId("eip155:8453"), BY_CHAIN.replace("\"300.0\"", "\"100.0\""))
                        .least())
                .isEqualByComparingTo("99.95");
    }

    @Test
    void oneChainIsABalanceOfItsOwn() throws Exception {
        assertThat(read(config().chainId("eip155:8453"), BY_CHAIN).least()).isEqualByComparingTo("120.245");
        assertThatThrownBy(() -> read(config().chainId("eip155:8453"), PAGE_SAMPLE))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("assets_by_chain must be there for the balance of one chain");
        assertThatThrownBy(() -> read(config().chainId("eip155:137"), BY_CHAIN))
                .hasMessageContaining("symbol=USDC chain_id=eip155:137 is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"assets\":null}",
                "{\"assets\":{}}",
                "{\"assets\":[]}",
                "{\"assets\":[{\"symbol\":\"ETH\",\"amount\":\"1.0\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":null}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"NaN\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"1e3\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"-1.0\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"99999999999999999999.0\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":true}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"1.0\"},{\"symbol\":\"usdc\",\"amount\":\"1.0\"}]}",
                "{\"assets\":[{\"amount\":\"1.0\"}]}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"1.0\"}],\"assets_by_chain\":7}",
                "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"1.0\"}],\"assets_by_chain\":[{\"symbol\":\"USDC\",\"amount\":\"1.0\"}]}"
            })
    void whatIsMissingOrMalformedIsUnknown(String body) {
        assertThatThrownBy(() -> read(config(), body)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "usdc, base, 300.123456",
        "USDC, base, 300.123456",
        "eth, base, 1.000000000000000001",
        "usdc, , 301.123456"
    })
    void rawValuesAreExact(String asset, String chain, String amount) throws Exception {
        final String body = """
                {"balances":[
                  {"chain":"base","asset":"usdc","raw_value":"300123456","raw_value_decimals":6,"display_values":{"usdc":"0.001"}},
                  {"chain":"ethereum","asset":"usdc","raw_value":"1000000","raw_value_decimals":6,"display_values":{}},
                  {"chain":"base","asset":"eth","raw_value":"1000000000000000001","raw_value_decimals":18,"display_values":{"eth":"0.001"}}]}""";
        assertThat(new WalletBalance(asset, chain).read(json(body))).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"balances\":[]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"1.5\",\"raw_value_decimals\":6}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"-1\",\"raw_value_decimals\":6}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":1,\"raw_value_decimals\":6}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"1\"}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"1\",\"raw_value_decimals\":-1}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"1\",\"raw_value_decimals\":900}]}",
                "{\"balances\":[{\"chain\":\"ethereum\",\"asset\":\"usdc\",\"raw_value\":\"1\",\"raw_value_decimals\":6}]}",
                "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"1\",\"raw_value_decimals\":6},"
                        + "{\"chain\":\"base\",\"asset\":\"USDC\",\"raw_value\":\"1\",\"raw_value_decimals\":6}]}"
            })
    void malformedWalletsAreUnknown(String body) {
        assertThatThrownBy(() -> new WalletBalance("usdc", "base").read(json(body)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // ledger 300.0: 299.95 to 300.05
        "BOUND, 250.5, 250.5",
        "BOUND, 300.01, 299.95",
        "BOUND, 999, 299.95",
        "FINER, 250.5, 250.5",
        "FINER, 299.96, 299.96",
        "FINER, 300.05, 300.05",
        "FINER, 300.06, 299.95"
    })
    void walletsBoundTheLedgerOrMakeItFiner(WalletUse use, String chain, String balance) throws Exception {
        final AccountBalance.Bounds ledger =
                read(config(), "{\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"300.0\"}]}");
        assertThat(use.combine(ledger, new BigDecimal(chain))).isEqualByComparingTo(balance);
    }
}
