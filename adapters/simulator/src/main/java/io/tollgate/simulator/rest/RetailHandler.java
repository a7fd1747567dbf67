package io.tollgate.simulator.rest;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.RetailSignatures;
import io.tollgate.simulator.fault.FaultBoard;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The retail API under {@code /v1/}: rate, signature and faults; what is asked for is answered by {@link RetailDesk}. Traps on purpose, all
 * of them seen at the venue: a 401 is not JSON, every other refusal has the same shape and says little.
 */
final class RetailHandler implements HttpHandler {
    private final RetailDesk desk;
    private final RetailSignatures signatures;
    private final RequestRate rate;
    private final FaultBoard faults;
    private final InstantSource clock;

    RetailHandler(
            RetailDesk desk, RetailSignatures signatures, RequestRate rate, FaultBoard faults, InstantSource clock) {
        this.desk = desk;
        this.signatures = signatures;
        this.rate = rate;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        RetailDesk.@Nullable Task task = desk.find(method, path);
        if (task == null) {
            answer(exchange, RetailDesk.NOT_FOUND);
            return;
        }
        Fault tooMany = faults.take(FaultKind.REST_429);
        if (tooMany != null || !rate.admit()) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(tooMany == null ? 1 : tooMany.value()));
            Http.answer(exchange, 429, Map.of("status", 429, "message", "Too Many Requests"));
            return;
        }
        if (faults.take(FaultKind.REST_401) != null) {
            Http.answerText(exchange, 401, "Unauthorized - invalid API key.\n");
            return;
        }
        Headers headers = exchange.getRequestHeaders();
        try {
            // the path alone is signed: neither query nor body nor host
            signatures.check(
                    headers.getFirst("X-PM-Access-Key"),
                    headers.getFirst("X-PM-Timestamp"),
                    headers.getFirst("X-PM-Signature"),
                    method,
                    path,
                    clock.millis());
        } catch (RefusedException refused) {
            Http.answerText(exchange, 401, "Unauthorized - " + refused.getMessage() + "\n");
            return;
        }
        if (faults.take(FaultKind.REST_500) != null) {
            answer(exchange, RetailDesk.refusal(500, 13, "Internal Server Error"));
            return;
        }
        RetailDesk.Reply reply;
        try {
            reply = task.run(
                    query(exchange.getRequestURI().getRawQuery()),
                    method.equals("POST")
                            ? Http.body(exchange)
                            : Http.JSON.getNodeFactory().objectNode());
        } catch (IllegalArgumentException malformed) {
            reply = RetailDesk.refusal(400, 3, String.valueOf(malformed.getMessage()));
        }
        answer(exchange, reply);
    }

    private static void answer(HttpExchange exchange, RetailDesk.Reply reply) throws IOException {
        Http.answer(exchange, reply.status(), reply.json());
    }

    private static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            query.computeIfAbsent(name, key -> new java.util.ArrayList<>()).add(value);
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
