package io.tollgate.simulator.privy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.privy.PrivyBook.Place;
import io.tollgate.simulator.rest.Http;
import io.tollgate.simulator.rest.RequestRate;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;

/** {@code /v1/}: what the venue answers. */
final class PrivyHandler implements HttpHandler {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PrivyBook book;
    private final PrivyReads reads;
    private final PrivyFaults faults;
    private final PrivyAuthentication authentication;
    private final RequestRate rate;
    private final InstantSource clock;

    PrivyHandler(
            PrivySimulatorConfig config, PrivyBook book, PrivyFaults faults, RequestRate rate, InstantSource clock) {
        this.book = book;
        this.reads = new PrivyReads(config, book, faults::lie);
        this.faults = faults;
        this.authentication = new PrivyAuthentication(config);
        this.rate = rate;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        faults.heard(exchange);
        faults.delay();
        try {
            if (faults.misbehave(exchange)) {
                return;
            }
            if (!rate.admit()) {
                throw new PrivyRefusal(429, "too_many_requests", "Too many requests. Please try again later.");
            }
            authentication.check(exchange.getRequestHeaders());
            Http.answer(exchange, 200, answer(exchange));
        } catch (PrivyRefusal refused) {
            final ObjectNode body = JSON.objectNode().put("error", String.valueOf(refused.getMessage()));
            if (!refused.code().isEmpty()) {
                body.put("code", refused.code());
            }
            Http.answer(exchange, refused.status(), body);
        }
    }

    private ObjectNode answer(HttpExchange exchange) throws IOException {
        final String[] path = exchange.getRequestURI().getPath().split("/", -1);
        if (exchange.getRequestMethod().equals("GET")) {
            return reads.get(exchange.getRequestURI());
        }
        // "", v1, wallets, id, transfer
        if (exchange.getRequestMethod().equals("POST")
                && path.length == 5
                && path[2].equals("wallets")
                && path[4].equals("transfer")) {
            return transfer(exchange, path[3]);
        }
        throw new PrivyRefusal(404, "", "Not found");
    }

    private ObjectNode transfer(HttpExchange exchange, String walletId) throws IOException {
        final JsonNode body;
        try {
            body = Http.body(exchange);
        } catch (IllegalArgumentException malformed) {
            throw new PrivyRefusal(400, "invalid_data", String.valueOf(malformed.getMessage()));
        }
        final String url = "http://" + exchange.getRequestHeaders().getFirst("Host")
                + exchange.getRequestURI().getRawPath();
        authentication.checkSignature("POST", url, body, exchange.getRequestHeaders(), clock.millis());
        final JsonNode source = body.path("source");
        final JsonNode destination = body.path("destination");
        final String chain = text(source, "chain");
        if (!destination.path("chain").asText(chain).equals(chain) || destination.has("asset")) {
            throw new PrivyRefusal(400, "invalid_data", "transfers across chains and assets are not simulated");
        }
        PrivyCatalog.caip2(chain);
        final JsonNode amount = body.has("amount") ? body.path("amount") : source.path("amount");
        return PrivyReads.action(
                book.transfer(
                        walletId,
                        new Place(chain, text(source, "asset").toLowerCase(Locale.ROOT)),
                        amount.asText(""),
                        text(destination, "address"),
                        body.path("reference_id").asText("")),
                false);
    }

    private static String text(JsonNode node, String name) {
        final JsonNode value = node.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new PrivyRefusal(400, "invalid_data", name + " is required");
        }
        return value.textValue();
    }
}
