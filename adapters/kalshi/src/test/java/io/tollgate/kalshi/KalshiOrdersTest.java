package io.tollgate.kalshi;

import static io.tollgate.kalshi.StubVenue.ORDERS;
import static io.tollgate.kalshi.StubVenue.json;
import static io.tollgate.kalshi.StubVenue.order;
import static io.tollgate.kalshi.StubVenue.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.TestClock;
import io.tollgate.rest.VenueOrder;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KalshiOrdersTest {
    private final StubVenue venue;
    private final KalshiOrders source;

    KalshiOrdersTest() throws IOException {
        venue = new StubVenue();
        source = new KalshiOrders(
                venue.config().build(), new RequestBudget(1_000, 1_000_000_000, 0), new TestClock().environment());
    }

    @AfterEach
    void closeAll() {
        source.close();
        venue.close();
    }

    @Test
    void openOrdersAreReadToTheLastPage() throws Exception {
        venue.once(
                ORDERS,
                json(200, orders("p2", order("a", "g1-1", "ask", "0.310000", "20.00", "resting"))),
                json(200, orders("", order("b", "", "bid", "0.5", "20.00", "queued_for_something_new"))));
        assertThat(source.openOrders())
                .containsExactly(
                        new VenueOrder("a", "g1-1", "KXTEST", false, OrderStatus.State.OPEN, 3_100, 4, 2_500, 500, 2),
                        new VenueOrder("b", "", "KXTEST", true, OrderStatus.State.OPEN, 5_000, 4, 2_500, 500, 2));
        assertThat(source.listsOnlyOpenOrders()).isTrue();
        assertThat(venue.requests.element().getUrl().queryParameter("status")).isEqualTo("resting");
    }

    @Test
    void anOrderHasItsFinalQuantityOrIsNotKnown() throws Exception {
        venue.always(
                "/portfolio/orders/a",
                json(200, "{\"order\":" + order("a", "g1-1", "bid", "0.3100", "0.00", "canceled") + "}"));
        venue.always("/portfolio/orders/b", json(404, "{\"error\":{\"code\":\"not_found\"}}"));
        venue.always("/portfolio/orders/c", json(404, "404 page not found"));
        venue.always(
                "/portfolio/orders/d",
                json(200, "{\"order\":" + order("a", "g1-1", "bid", "0.3100", "0.00", "canceled") + "}"));
        venue.always("/portfolio/orders/e", json(200, "{}"));

        assertThat(source.order("a").orElseThrow().state()).isEqualTo(OrderStatus.State.ENDED);
        assertThat(source.order("a").orElseThrow().cumQuantity()).isEqualTo(500);
        assertThat(source.order("b")).isEmpty();
        assertThatThrownBy(() -> source.order("c")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> source.order("d")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> source.order("e")).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> source.order(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void directionsAreReadFromOlderMembersToo() throws Exception {
        final String plain = order("a", "x", "SIDE", "0.3100", "1.00", "resting");
        final String[] directions = {
            "\"outcome_side\":\"yes\"", "\"outcome_side\":\"no\"", "\"action\":\"buy\",\"side\":\"yes\"",
            "\"action\":\"sell\",\"side\":\"no\"", "\"action\":\"buy\",\"side\":\"no\"",
                    "\"action\":\"sell\",\"side\":\"yes\""
        };
        final boolean[] buys = {true, false, true, true, false, false};
        for (int i = 0; i < buys.length; i++) {
            venue.once(ORDERS, json(200, orders("", plain.replace("\"book_side\":\"SIDE\"", directions[i]))));
            assertThat(source.openOrders().get(0).buy()).as(directions[i]).isEqualTo(buys[i]);
        }
        venue.once(ORDERS, json(200, orders("", plain)));
        assertThatThrownBy(source::openOrders).hasMessageContaining("book_side must be bid or ask");
    }

    @Test
    void anOrderIsFoundByTheNameWeGaveIt() throws Exception {
        venue.always(
                ORDERS,
                json(
                        200,
                        orders(
                                "",
                                order("a", "g1-1", "bid", "0.3100", "0.00", "executed"),
                                order("b", "g1-2", "bid", "0.3100", "1.00", "resting"))));
        assertThat(source.orderByClientId("g1-1", "KXTEST", 1_791_374_000)
                        .orElseThrow()
                        .venueOrderId())
                .isEqualTo("a");
        assertThat(source.orderByClientId("g1-3", "KXTEST", 1_791_374_000)).isEmpty();
        assertThat(venue.requests.element().getUrl().encodedQuery())
                .contains("ticker=KXTEST", "min_ts=1791374000")
                .doesNotContain("status");
    }

    @Test
    void marketsAndLimitsAreReadFromTheVenue() throws Exception {
        venue.always(
                "/markets/KXTEST",
                json(
                        200,
                        "{\"market\":{\"ticker\":\"KXTEST\",\"exchange_index\":2,\"price_ranges\":"
                                + "[{\"start\":\"0.0000\",\"end\":\"1.0000\",\"step\":\"0.0010\"}]}}"));
        venue.always(
                "/account/limits",
                json(
                        200,
                        "{\"usage_tier\":\"x\",\"read\":{\"refill_rate\":7,\"bucket_capacity\":8},"
                                + "\"write\":{\"refill_rate\":9,\"bucket_capacity\":10}}"));
        assertThat(source.market("KXTEST").exchangeIndex()).isEqualTo(2);
        assertThat(source.market("KXTEST").ticks().check(15)).isEqualTo(KalshiTicks.Verdict.OFF_TICK);
        assertThat(source.rateLimits()).isEqualTo(new KalshiRateLimits(7, 8, 9, 10));
    }

    @Test
    void theKeysTokensAreKept() throws Exception {
        try (KalshiOrders poor = new KalshiOrders(
                venue.config().build(), new RequestBudget(12, 1_000_000_000, 0), new TestClock().environment())) {
            poor.openOrders();
            assertThatThrownBy(poor::openOrders)
                    .isInstanceOfSatisfying(
                            RefusedException.class, e -> assertThat(e.pause()).isPositive());
        }
    }
}
