package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.TestClock;
import io.tollgate.rest.VenueOrder;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RetailOrdersTest {
    private static final String SECRET = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

    private final MockWebServer venue = new MockWebServer();
    private final RetailOrders orders;

    RetailOrdersTest() throws IOException {
        venue.start();
        orders = new RetailOrders(
                RetailConfig.builder()
                        .baseUrl(venue.url("/").toString())
                        .credentials(RetailCredentials.of("11111111-2222-3333-4444-555555555555", SECRET))
                        .requestsPerSecond(10)
                        .build(),
                new TestClock().environment());
    }

    @AfterEach
    void close() {
        orders.close();
        venue.close();
    }

    private static String order(String members) {
        return "{\"id\":\"o-1\",\"marketSlug\":\"m\",\"side\":\"ORDER_SIDE_BUY\",\"state\":\"ORDER_STATE_NEW\",\"quantity\":10.5,"
                + "\"cumQuantity\":0.25,\"price\":{\"value\":\"0.555\",\"currency\":\"USD\"}" + members + "}";
    }

    @Test
    void openOrdersAreReadAndThePathAloneIsSigned() throws Exception {
        venue.enqueue(json("{\"orders\":[" + order("") + "],\"other\":1}"));
        assertThat(orders.openOrders())
                .containsExactly(
                        new VenueOrder("o-1", "", "m", true, OrderStatus.State.OPEN, 5_550, 4, 105_000, 2_500, 4));
        assertThat(orders.listsOnlyOpenOrders()).isTrue();
        RecordedRequest request = Objects.requireNonNull(venue.takeRequest(10, TimeUnit.SECONDS));
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/orders/open");
        long millis = TestClock.START.toEpochMilli();
        assertThat(request.getHeaders().get("X-PM-Signature"))
                .isEqualTo(RetailCredentials.of("k", SECRET).sign(millis, "GET", "/v1/orders/open"));
    }

    @ParameterizedTest
    @CsvSource({
        "FILLED, ENDED",
        "CANCELED, ENDED",
        "REJECTED, ENDED",
        "EXPIRED, ENDED",
        "NEW, OPEN",
        "PARTIALLY_FILLED, OPEN",
        "REPLACED, OPEN",
        "PENDING_NEW, OPEN",
        "PENDING_CANCEL, OPEN",
        "PENDING_RISK, OPEN",
        "A_NEW_ONE, OPEN"
    })
    void onlyAStateThatIsOverReleases(String state, OrderStatus.State expected) throws Exception {
        venue.enqueue(json("{\"order\":" + order("").replace("STATE_NEW", "STATE_" + state) + "}"));
        assertThat(orders.order("o-1").orElseThrow().state()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ORDER_INTENT_BUY_LONG, true",
        "ORDER_INTENT_SELL_LONG, false",
        "ORDER_INTENT_BUY_SHORT, false",
        "ORDER_INTENT_SELL_SHORT, true"
    })
    void withoutASideTheIntentTellsIt(String intent, boolean buy) throws Exception {
        venue.enqueue(json("{\"order\":"
                + order(",\"intent\":\"" + intent + "\"").replace("\"side\":\"ORDER_SIDE_BUY\",", "") + "}"));
        assertThat(orders.order("o-1").orElseThrow().buy()).isEqualTo(buy);
    }

    @Test
    void anUnknownOrderIsAbsentAndARefusalIsNot() throws Exception {
        venue.enqueue(status(404, ""));
        assertThat(orders.order("o-9")).isEmpty();
        venue.enqueue(status(401, ""));
        assertThatThrownBy(() -> orders.order("o-9"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.action()).isEqualTo(Action.REAUTHENTICATE));
        venue.enqueue(status(500, ""));
        assertThatThrownBy(orders::openOrders)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
        assertThatThrownBy(() -> orders.order("../x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|orders must be an array",
                "{\"orders\":[{}]}|must be",
                "{\"orders\":[ROW,ROW]}|must be listed once",
                "{\"orders\":[UNSIZED]}|quantity must be an amount",
                "{\"orders\":[DEAR]}|price must be 0 to 1",
                "{\"orders\":[|cannot be read",
            })
    void whatCannotBeReadIsNoAnswer(String body, String expected) {
        venue.enqueue(json(body.replace("ROW", order(""))
                .replace("UNSIZED", order("").replace("\"quantity\":10.5,", ""))
                .replace("DEAR", order("").replace("0.555", "1.5"))));
        assertThatThrownBy(orders::openOrders)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void theBudgetIsKept() throws Exception {
        for (int i = 0; i < 5; i++) {
            venue.enqueue(status(404, ""));
            assertThat(orders.order("o-" + i)).isEmpty();
        }
        assertThatThrownBy(() -> orders.order("o-9")).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.action()).isEqualTo(Action.SLOW_DOWN);
            assertThat(e.pause()).isPositive();
        });
        assertThat(venue.getRequestCount()).isEqualTo(5);
    }
}
