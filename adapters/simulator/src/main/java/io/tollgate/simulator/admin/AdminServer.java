package io.tollgate.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.rest.Http;
import io.tollgate.simulator.rest.HttpEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The admin interface on loopback. See the package's page. Thread-safe. */
public final class AdminServer implements AutoCloseable {
    /** What carries the token. */
    public static final String TOKEN_HEADER = "X-Simulator-Token";

    private static final String HOST = "127.0.0.1";
    private static final String PATH = "/admin/venues";

    private final byte[] token;
    private final Map<String, AdminVenue> venues = new LinkedHashMap<>();
    private final HttpEndpoint http;

    private AdminServer(int port, String token, List<AdminVenue> venues) {
        this.token = token.getBytes(StandardCharsets.US_ASCII);
        venues.forEach(venue -> this.venues.put(venue.name(), venue));
        this.http = new HttpEndpoint(HOST, port, System::nanoTime);
        http.addUnfailing("/", this::handle);
        http.start();
    }

    /**
     * Starts it.
     *
     * @param port 0 for a free one
     * @param token whoever asks must have it
     * @throws io.tollgate.simulator.SimulatorException if the port is in use
     */
    public static AdminServer start(int port, String token, List<AdminVenue> venues) {
        if (token.length() < 16) {
            throw new IllegalArgumentException("token must have at least 16 characters: length=" + token.length());
        }
        return new AdminServer(port, token, venues);
    }

    /** Lists the venues; a venue and an operation are appended to it. */
    public String url() {
        return "http://" + HOST + ":" + http.port() + PATH;
    }

    private void handle(HttpExchange exchange) throws IOException {
        final @Nullable String given = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
        if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            answer(exchange, 401, TOKEN_HEADER + " must be the token in the file that the port file names");
            return;
        }
        final String path = exchange.getRequestURI().getPath();
        final String[] parts =
                path.substring(Math.min(path.length(), PATH.length())).split("/", -1);
        if (!path.startsWith(PATH) || !parts[0].isEmpty() || parts.length > 3) {
            answer(exchange, 404, "no such path; GET " + PATH + " lists the venues");
            return;
        }
        final String name = parts.length > 1 ? parts[1] : "";
        final AdminVenue venue = venues.get(name);
        final String operation = parts.length > 2 ? parts[2] : "";
        final boolean get = exchange.getRequestMethod().equals("GET");
        if (name.isEmpty() && get) {
            Http.answer(exchange, 200, list());
        } else if (venue == null) {
            answer(exchange, 404, "no such venue: " + name + "; known are " + String.join(", ", venues.keySet()));
        } else if (get && operation.isEmpty()) {
            Http.answer(exchange, 200, venue.truth());
        } else if (exchange.getRequestMethod().equals("POST") && !operation.isEmpty()) {
            post(exchange, venue, operation);
        } else {
            answer(exchange, 405, "GET a venue to read its truth, POST to an operation of it to change something");
        }
    }

    private static void post(HttpExchange exchange, AdminVenue venue, String operation) throws IOException {
        try {
            Http.answer(exchange, 200, venue.apply(operation, (ObjectNode) body(exchange)));
        } catch (IllegalArgumentException wrong) {
            answer(exchange, 400, String.valueOf(wrong.getMessage()));
        } catch (SimulatorException | ArithmeticException refused) {
            // the venues' own refusals, and what is beyond a number: nothing was changed
            answer(exchange, 409, String.valueOf(refused.getMessage()));
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        final String length = exchange.getRequestHeaders().getFirst("Content-Length");
        final boolean none = (length == null || length.equals("0"))
                && !exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        return none ? JsonNodeFactory.instance.objectNode() : Http.body(exchange);
    }

    private ArrayNode list() {
        final ArrayNode all = JsonNodeFactory.instance.arrayNode();
        venues.values().forEach(venue -> {
            final ObjectNode row = all.addObject().put("venue", venue.name());
            final ArrayNode accounts = row.putArray("accounts");
            venue.truth().path("balances").forEach(balance -> accounts.addObject()
                    .put("account", balance.path("account").asText())
                    .put("asset", balance.path("asset").asText()));
            final ObjectNode operations = row.putObject("operations");
            venue.operations().forEach(operation -> {
                final ObjectNode told = operations.putObject(operation.name()).put("meaning", operation.meaning());
                operation.required().forEach(told.putArray("required")::add);
                operation.optional().forEach(told.putArray("optional")::add);
            });
            venue.faultKinds().forEach(row.putArray("faultKinds")::add);
        });
        return all;
    }

    private static void answer(HttpExchange exchange, int status, String error) throws IOException {
        Http.answer(exchange, status, Map.of("error", error));
    }

    @Override
    public void close() {
        http.close();
    }
}
