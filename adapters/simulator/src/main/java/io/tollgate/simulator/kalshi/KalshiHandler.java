package io.tollgate.simulator.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.kalshi.KalshiSimulator.Settings;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Every path of the venue: who asks, how often, what. Thread-safe. */
final class KalshiHandler implements HttpHandler {
    private static final int DEFAULT_COST = 10;
    private static final int LIGHT_COST = 2;
    private static final long NONE = Long.MIN_VALUE;

    private final KalshiSimulator simulator;
    private final Settings settings;
    private final KalshiKeys keys;
    private final KalshiVenue venue;
    private final KalshiReads reads;
    private final Map<String, TokenBucket> readBuckets = new ConcurrentHashMap<>();
    private final Map<String, TokenBucket> writeBuckets = new ConcurrentHashMap<>();

    KalshiHandler(KalshiSimulator simulator, Settings settings, KalshiKeys keys, KalshiVenue venue) {
        this.simulator = simulator;
        this.settings = settings;
        this.keys = keys;
        this.venue = venue;
        this.reads = new KalshiReads(venue, settings);
    }

    /** An answer that is no refusal. */
    private record Answer(int status, Object body) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        final long delayMillis = simulator.strike(KalshiFault.DELAY, 0);
        if (delayMillis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
        }
        try {
            final Answer answer = answer(exchange);
            if (simulator.strike(KalshiFault.TIMEOUT_AFTER, NONE) != NONE) {
                Http.answerText(exchange, 504, "");
                return;
            }
            Http.answer(exchange, answer.status(), answer.body());
        } catch (KalshiRefusal refusal) {
            Http.answer(exchange, refusal.status(), refusal.body());
        } catch (IllegalArgumentException malformed) {
            Http.answer(exchange, 400, Map.of("msg", String.valueOf(malformed.getMessage())));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, KalshiRefusal {
        final String method = exchange.getRequestMethod();
        final String rawPath = exchange.getRequestURI().getRawPath();
        final String path = rawPath.substring(KalshiSimulator.BASE.length());
        final Headers headers = exchange.getRequestHeaders();
        if (simulator.strike(KalshiFault.UNAUTHORIZED, NONE) != NONE) {
            throw KalshiRefusal.nested(401, "authentication_error", "INCORRECT_API_KEY_SIGNATURE");
        }
        final String keyId = keys.check(
                headers.getFirst("KALSHI-ACCESS-KEY"),
                headers.getFirst("KALSHI-ACCESS-TIMESTAMP"),
                headers.getFirst("KALSHI-ACCESS-SIGNATURE"),
                method,
                rawPath,
                settings.clock().millis());
        spend(keyId, method, path);
        if (simulator.strike(KalshiFault.TOO_MANY_REQUESTS, NONE) != NONE) {
            throw KalshiRefusal.tooMany();
        }
        if (simulator.strike(KalshiFault.INTERNAL_ERROR, NONE) != NONE) {
            throw KalshiRefusal.flat(500, "internal_error", "internal error");
        }
        if (simulator.strike(KalshiFault.UNAVAILABLE, NONE) != NONE) {
            throw KalshiRefusal.nested(503, "service_unavailable", "");
        }
        final Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        return method.equals("GET")
                ? new Answer(200, reads.get(path, query, () -> simulator.strike(KalshiFault.LIE, 0)))
                : write(exchange, method, path, query);
    }

    private void spend(String keyId, String method, String path) throws KalshiRefusal {
        final boolean read = method.equals("GET");
        final boolean light = method.equals("DELETE") || (read && path.startsWith("/portfolio/orders/"));
        final TokenBucket bucket = read
                ? readBuckets.computeIfAbsent(
                        keyId,
                        key -> new TokenBucket(
                                settings.readTokensPerSecond(),
                                (long) KalshiReads.READ_SECONDS * settings.readTokensPerSecond(),
                                settings.nanoClock()))
                : writeBuckets.computeIfAbsent(
                        keyId,
                        key -> new TokenBucket(
                                settings.writeTokensPerSecond(),
                                settings.writeTokensPerSecond(),
                                settings.nanoClock()));
        if (!bucket.take(light ? LIGHT_COST : DEFAULT_COST)) {
            throw KalshiRefusal.tooMany();
        }
    }

    private Answer write(HttpExchange exchange, String method, String path, Map<String, String> query)
            throws IOException, KalshiRefusal {
        final String orders = "/portfolio/events/orders";
        if (path.equals("/portfolio/orders") || path.startsWith("/portfolio/orders/")) {
            throw KalshiRefusal.nested(410, "deprecated_v1_order_endpoint", "use /portfolio/events/orders");
        }
        if (method.equals("POST") && path.equals(orders)) {
            return place(Http.body(exchange));
        }
        if (path.startsWith(orders + "/")) {
            final String rest = path.substring(orders.length() + 1);
            if (method.equals("DELETE") && rest.indexOf('/') < 0) {
                return cancel(decoded(rest), query);
            }
            if (method.equals("POST") && rest.endsWith("/amend")) {
                return amend(decoded(rest.substring(0, rest.length() - "/amend".length())), Http.body(exchange), query);
            }
        }
        throw KalshiRefusal.flat(404, "not_found", "page not found");
    }

    private Answer place(JsonNode body) throws KalshiRefusal {
        final String timeInForce = body.path("time_in_force").asText("");
        switch (timeInForce) {
            case "good_till_canceled", "immediate_or_cancel", "fill_or_kill" -> {}
            default ->
                throw KalshiRefusal.bare(
                        "time_in_force must be one of fill_or_kill, good_till_canceled, immediate_or_cancel");
        }
        switch (body.path("self_trade_prevention_type").asText("")) {
            case "taker_at_cross", "maker" -> {}
            default -> throw KalshiRefusal.bare("self_trade_prevention_type must be taker_at_cross or maker");
        }
        final KalshiVenue.Placed placed = venue.place(new KalshiVenue.Request(
                body.path("ticker").asText(""),
                body.path("client_order_id").asText(""),
                bid(body),
                decimal(body, "price", 4),
                decimal(body, "count", 2),
                timeInForce,
                body.path("post_only").asBoolean(false),
                body.path("subaccount").asInt(0),
                body.has("exchange_index") ? body.path("exchange_index").asInt() : null));
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("order_id", placed.order().id);
        answer.put("client_order_id", placed.order().clientId);
        answer.put("fill_count", KalshiReads.count(placed.filled()));
        answer.put("remaining_count", KalshiReads.count(placed.order().remaining()));
        if (placed.filled() > 0) {
            answer.put("average_fill_price", KalshiReads.price(placed.order().price));
            answer.put("average_fee_paid", KalshiReads.dollars(Math.floorDiv(placed.fees() * 100, placed.filled())));
        }
        answer.put("ts_ms", placed.millis());
        return new Answer(201, answer);
    }

    private Answer cancel(String id, Map<String, String> query) throws KalshiRefusal {
        final long reduced = venue.cancel(id, integer(query, "subaccount", 0), shard(query));
        return new Answer(
                200,
                Map.of(
                        "order_id",
                        id,
                        "reduced_by",
                        KalshiReads.count(reduced),
                        "ts_ms",
                        settings.clock().millis()));
    }

    private Answer amend(String id, JsonNode body, Map<String, String> query) throws KalshiRefusal {
        final Integer shard = body.has("exchange_index")
                ? Integer.valueOf(body.path("exchange_index").asInt())
                : shard(query);
        final KalshiOrder order = venue.amend(
                id, integer(query, "subaccount", 0), shard, decimal(body, "price", 4), decimal(body, "count", 2));
        return new Answer(
                200,
                Map.of(
                        "order_id",
                        id,
                        "client_order_id",
                        order.clientId,
                        "fill_count",
                        KalshiReads.count(order.filled),
                        "remaining_count",
                        KalshiReads.count(order.remaining()),
                        "ts_ms",
                        settings.clock().millis()));
    }

    private static boolean bid(JsonNode body) throws KalshiRefusal {
        final String side = body.path("side").asText("");
        if (!side.equals("bid") && !side.equals("ask")) {
            throw KalshiRefusal.bare("side must be bid or ask");
        }
        return side.equals("bid");
    }

    /** Decimal text with at most so many places. */
    private static long decimal(JsonNode body, String name, int scale) throws KalshiRefusal {
        final JsonNode value = body.path(name);
        try {
            if (value.isTextual() && value.textValue().length() <= 20) {
                return new BigDecimal(value.textValue()).movePointRight(scale).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw KalshiRefusal.bare(name + " must be decimal text with at most " + scale + " places");
        }
        throw KalshiRefusal.bare(name + " must be decimal text");
    }

    private static @Nullable Integer shard(Map<String, String> query) {
        if (!query.containsKey("exchange_index")) {
            return query.containsKey("market_ticker") ? Integer.valueOf(-1) : null;
        }
        return integer(query, "exchange_index", 0);
    }

    static int integer(Map<String, String> query, String name, int absent) {
        final String value = query.get(name);
        return value == null || value.isEmpty() ? absent : Integer.parseInt(value);
    }

    static Map<String, String> query(@Nullable String raw) {
        final Map<String, String> query = new HashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (final String pair : raw.split("&", -1)) {
                final int equals = pair.indexOf('=');
                query.put(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
