package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.Identifiers;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderInserted.Ticket;
import io.tollgate.simulator.venue.Venue;
import io.tollgate.simulator.venue.VenueLoop;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the retail API answers, once the asker is known: balances, positions, orders. Orders go through the venue's own acceptance rule, as
 * those of the exchange stack do; a price or quantity that is too fine is truncated, not refused, as the venue does it. An answer with an id
 * is no acceptance: the order's state tells that.
 */
final class RetailDesk {
    /** No such path, market or order: the venue says the same of all. */
    static final Reply NOT_FOUND = refusal(404, 5, "Not Found");

    private static final String OPEN = "/v1/orders/open";
    private static final String ORDER = "/v1/order/";
    private static final int DEFAULT_PAGE = 100;

    private final VenueLoop loop;
    private final Venue venue;
    private final FaultBoard faults;
    private final RetailJson json;
    private final int maxOrders;
    /** Retail has no client order ids: each request gets one of ours, by which test control names the order. */
    private final AtomicLong requests = new AtomicLong();

    private final String runTag;

    /** A status and its body. */
    record Reply(int status, Object json) {}

    /** One request whose path was recognised. */
    @FunctionalInterface
    interface Task {
        /**
         * Answers it.
         *
         * @throws IllegalArgumentException if the request is malformed: a 400
         */
        Reply run(Map<String, List<String>> query, JsonNode body);
    }

    RetailDesk(VenueLoop loop, Venue venue, FaultBoard faults, RetailJson json, int maxOrders, String runTag) {
        this.loop = loop;
        this.venue = venue;
        this.faults = faults;
        this.json = json;
        this.maxOrders = maxOrders;
        this.runTag = runTag;
    }

    static Reply refusal(int status, int code, String message) {
        return new Reply(status, Map.of("code", code, "message", message, "details", List.of()));
    }

    /** What answers this path; null if nothing does. */
    @Nullable
    Task find(String method, String path) {
        return switch (method + " " + path) {
            case "GET /v1/account/balances" -> (query, body) -> balances();
            case "GET /v1/portfolio/positions" -> (query, body) -> positions(query);
            case "GET " + OPEN -> (query, body) -> openOrders(query);
            case "POST /v1/orders" -> (query, body) -> create(body);
            case "POST " + OPEN + "/cancel" -> (query, body) -> cancelAll(body);
            default -> path.startsWith(ORDER) ? ofOrder(method, path.substring(ORDER.length())) : null;
        };
    }

    private @Nullable Task ofOrder(String method, String rest) {
        String[] parts = rest.split("/", -1);
        String what = parts.length == 1 ? method : method + " " + parts[1];
        if (parts.length > 2) {
            return null;
        }
        return switch (what) {
            case "GET" -> (query, body) -> one(parts[0]);
            case "POST cancel" -> (query, body) -> cancel(parts[0], body);
            case "POST modify" -> (query, body) -> modify(parts[0], body);
            default -> null;
        };
    }

    private Reply balances() {
        Fault lie = faults.take(FaultKind.LIE_RETAIL);
        return ok(loop.ask(() -> json.balances(lie == null ? 0 : lie.value())));
    }

    private Reply positions(Map<String, List<String>> query) {
        int limit = first(query, "limit").isEmpty() ? DEFAULT_PAGE : Integer.parseInt(first(query, "limit"));
        int from = first(query, "cursor").isEmpty() ? 0 : Integer.parseInt(first(query, "cursor"));
        if (limit < 1 || from < 0) {
            throw new IllegalArgumentException("limit and cursor must be as documented");
        }
        String market = first(query, "market");
        return ok(loop.ask(() -> json.positions(market, from, Math.min(limit, DEFAULT_PAGE))));
    }

