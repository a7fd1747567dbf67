package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came: what is signed is the path without the query, and the body. */
record ClobRequest(String method, String path, Map<String, String> query, Headers headers, String body) {
    private static final int MOST_BODY_BYTES = 256 * 1024;

    static ClobRequest of(HttpExchange exchange) throws IOException {
        return new ClobRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readNBytes(MOST_BODY_BYTES), StandardCharsets.UTF_8));
    }

    /** By name; what has no {@code =} is left out. */
    static Map<String, String> query(@Nullable String raw) {
        final Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (final String pair : raw.split("&", -1)) {
                final int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return query;
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    /** The body; an exception if it is no JSON. */
    JsonNode json() throws IOException {
        return Http.JSON.readTree(body);
    }
}
