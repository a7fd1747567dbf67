package io.tollgate.simulator.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Authentication, the acceptance rule and what is shown. */
@Timeout(60)
class PrivySimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString(
                            "app_simulated:privy_app_secret_of_the_simulator".getBytes(StandardCharsets.US_ASCII));

    private final HttpClient client = HttpClient.newHttpClient();
    private PrivySimulator venue = started(PrivySimulatorConfig.defaults().withChainDecimals(2));

    @AfterEach
    void close() {
        venue.close();
    }

    private static PrivySimulator started(PrivySimulatorConfig config) {
        final PrivySimulator venue = PrivySimulator.start(config);
        venue.addWallet("acct_1", "w1");
        venue.addWallet("acct_1", "w2");
        venue.setBalance("w1", "base", "usdc", BigInteger.valueOf(120_250_000));
        venue.setBalance("w2", "ethereum", "usdc", BigInteger.valueOf(179_804_999));
        venue.setBalance("w2", "ethereum", "eth", new BigInteger("249999999999999999"));
        return venue;
    }

    private void use(PrivySimulatorConfig config) {
        venue.close();
        venue = started(config);
    }

    private HttpResponse<String> call(String method, String path, String body, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(venue.url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .headers(headers)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return call("GET", path, "", "Authorization", BASIC, "privy-app-id", "app_simulated");
    }

    private HttpResponse<String> transfer(String amount, String reference) throws Exception {
        return call(
                "POST",
                "/v1/wallets/w1/transfer",
                "{\"source\":{\"asset\":\"usdc\",\"chain\":\"base\"},\"destination\":{\"address\":\"0x1\"},\"amount\":\""
                        + amount + "\",\"reference_id\":\"" + reference + "\"}",
                "Authorization",
                BASIC,
                "privy-app-id",
                "app_simulated");
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    @Test
    void bothHeadersMustBeThereAndRight() throws Exception {
        final String path = "/v1/accounts/acct_1/balance";
        assertThat(call("GET", path, "", "privy-app-id", "app_simulated").statusCode())
                .isEqualTo(401);
        assertThat(call("GET", path, "", "Authorization", BASIC + "x", "privy-app-id", "app_simulated")
                        .statusCode())
                .isEqualTo(401);
        assertThat(json(call("GET", path, "", "Authorization", BASIC))
                        .path("code")
                        .textValue())
                .isEqualTo("missing_or_invalid_privy_app_id");
        assertThat(call("GET", path, "", "Authorization", BASIC, "privy-app-id", "other")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get(path).statusCode()).isEqualTo(200);
        assertThat(get("/v1/accounts/acct_9/balance").statusCode()).isEqualTo(404);
        assertThat(get("/v1/elsewhere").statusCode()).isEqualTo(404);
    }

    @Test
    void amountsAreRoundedAsConfigured() throws Exception {
        final JsonNode shown = json(get("/v1/accounts/acct_1/balance"));
        // 300.054999 and 0.249999999999999999
        assertThat(shown.at("/assets/1/amount").textValue()).isEqualTo("300.1");
        assertThat(shown.at("/assets/0/amount").textValue()).isEqualTo("0.2");
        assertThat(shown.at("/assets_by_chain/0/amount").textValue()).isEqualTo("120.25");
        assertThat(shown.at("/assets_by_chain/1/amount").textValue()).isEqualTo("179.80");
        use(PrivySimulatorConfig.defaults().withRounding(RoundingMode.DOWN));
        final JsonNode cut = json(get("/v1/accounts/acct_1/balance"));
        assertThat(cut.at("/assets/1/amount").textValue()).isEqualTo("300.0");
        assertThat(cut.has("assets_by_chain")).isFalse();
        assertThat(json(get("/v1/accounts/acct_1/balance?testnet_mode=true")).path("assets"))
                .isEmpty();
        assertThat(json(get("/v1/wallets/w2/balance?asset=eth,usdc&chain=ethereum"))
                        .path("balances"))
                .hasSize(2);
        assertThat(json(get("/v1/wallets/w2/balance?asset=eth"))
                        .at("/balances/0/raw_value")
                        .textValue())
                .isEqualTo("249999999999999999");
    }

    @Test
    void aTransferNeedsTheWalletsOwnMoneyLessWhatIsScreenedAndPending() throws Exception {
        assertThat(transfer("120.250001", "a").statusCode()).isEqualTo(400);
        assertThat(json(transfer("200", "a")).path("code").textValue()).isEqualTo("insufficient_funds");
        final HttpResponse<String> first = transfer("100.25", "a");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(transfer("1", "a").statusCode()).as("the same reference").isEqualTo(409);
        assertThat(transfer("20.000001", "b").statusCode()).isEqualTo(400);
        assertThat(transfer("20", "b").statusCode()).isEqualTo(200);
        assertThat(venue.spendable("w1", "base", "usdc")).isZero();

        venue.fail(json(first).path("id").textValue(), true);
        assertThat(venue.spendable("w1", "base", "usdc")).isEqualTo(100_250_000);
        venue.deposit("w1", "base", "usdc", BigInteger.valueOf(5_000_000), true);
        assertThat(venue.spendable("w1", "base", "usdc")).isEqualTo(100_250_000);
        assertThat(json(get("/v1/wallets/w1/balance?asset=usdc"))
                        .at("/balances/0/raw_value")
                        .textValue())
                .isEqualTo("125250000");
        venue.screeningDone("w1", "base", "usdc");
        assertThat(venue.spendable("w1", "base", "usdc")).isEqualTo(105_250_000);
        assertThatThrownBy(() -> venue.outflow("w1", "base", "usdc", BigInteger.valueOf(105_250_001)))
                .isInstanceOf(PrivyRefusal.class);
        assertThat(transfer("0", "c").statusCode()).isEqualTo(400);
        assertThat(transfer("0.0000001", "c").statusCode()).isEqualTo(400);
        assertThat(transfer("-1", "c").statusCode()).isEqualTo(400);
    }

    @Test
    void whatPendingTransfersTakeIsShownOrNot() throws Exception {
        venue.transfer("w1", "base", "usdc", "20.25", "a");
        assertThat(json(get("/v1/accounts/acct_1/balance"))
                        .at("/assets_by_chain/0/amount")
                        .textValue())
                .isEqualTo("120.25");
        use(PrivySimulatorConfig.defaults().withChainDecimals(2).withPendingShownAsSpent(true));
        venue.transfer("w1", "base", "usdc", "20.25", "a");
        assertThat(json(get("/v1/accounts/acct_1/balance"))
                        .at("/assets_by_chain/0/amount")
                        .textValue())
                .isEqualTo("100.00");
    }

    @Test
    void misbehavesWhenToldTo() throws Exception {
        venue.answerNext(429, 1);
        venue.answerNext(200, "{", 1);
        final HttpResponse<String> tooMany = get("/v1/accounts/acct_1");
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).contains("1");
        assertThat(get("/v1/accounts/acct_1").body()).isEqualTo("{");
        assertThat(json(get("/v1/accounts/acct_1")).path("wallets")).hasSize(2);
        assertThat(json(get("/v1/accounts")).path("data")).hasSize(1);
        venue.lie(BigDecimal.TEN);
        assertThat(json(get("/v1/accounts/acct_1/balance"))
                        .at("/assets/1/amount")
                        .textValue())
                .isEqualTo("310.1");
        venue.clearFaults();
        use(PrivySimulatorConfig.defaults().withRequestsPerSecond(1));
        get("/v1/accounts");
        assertThat(json(get("/v1/accounts")).path("code").textValue()).isEqualTo("too_many_requests");
        assertThat(venue.heard()).hasSize(2);
    }

    @Test
    void showsNoSecret() {
        assertThat(venue.config().toString()).doesNotContain("of_the_simulator");
    }
}
