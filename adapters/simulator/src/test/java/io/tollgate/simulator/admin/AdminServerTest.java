package io.tollgate.simulator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import io.tollgate.simulator.kalshi.KalshiAdmin;
import io.tollgate.simulator.kalshi.KalshiMarketSpec;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import io.tollgate.simulator.kalshi.KalshiVenue;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobAdmin;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobOrderRequest;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.privy.PrivyAdmin;
import io.tollgate.simulator.privy.PrivySimulator;
import io.tollgate.simulator.privy.PrivySimulatorConfig;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be read and done over the admin interface, venue by venue. */
@Timeout(60)
class AdminServerTest {
    private static final String TOKEN = "0123456789abcdef0123";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static JsonNode ask(AdminServer admin, String path, String body, int status) throws Exception {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(admin.url() + path)).header(AdminServer.TOKEN_HEADER, TOKEN);
        if (!body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        final HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode ask(AdminServer admin, String path, String body) throws Exception {
        return ask(admin, path, body, 200);
    }

    private static int status(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void onlyTheTokenOpensIt() throws Exception {
        try (PrivySimulator privy = PrivySimulator.start(PrivySimulatorConfig.defaults());
                AdminServer admin = AdminServer.start(0, TOKEN, List.of(new PrivyAdmin(privy)))) {
            assertThat(status(admin.url())).isEqualTo(401);
            assertThat(ask(admin, "", "").get(0).path("venue").textValue()).isEqualTo("privy");
            assertThat(ask(admin, "/kalshi", "", 404).path("error").textValue()).contains("known are privy");
            assertThat(ask(admin, "/privy/nothing", "{}", 400).path("error").textValue())
                    .contains("no operation nothing", "set-balance");
            assertThat(ask(admin, "/privy/fault", "{\"kind\":\"401\",\"count\":-1}", 400)
                            .path("error")
                            .textValue())
                    .contains("count must be 0 or more");
            ask(admin, "/privy/fault", "[]", 400);
            ask(admin, "/privy", "{}", 405);
            ask(admin, "/privy/fault/more", "", 404);
        }
        assertThatThrownBy(() -> AdminServer.start(0, "short", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 16 characters");
    }

    @Test
    void kalshi() throws Exception {
        try (KalshiSimulator venue = KalshiSimulator.start(KalshiSimulator.Settings.defaults());
                AdminServer admin = AdminServer.start(0, TOKEN, List.of(new KalshiAdmin(venue)))) {
            venue.list(KalshiMarketSpec.cents("KXA", 0));
            ask(admin, "/kalshi/set-balance", "{\"account\":\"0/0\",\"amount\":\"100\"}");
            final String order = venue.venue().submit(KalshiVenue.Request.of("KXA", "mine", true, 5_000, 1_000));
            final String other = venue.venue().submit(KalshiVenue.Request.of("KXA", "other", true, 4_000, 1_000));
            final JsonNode before = ask(admin, "/kalshi", "");
            assertThat(before.path("orders")).hasSize(2);
            assertThat(before.path("orders").get(0).path("price").textValue()).isEqualTo("0.5000");
            assertThat(before.path("orders").get(0).path("size").textValue()).isEqualTo("10.00");
            assertThat(before.path("balances").get(0).path("committed").textValue())
                    .isNotEqualTo("0.000000");
            ask(admin, "/kalshi/fill", "{\"order\":\"mine\",\"size\":\"2.5\"}");
            ask(admin, "/kalshi/cancel", "{\"order\":\"" + other + "\"}");
            final JsonNode after = ask(admin, "/kalshi", "");
            assertThat(after.path("orders")).hasSize(1);
            assertThat(after.path("orders").get(0).path("filled").textValue()).isEqualTo("2.50");
            assertThat(after.path("fills").get(0).path("order").textValue()).isEqualTo(order);
            assertThat(after.path("balances").get(0).path("balance").textValue())
                    .isEqualTo("98.750000");
            assertThat(ask(admin, "/kalshi/withdraw", "{\"amount\":\"1000\"}", 400)
                            .path("error")
                            .textValue())
                    .contains("must be covered");
            assertThat(ask(admin, "/kalshi/fill", "{\"order\":\"gone\"}", 400)
                            .path("error")
                            .textValue())
                    .contains("order must rest");
            assertThat(ask(admin, "/kalshi/fill", "{\"order\":\"mine\",\"size\":\"2.505\"}", 400)
                            .path("error")
                            .textValue())
                    .contains("at most 2 decimals");
        }
    }

    @Test
    void clob() throws Exception {
        try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example());
                AdminServer admin = AdminServer.start(0, TOKEN, List.of(new ClobAdmin(venue)))) {
            venue.venue().list(ClobMarketSpec.of("0x" + "a".repeat(64), List.of("1099520129273", "1099520129274")));
            ask(admin, "/polymarket-clob/deposit", "{\"amount\":\"20\"}");
            ask(admin, "/polymarket-clob/allow", "{\"spender\":\"exchange\",\"amount\":\"unlimited\"}");
            assertThat(venue.venue()
                            .place(
                                    "0xorder",
                                    ClobOrderRequest.limit(
                                            1, venue.account().funder(), "1099520129273", true, 5_000_000, 10_000_000))
                            .accepted())
                    .isTrue();
            final String fill = ask(admin, "/polymarket-clob/fill", "{\"order\":\"0xorder\",\"size\":\"4\"}")
                    .path("fill")
                    .textValue();
            ask(admin, "/polymarket-clob/settle", "{\"fill\":\"" + fill + "\"}");
            final JsonNode truth = ask(admin, "/polymarket-clob", "");
            assertThat(truth.path("orders").get(0).path("filled").textValue()).isEqualTo("4.000000");
            assertThat(truth.path("fills").get(0).path("state").textValue()).isEqualTo("CONFIRMED");
            assertThat(truth.path("balances").get(0).path("balance").textValue())
                    .isEqualTo("18.000000");
            assertThat(truth.path("balances").get(0).path("told").textValue()).isEqualTo("0.000000");
            assertThat(truth.path("balances").get(1).path("asset").textValue()).isEqualTo("1099520129273");
            ask(admin, "/polymarket-clob/cancel", "{\"order\":\"0xorder\"}");
            assertThat(ask(admin, "/polymarket-clob", "").path("orders")).isEmpty();
            assertThat(ask(admin, "/polymarket-clob/deposit", "{\"account\":\"0x12\",\"amount\":\"1\"}", 400)
                            .path("error")
                            .textValue())
                    .contains("the only one here");
        }
    }

    @Test
    void privy() throws Exception {
        try (PrivySimulator venue = PrivySimulator.start(PrivySimulatorConfig.defaults());
                AdminServer admin = AdminServer.start(0, TOKEN, List.of(new PrivyAdmin(venue)))) {
            venue.addWallet("acct", "w");
            venue.setBalance("w", "base", "usdc", BigInteger.valueOf(5_000_000));
            final String first = venue.transfer("w", "base", "usdc", "2", "a").id();
            final String second = venue.transfer("w", "base", "usdc", "1", "b").id();
            assertThat(ask(admin, "/privy", "").path("orders")).hasSize(2);
            ask(admin, "/privy/fill", "{\"order\":\"" + first + "\"}");
            ask(admin, "/privy/cancel", "{\"order\":\"" + second + "\"}");
            final JsonNode truth = ask(admin, "/privy", "");
            assertThat(truth.path("balances").get(0).path("available").textValue())
                    .isEqualTo("3.000000");
            assertThat(truth.path("fills")).hasSize(2);
            assertThat(ask(admin, "/privy/fill", "{\"order\":\"" + first + "\"}", 409)
                            .path("error")
                            .textValue())
                    .contains("has ended");
            ask(admin, "/privy/withdraw", "{\"amount\":\"4\"}", 409);
            assertThat(ask(admin, "/privy/set-balance", "{\"asset\":\"usdc@nowhere\",\"amount\":\"4\"}", 409)
                            .path("error")
                            .textValue())
                    .contains("chain is not supported");
        }
    }

    @Test
    void polymarketUs() throws Exception {
        final SimulatorConfig config = SimulatorConfig.builder()
                .instruments(List.of(InstrumentSpec.of("a")))
                .build();
        try (VenueSimulator venue = VenueSimulator.start(config);
                AdminServer admin =
                        AdminServer.start(0, TOKEN, List.of(new PolymarketUsAdmin(venue, config.instruments())))) {
            ask(admin, "/polymarket-us/withdraw", "{\"amount\":\"9000\"}");
            ask(admin, "/polymarket-us/hidden-credit", "{\"amount\":\"0.5\"}");
            assertThat(ask(admin, "/polymarket-us/set-balance", "{\"amount\":\"12.34\"}")
                            .path("balance")
                            .textValue())
                    .isEqualTo("12.340000");
            assertThat(ask(admin, "/polymarket-us/withdraw", "{\"amount\":\"13\"}", 409)
                            .path("error")
                            .textValue())
                    .contains("USD available");
            assertThat(ask(admin, "/polymarket-us/fill", "{\"order\":\"x\"}", 400)
                            .path("error")
                            .textValue())
                    .contains("order must be open");
            ask(admin, "/polymarket-us/fault", "{\"kind\":\"garbage\",\"count\":1}");
            assertThat(status(venue.endpoints().restUrl() + "/v1/health")).isEqualTo(200);
            ask(admin, "/polymarket-us/fault", "{\"kind\":\"500\",\"count\":1}");
            ask(admin, "/polymarket-us/fault", "{\"kind\":\"DROP_LEDGER_STREAM\",\"millis\":1000}");
            ask(admin, "/polymarket-us/fault", "{\"kind\":\"lie\",\"amount\":\"-1\"}");
            ask(admin, "/polymarket-us/clear-faults", "{}");
        }
    }
}
