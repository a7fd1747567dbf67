package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ledger over REST. */
class LedgerReadTest {
    private final VenueSimulator simulator =
            VenueSimulator.start(TestClient.config().build());
    private final TestClient client = new TestClient(simulator);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private HttpResponse<String> get(String token, String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(client.endpoints.restUrl() + "/v1/funding/balance-ledger?" + query))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String account() {
        return "account=" + URLEncoder.encode(client.endpoints.account(), StandardCharsets.UTF_8);
    }

    @Test
    void givesTheLedgerPageByPage() throws Exception {
        for (int i = 1; i <= 5; i++) {
            simulator.deposit(i * 1_000_000L);
        }
        List<String> deposits = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = new ObjectMapper()
                    .readTree(get(client.token(), account() + "&currency=USD&page_size=2&page_token=" + token)
                            .body());
            for (JsonNode row : page.path("entries")) {
                assertThat(row.path("account").textValue()).isEqualTo(client.endpoints.account());
                deposits.add(row.path("entryType").textValue() + " "
                        + row.path("beforeBalance").textValue() + " "
                        + row.path("afterBalance").textValue());
            }
            token = page.path("nextPageToken").textValue();
            assertThat(page.path("eof").booleanValue()).isEqualTo(token.isEmpty());
            pages++;
        } while (!token.isEmpty());
        assertThat(pages).isGreaterThanOrEqualTo(3);
        assertThat(deposits)
                .contains(
                        "LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT 10000.00 10001.00",
                        "LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT 10010.00 10015.00");
    }

    @Test
    void checksTokenAccountAndArguments() throws Exception {
        assertThat(get("garbage", account()).statusCode()).isEqualTo(401);
        assertThat(get(client.token(), "account=firms/OTHER/accounts/trading").statusCode())
                .isEqualTo(403);
        assertThat(get(client.token(), account() + "&page_size=1001").statusCode())
                .isEqualTo(400);
        assertThat(get(client.token(), account() + "&entry_types=LEDGER_ENTRY_TYPE_BALANCE_NETTING")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void allowsABurstOfFive() throws Exception {
        String token = client.token();
        for (int i = 0; i < 5; i++) {
            assertThat(get(token, account()).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = get(token, account());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
    }
}
