package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.VenueControl;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /simulator/…}: the back door over HTTP. Everything is done by the {@link VenueControl} of this process. */
final class ControlHandler implements HttpHandler {
    private static final String PREFIX = "/simulator/";
    private static final Map<String, String> DONE = Map.of("status", "ok");

    private final VenueControl control;
    private final byte[] token;

    ControlHandler(VenueControl control, String token) {
        this.control = control;
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        @Nullable String given = exchange.getRequestHeaders().getFirst("X-Simulator-Token");
        if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            Http.answer(exchange, 401, Map.of("error", "X-Simulator-Token must be the control token of this run"));
            return;
        }
        String operation = exchange.getRequestURI().getPath().substring(PREFIX.length());
        try {
            if (exchange.getRequestMethod().equals("GET")) {
                get(exchange, operation);
            } else {
                Http.answer(exchange, 200, post(operation, Http.body(exchange)));
            }
        } catch (SimulatorException refused) {
            Http.answer(exchange, 409, Map.of("error", String.valueOf(refused.getMessage())));
        } catch (IllegalArgumentException malformed) {
            Http.answer(exchange, 400, Map.of("error", String.valueOf(malformed.getMessage())));
        }
    }

    private void get(HttpExchange exchange, String operation) throws IOException {
        switch (operation) {
            case "truth" -> Http.answer(exchange, 200, control.truth());
            case "orders" -> orders(exchange);
            default -> throw unknown(operation);
        }
    }

    private void orders(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            control.audit(order -> {
                try {
                    out.write(Http.JSON.writeValueAsBytes(order));
                    out.write('\n');
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
        } catch (UncheckedIOException gone) {
            throw new IOException("the reader went away", gone);
        }
    }

    private Object post(String operation, JsonNode body) {
        switch (operation) {
            case "deposit" -> {
                return Map.of("entryId", control.deposit(amount(body)));
            }
            case "withdraw" -> {
                return Map.of("entryId", control.withdraw(amount(body)));
            }
            case "hidden-credit" -> control.hiddenCredit(amount(body));
            case "hidden-debit" -> control.hiddenDebit(amount(body));
            case "list" ->
                control.list(new InstrumentSpec(
                        text(body, "symbol"),
                        number(body, "priceScale"),
                        number(body, "quantityScale"),
                        number(body, "tick")));
            case "resolve" -> control.resolve(text(body, "symbol"), number(body, "payoutPrice"));
            case "bust" -> control.bust(text(body, "execId"));
            case "fill" -> {
                return Map.of(
                        "execId", control.fill(text(body, "clordId"), number(body, "quantity"), number(body, "price")));
            }
            case "cancel" -> control.cancelUnsolicited(text(body, "clordId"));
            case "fault" ->
                control.faults()
                        .inject(new Fault(
                                FaultKind.valueOf(text(body, "kind")),
                                Math.toIntExact(number(body, "count")),
                                number(body, "forMillis"),
                                number(body, "value")));
            case "clear-faults" -> control.faults().clear();
            default -> throw unknown(operation);
        }
        return DONE;
    }

    private static IllegalArgumentException unknown(String operation) {
        return new IllegalArgumentException(
                "unknown operation: " + operation + "; GET truth or orders, POST deposit, withdraw, hidden-credit,"
                        + " hidden-debit, list, resolve, bust, fill, cancel, fault or clear-faults");
    }

    private static long amount(JsonNode body) {
        return number(body, "amountMicros");
    }

    private static long number(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(field + " must be an integer: " + field + "=" + value);
        }
        return value.longValue();
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be a text: " + field + "=" + value);
        }
        return value.textValue();
    }
}