    private static String first(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private Reply openOrders(Map<String, List<String>> query) {
        List<String> slugs = query.getOrDefault("slugs", List.of());
        return ok(loop.ask(() -> {
            ArrayNode orders = Http.JSON.getNodeFactory().arrayNode();
            for (Order order : venue.state().workingOrders()) {
                if (slugs.isEmpty() || slugs.contains(order.ticket.symbol())) {
                    orders.add(json.order(order));
                }
            }
            return Http.JSON.getNodeFactory().objectNode().set("orders", orders);
        }));
    }

    private Reply one(String id) {
        return loop.ask(() -> {
            Order order = venue.state().orderById(id);
            return order == null
                    ? NOT_FOUND
                    : ok(Http.JSON.getNodeFactory().objectNode().set("order", json.order(order)));
        });
    }

    private Reply create(JsonNode body) {
        String symbol = name(body, "marketSlug");
        InstrumentSpec spec = spec(symbol);
        if (spec == null) {
            return NOT_FOUND;
        }
        Ticket ticket = ticket(body, spec, newClordId());
        return loop.ask(() -> {
            if (venue.state().orders().size() >= maxOrders) {
                return refusal(429, 8, "the simulator keeps at most " + maxOrders + " orders");
            }
            Order order = venue.trading().insert(ticket);
            ObjectNode answer = Http.JSON.getNodeFactory().objectNode();
            answer.put("id", order.id);
            answer.set("executions", Http.JSON.getNodeFactory().arrayNode());
            return ok(answer);
        });
    }

    /** Never changes once it is listed. */
    private @Nullable InstrumentSpec spec(String symbol) {
        return loop.ask(() -> Optional.ofNullable(venue.state().spec(symbol))).orElse(null);
    }

    private String newClordId() {
        return "retail-" + runTag + "-" + requests.incrementAndGet();
    }

    private static Ticket ticket(JsonNode body, InstrumentSpec spec, String clordId) {
        String tif = body.path("tif").asText("TIME_IN_FORCE_GOOD_TILL_CANCEL");
        TimeInForce known =
                switch (tif) {
                    case "TIME_IN_FORCE_DAY" -> TimeInForce.TIME_IN_FORCE_DAY;
                    case "TIME_IN_FORCE_GOOD_TILL_CANCEL" -> TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL;
                    case "TIME_IN_FORCE_IMMEDIATE_OR_CANCEL" -> TimeInForce.TIME_IN_FORCE_IMMEDIATE_OR_CANCEL;
                    case "TIME_IN_FORCE_FILL_OR_KILL" -> TimeInForce.TIME_IN_FORCE_FILL_OR_KILL;
                    default -> TimeInForce.TIME_IN_FORCE_UNDEFINED;
                };
        boolean limit = body.path("type").asText("ORDER_TYPE_LIMIT").equals("ORDER_TYPE_LIMIT");
        boolean supported = limit && known != TimeInForce.TIME_IN_FORCE_UNDEFINED && !body.has("cashOrderQty");
        return new Ticket(
                clordId,
                spec.symbol(),
                side(body),
                limit ? price(body, spec) : spec.highestPrice(),
                body.has("quantity") ? quantity(body, spec) : 0,
                known,
                body.path("participateDontInitiate").asBoolean(false),
                supported);
    }

    /** In the book's terms: to buy NO is to sell YES. */
    private static Side side(JsonNode body) {
        return switch (body.path("intent").asText()) {
            case "ORDER_INTENT_BUY_LONG", "ORDER_INTENT_SELL_SHORT" -> Side.SIDE_BUY;
            case "ORDER_INTENT_SELL_LONG", "ORDER_INTENT_BUY_SHORT" -> Side.SIDE_SELL;
            default -> throw new IllegalArgumentException("intent is not known");
        };
    }

    private static long price(JsonNode body, InstrumentSpec spec) {
        JsonNode value = body.path("price").path("value");
        if (!value.isTextual() || !body.path("price").path("currency").asText().equals("USD")) {
            throw new IllegalArgumentException("price must be an amount in USD");
        }
        if (!value.textValue().matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException("price must be a decimal number");
        }
        long units = units(new BigDecimal(value.textValue()), spec.priceScale());
        return units - units % spec.tick();
    }

    private static long quantity(JsonNode body, InstrumentSpec spec) {
        if (!body.path("quantity").isNumber()) {
            throw new IllegalArgumentException("quantity must be a number");
        }
        return units(body.path("quantity").decimalValue(), spec.quantityScale());
    }

    /** What is too fine is cut off: 0.015 is 0.01. */
    private static long units(BigDecimal value, long scale) {
        BigDecimal units = value.multiply(BigDecimal.valueOf(scale)).setScale(0, RoundingMode.DOWN);
        if (units.signum() < 0 || units.precision() > 18) {
            throw new IllegalArgumentException("a price or quantity is out of range");
        }
        return units.longValueExact();
    }

    private Reply cancel(String id, JsonNode body) {
        String symbol = name(body, "marketSlug");
        return loop.ask(() -> {
            Order order = venue.state().orderById(id);
            if (order == null || !order.ticket.symbol().equals(symbol)) {
                return NOT_FOUND;
            }
            venue.trading().cancel(order, "");
            return ok(Map.of());
        });
    }

    private Reply modify(String id, JsonNode body) {
        String symbol = name(body, "marketSlug");
        InstrumentSpec spec = spec(symbol);
        if (spec == null) {
            return NOT_FOUND;
        }
        String clordId = newClordId();
        long price = body.has("price") ? price(body, spec) : 0;
        long quantity = body.has("quantity") ? quantity(body, spec) : 0;
        return loop.ask(() -> {
            Order order = venue.state().orderById(id);
            if (order == null || !order.ticket.symbol().equals(symbol)) {
                return NOT_FOUND;
            }
            venue.trading()
                    .replace(
                            order,
                            clordId,
                            body.has("price") ? price : order.terms().price(),
                            body.has("quantity") ? quantity : order.terms().quantity());
            return ok(Map.of());
        });
    }

    private Reply cancelAll(JsonNode body) {
        return loop.ask(() -> {
            ArrayNode cancelled = Http.JSON.getNodeFactory().arrayNode();
            for (Order order : List.copyOf(venue.state().workingOrders())) {
                boolean wanted = !body.has("slugs");
                for (JsonNode slug : body.path("slugs")) {
                    wanted |= slug.asText().equals(order.ticket.symbol());
                }
                if (wanted) {
                    venue.trading().cancel(order, "");
                    cancelled.add(order.id);
                }
            }
            return ok(Http.JSON.getNodeFactory().objectNode().set("canceledOrderIds", cancelled));
        });
    }

    private static String name(JsonNode body, String field) {
        String value = body.path(field).asText();
        if (!Identifiers.isValid(value)) {
            throw new IllegalArgumentException(field + " must be given");
        }
        return value;
    }

    private static Reply ok(Object answer) {
        return new Reply(200, answer);
    }
}
