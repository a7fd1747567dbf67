package io.tollgate.simulator.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON in and out of an exchange. Thread-safe. */
public final class Http {
    /** Numbers are exact in both directions. */
    public static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);

    private static final int MOST_BODY_BYTES = 64 * 1024;

    private Http() {}

    /**
     * The request's body, a JSON object.
     *
     * @throws IllegalArgumentException if it is something else, or too large
     */
    public static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (bytes.length > MOST_BODY_BYTES) {
            throw new IllegalArgumentException("body must be at most " + MOST_BODY_BYTES + " bytes");
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.isObject()) {
                throw new IllegalArgumentException("body must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("body must be a JSON object", malformed);
        }
    }

    /** Answers JSON. */
    public static void answer(HttpExchange exchange, int status, Object json) throws IOException {
        answer(exchange, status, "application/json", JSON.writeValueAsBytes(json));
    }

    /** Answers plain text. */
    public static void answerText(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers bytes of any type. */
    public static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
