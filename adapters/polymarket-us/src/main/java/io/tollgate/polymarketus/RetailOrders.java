package io.tollgate.polymarketus;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.OrderStatusSource;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.VenueOrder;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Orders of the retail stack: {@code GET /v1/orders/open}, which has no pages, and {@code GET /v1/order/{id}}. The stack keeps no client
 * order ids: an order is found by the id that the venue answered when it was made.
 *
 * <p>Prices are those of the book, whatever the intent: to buy NO at x is to sell YES at 1 − x, and {@link VenueOrder#buy} says which.
 * Prices and sizes have {@link #SCALE} places. A state that is not known counts as open, so that nothing is released by it.
 *
 * <p>Threading: one thread at a time; calls wait for the venue. Within the key's budget: a call beyond it is refused with the pause.
 */
public final class RetailOrders implements OrderStatusSource {
    /** Decimal places of prices and sizes. */
    public static final int SCALE = 4;

    private static final long ONE = 10_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,100}");
    private static final Set<String> ENDED =
            Set.of("ORDER_STATE_FILLED", "ORDER_STATE_CANCELED", "ORDER_STATE_REJECTED", "ORDER_STATE_EXPIRED");
    private static final Duration ALLOWED_SKEW = Duration.ofSeconds(10);

    private final RetailApi api;
    private final Calls calls;
    private final RequestBudget budget;

    /** With the system's clocks and a budget of its own. */
    public RetailOrders(RetailConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks and a budget of its own. */
    public RetailOrders(RetailConfig config, FeedEnvironment environment) {
        this(config, environment, RetailSnapshotFeed.budget(config, environment));
    }

    /** With given clocks, and the budget of whatever else uses the key. */
    public RetailOrders(RetailConfig config, FeedEnvironment environment, RequestBudget budget) {
        this.api = new RetailApi(config);
        this.budget = budget;
        this.calls = new Calls(
                "polymarket-us-retail-orders",
                config.callTimeout(),
                config.maxBodyBytes(),
                ALLOWED_SKEW,
                environment.nanoClock(),
                environment.wallClock());
    }

    @Override
    public boolean listsOnlyOpenOrders() {
        return true;
    }

    @Override
    public List<VenueOrder> openOrders() throws IOException, MalformedMessageException, RefusedException {
        HttpClient.Answer answer = get("/v1/orders/open");
        if (answer.code() != 200) {
            throw RetailApi.refusal(answer, calls, "orders");
        }
        List<VenueOrder> orders = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode row : Json.array(Json.read(answer.body()), "orders")) {
            VenueOrder order = order(row);
            if (!ids.add(order.venueOrderId())) {
                throw new MalformedMessageException(
                        "an order must be listed once: id=" + VenueText.clean(order.venueOrderId()));
            }
            orders.add(order);
        }
        return orders;
    }

    @Override
    public Optional<VenueOrder> order(String venueOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        if (!ID.matcher(venueOrderId).matches()) {
            throw new IllegalArgumentException("venueOrderId must be 1 to 100 letters, digits, dots and dashes: "
                    + VenueText.clean(venueOrderId) + "; give the id that the venue answered");
        }
        HttpClient.Answer answer = get("/v1/order/" + venueOrderId);
        if (answer.code() == 404) {
            return Optional.empty();
        }
        if (answer.code() != 200) {
            throw RetailApi.refusal(answer, calls, "orders");
        }
        VenueOrder order = order(Json.read(answer.body()).path("order"));
        if (!order.venueOrderId().equals(venueOrderId)) {
            throw new MalformedMessageException("the order must be the one asked for: id="
                    + VenueText.clean(order.venueOrderId()) + " asked for " + venueOrderId);
        }
        return Optional.of(order);
    }

    private HttpClient.Answer get(String path) throws IOException, RefusedException {
        long waitNanos = budget.take(calls.nowNanos());
        if (waitNanos > 0) {
            throw new RefusedException(
                    RefusedException.Action.SLOW_DOWN,
                    "the key's budget of requests is used up; ask again after the pause",
                    Duration.ofNanos(waitNanos));
        }
        return api.get(calls, api.url(path).build());
    }

    private static VenueOrder order(JsonNode row) throws MalformedMessageException {
        boolean hasPrice = !Json.isAbsent(row, "price") && !Json.isAbsent(row.path("price"), "value");
        boolean buy = buys(row);
        return new VenueOrder(
                Json.text(row, "id"),
                "",
                Json.text(row, "marketSlug"),
                buy,
                ENDED.contains(Json.text(row, "state")) ? OrderStatus.State.ENDED : OrderStatus.State.OPEN,
                // a market order has none: the worst there can be
                hasPrice ? price(row, buy) : buy ? ONE : 0,
                SCALE,
                Json.amountUp(row, "quantity", SCALE),
                // rounded up, so that no part of a fill is released
                Json.amountUp(row, "cumQuantity", SCALE),
                SCALE);
    }

    /** Finer prices than ours are told as the worse one. */
    private static long price(JsonNode row, boolean buy) throws MalformedMessageException {
        JsonNode price = row.path("price");
        long value = buy ? Json.amountUp(price, "value", SCALE) : Json.amount(price, "value", SCALE);
        if (value < 0 || value > ONE) {
            throw new MalformedMessageException("price must be 0 to 1: it is " + value + " of " + ONE);
        }
        return value;
    }

    private static boolean buys(JsonNode row) throws MalformedMessageException {
        String side = Json.isAbsent(row, "side") ? Json.text(row, "intent") : Json.text(row, "side");
        return switch (side) {
            case "ORDER_SIDE_BUY", "ORDER_INTENT_BUY_LONG", "ORDER_INTENT_SELL_SHORT" -> true;
            case "ORDER_SIDE_SELL", "ORDER_INTENT_SELL_LONG", "ORDER_INTENT_BUY_SHORT" -> false;
            default -> throw new MalformedMessageException("side must be known: side=" + VenueText.clean(side));
        };
    }

    @Override
    public void close() {
        calls.close();
    }
}
