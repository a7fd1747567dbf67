package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.auth.Claims;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.VenueLoop;
import io.tollgate.simulator.venue.VenueState;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/funding/balance-ledger}: the ledger, page by page, without the types that the venue keeps to itself. Bearer token with
 * scope {@code read:positions}; 5 requests in any 10 s. Names of parameters in snake or camel case, as a grpc-gateway takes them.
 */
final class LedgerHandler implements HttpHandler {
    static final String PATH = "/v1/funding/balance-ledger";
    static final int BURST = 5;
    static final long BURST_NANOS = 10 * RequestRate.NANOS_PER_SECOND;

    private static final String CURRENCY = "USD";
    private static final String BEARER = "Bearer ";
    private static final String SCOPE = "read:positions";
    private static final int MOST_ENTRIES = 1000;
    private static final int INVALID_ARGUMENT = 3;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int ABORTED = 10;
    private static final int UNAUTHENTICATED = 16;

    private final VenueLoop loop;
    private final VenueState state;
    private final TokenIssuer issuer;
    private final RequestRate rate;
    private final InstantSource clock;
    private final String account;

    LedgerHandler(
            VenueLoop loop,
            VenueState state,
            TokenIssuer issuer,
            RequestRate rate,
            InstantSource clock,
            String account) {
        this.loop = loop;
        this.state = state;
        this.issuer = issuer;
        this.rate = rate;
        this.clock = clock;
        this.account = account;
    }

    /** What is asked for. */
    private record Query(long startNanos, long endNanos, String symbol, boolean newestFirst, int size, int skip) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")
                || !exchange.getRequestURI().getPath().equals(PATH)) {
            refuse(exchange, 404, 5, "Not Found");
            return;
        }
        if (!rate.admit()) {
            exchange.getResponseHeaders().set("Retry-After", "2");
            refuse(exchange, 429, RESOURCE_EXHAUSTED, "Too Many Requests");
            return;
        }
        try {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization == null || !authorization.startsWith(BEARER)) {
                throw new RefusedException("missing bearer token");
            }
            Claims claims = issuer.verify(authorization.substring(BEARER.length()), clock.millis());
            if (!claims.scopes().contains(SCOPE)) {
                refuse(exchange, 403, PERMISSION_DENIED, "permission denied: missing required scope " + SCOPE);
                return;
            }
        } catch (RefusedException refused) {
            refuse(exchange, 401, UNAUTHENTICATED, String.valueOf(refused.getMessage()));
            return;
        }
        Map<String, List<String>> given = parameters(exchange.getRequestURI());
        if (!account.equals(one(given, "account"))) {
            refuse(exchange, 403, PERMISSION_DENIED, "permission denied: account is not of this firm");
            return;
        }
        for (String type : given.getOrDefault("entrytypes", List.of())) {
            if (isSuppressed(type)) {
                refuse(exchange, 409, ABORTED, "entry type is not available: " + type);
                return;
            }
        }
        Query query;
        try {
            query = query(given);
        } catch (IllegalArgumentException | DateTimeException malformed) {
            refuse(exchange, 400, INVALID_ARGUMENT, String.valueOf(malformed.getMessage()));
            return;
        }
        Http.answer(exchange, 200, loop.ask(() -> page(query, one(given, "currency"))));
    }

    private static void refuse(HttpExchange exchange, int status, int code, String message) throws IOException {
        Http.answer(exchange, status, Map.of("code", code, "message", message, "details", List.of()));
    }

    private static boolean isSuppressed(String type) {
        for (LedgerEntryType known : LedgerEntryType.values()) {
            if (known != LedgerEntryType.UNRECOGNIZED
                    && (known.name().equals(type) || known.name().endsWith("_BALANCE_" + type))) {
                return LedgerEntry.isSuppressed(known);
            }
        }
        return false;
    }

    private static Query query(Map<String, List<String>> given) {
        int size = Integer.parseInt(one(given, "pagesize", "100"));
        if (size < 1 || size > MOST_ENTRIES) {
            throw new IllegalArgumentException("page_size must be 1 to " + MOST_ENTRIES + ": page_size=" + size);
        }
        String token = one(given, "pagetoken");
        int skip = token.isEmpty()
                ? 0
                : Integer.parseInt(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII));
        return new Query(
                nanos(one(given, "starttime"), 0),
                nanos(one(given, "endtime"), Long.MAX_VALUE),
                one(given, "symbol"),
                Boolean.parseBoolean(one(given, "newestfirst", "false")),
                size,
                skip);
    }

    private static long nanos(String time, long otherwise) {
        if (time.isEmpty()) {
            return otherwise;
        }
        Instant instant =
                OffsetDateTime.parse(time).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private ObjectNode page(Query query, String currency) {
        List<LedgerEntry> found = new ArrayList<>();
        List<LedgerEntry> all = state.entries();
        for (int i = state.firstEntryAtOrAfter(query.startNanos()); i < all.size(); i++) {
            LedgerEntry entry = all.get(i);
            if (!entry.suppressed()
                    && Math.multiplyExact(entry.timeMillis(), 1_000_000L) <= query.endNanos()
                    && (query.symbol().isEmpty() || query.symbol().equals(entry.symbol()))
                    && (currency.isEmpty() || currency.equals(CURRENCY))) {
                found.add(entry);
            }
        }
        if (query.newestFirst()) {
            java.util.Collections.reverse(found);
        }
        int from = Math.min(query.skip(), found.size());
        int to = Math.min(found.size(), from + query.size());
        ArrayNode rows = Http.JSON.createArrayNode();
        found.subList(from, to).forEach(entry -> rows.add(row(entry)));
        ObjectNode page = Http.JSON.createObjectNode();
        page.set("entries", rows);
        page.put("nextPageToken", to < found.size() ? token(to) : "");
        page.put("eof", to == found.size());
        return page;
    }

    private static String token(int skip) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(skip).getBytes(StandardCharsets.US_ASCII));
    }

    private ObjectNode row(LedgerEntry entry) {
        ObjectNode row = Http.JSON.createObjectNode();
        row.put("id", entry.id());
        row.put("account", account);
        row.put("currency", CURRENCY);
        row.put("beforeBalance", Micros.toDecimal(entry.beforeMicros()));
        row.put("afterBalance", Micros.toDecimal(entry.afterMicros()));
        row.put("description", entry.description());
        row.put("updateTime", Instant.ofEpochMilli(entry.timeMillis()).toString());
        row.put("entryType", entry.type().name());
        if (!entry.symbol().isEmpty()) {
            row.put("symbol", entry.symbol());
        }
        row.put(
                "updateBusinessDate",
                Instant.ofEpochMilli(entry.timeMillis())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString());
        return row;
    }

    /** Values by name, lower case and without underscores. */
    private static Map<String, List<String>> parameters(URI uri) {
        Map<String, List<String>> parameters = new HashMap<>();
        String query = uri.getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String key = name.replace("_", "").toLowerCase(java.util.Locale.ROOT);
                parameters
                        .computeIfAbsent(key, unused -> new ArrayList<>())
                        .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String one(Map<String, List<String>> given, String name) {
        return one(given, name, "");
    }

    private static String one(Map<String, List<String>> given, String name, String otherwise) {
        @Nullable List<String> values = given.get(name);
        return values == null || values.get(0).isEmpty() ? otherwise : values.get(0);
    }
}
