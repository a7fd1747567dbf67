package io.tollgate.gatekeeper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All venues at one port, which repeat in their answers what was sent to them: headers and bodies, with all the secrets in them. It keeps what was
 * secret in the requests.
 */
final class EchoVenue implements AutoCloseable {
    static final String TOKEN = "plantedToken4711aB";
    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization",
            "x-pm-signature",
            "kalshi-access-signature",
            "poly_signature",
            "poly_passphrase",
            "privy-authorization-signature");
    private static final int SHORTEST = 8;

    /** How it answers. */
    enum Manner {
        GOOD,
        STATUS_500_TEXT,
        STATUS_500,
        STATUS_400,
        STATUS_401,
        STATUS_403,
        STATUS_404,
        STATUS_422,
        STATUS_429,
        REDIRECT,
        NO_JSON,
        MEMBERS,
        ROWS
    }

    private final HttpServer server;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile Manner manner = Manner.GOOD;
    /** Whether the requests that only prepare the read of a balance are answered as they should be. */
    private volatile boolean helpsOn;

    EchoVenue() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void manner(Manner newManner, boolean newHelpsOn) {
        manner = newManner;
        helpsOn = newHelpsOn;
    }

    /** Signatures, tokens and the like that requests carried. */
    List<String> secretsSeen() {
        return new ArrayList<>(seen);
    }

    long requests() {
        return requests.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        final String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        final StringBuilder echo = new StringBuilder("you sent ");
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    echo.append(name).append(": ").append(value).append(' ');
                    if (SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                        keep(
                                value.startsWith("Bearer ") || value.startsWith("Basic ")
                                        ? value.substring(6).strip()
                                        : value);
                    }
                }));
        echo.append(body);
        if (body.contains("client_assertion")) {
            keep(mapper.readTree(body).path("client_assertion").asText());
        }
        answer(exchange, echo.toString());
    }

    private void keep(String secret) {
        if (secret.length() >= SHORTEST) {
            seen.add(secret);
            seen.add(URLDecoder.decode(secret.replace("+", "%2B").replace("%", "%25"), StandardCharsets.UTF_8));
        }
    }

    private void answer(HttpExchange exchange, String echo) throws IOException {
        final String path = exchange.getRequestURI().getPath();
        final boolean isBalance = path.contains("balance") && !path.endsWith("/update");
        final String good = good(path, exchange.getRequestURI().getQuery());
        if (manner == Manner.GOOD || (helpsOn && !isBalance)) {
            send(exchange, 200, good);
            return;
        }
        final String json = mapper.writeValueAsString(Map.of(
                "error",
                echo,
                "error_description",
                echo,
                "message",
                echo,
                "code",
                echo,
                "details",
                echo,
                "service",
                echo));
        switch (manner) {
            case STATUS_500_TEXT -> send(exchange, 500, echo);
            case NO_JSON -> send(exchange, 200, echo);
            case REDIRECT -> {
                exchange.getResponseHeaders()
                        .add("Location", "/" + java.net.URLEncoder.encode(echo, StandardCharsets.UTF_8));
                send(exchange, 302, "");
            }
            case MEMBERS -> {
                final Map<String, Object> members = new java.util.TreeMap<>();
                for (final String name : List.of(
                        "balances",
                        "balance",
                        "balance_dollars",
                        "balance_breakdown",
                        "assets",
                        "assets_by_chain",
                        "allowance",
                        "allowances",
                        "entries",
                        "orders",
                        "market_positions",
                        "positions",
                        "data",
                        "next_cursor",
                        "cursor",
                        "as_of_time",
                        "access_token",
                        "token_type",
                        "expires_in",
                        "apiKey",
                        "secret",
                        "passphrase",
                        "nextPageToken",
                        "eof",
                        "nextCursor")) {
                    members.put(name, echo);
                }
                send(exchange, 200, mapper.writeValueAsString(members));
            }
            case ROWS -> send(exchange, 200, rows(mapper.writeValueAsString(echo)));
            default -> send(exchange, Integer.parseInt(manner.name().substring(7)), json);
        }
    }

    /** Rows as they should be but for what is in them. */
    private static String rows(String echo) {
        final String row =
                "{\"currency\":\"USD\",\"currentBalance\":" + echo + ",\"symbol\":\"USDC\",\"amount\":" + echo
                        + ",\"chain_id\":" + echo + ",\"exchange_index\":0,\"balance\":" + echo + ",\"id\":" + echo
                        + ",\"side\":" + echo
                        + ",\"status\":" + echo + ",\"price\":" + echo + ",\"order_id\":" + echo + ",\"ticker\":" + echo
                        + ",\"yes_price_dollars\":" + echo + ",\"position_fp\":" + echo + ",\"lastUpdated\":" + echo
                        + ",\"asset_id\":" + echo
                        + ",\"account\":" + echo + ",\"updateTime\":" + echo + "}";
        final String list = "[" + row + "]";
        return "{\"balances\":" + list + ",\"assets\":" + list + ",\"assets_by_chain\":" + list
                + ",\"balance_breakdown\":" + list
                + ",\"balance\":" + echo + ",\"allowances\":{" + echo + ":" + echo + "},\"orders\":" + list
                + ",\"data\":" + list
                + ",\"next_cursor\":\"LTE=\",\"market_positions\":" + list + ",\"positions\":{" + echo + ":" + row
                + "},\"entries\":" + list
                + ",\"as_of_time\":" + echo + ",\"access_token\":" + echo + ",\"expires_in\":" + echo + ",\"apiKey\":"
                + echo
                + ",\"secret\":" + echo + ",\"passphrase\":" + echo + ",\"order\":" + row + "}";
    }

    private static String good(String path, String query) {
        if (path.endsWith("/oauth/token")) {
            return "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":180}";
        }
        if (path.contains("/auth/")) {
            return "{\"apiKey\":\"5f0c8f5e-0000-4000-8000-000000000001\",\"secret\":\""
                    + SecretsDriver.CLOB_DERIVED_SECRET + "\",\"passphrase\":\"" + SecretsDriver.CLOB_DERIVED_PASSPHRASE
                    + "\"}";
        }
        if (path.contains("user_data_timestamp")) {
            return "{\"as_of_time\":\"" + java.time.Instant.now() + "\"}";
        }
        return "{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":5,\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"5\",\"raw_value_decimals\":6}],"
                + "\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"5.0\"}],\"balance_dollars\":\"5.00\",\"balance\":"
                + (query != null && query.contains("asset_type") ? "\"5000000\"" : "500")
                + ",\"allowance\":\"5000000\",\"orders\":[],\"data\":[],\"next_cursor\":\"LTE=\",\"market_positions\":[],\"cursor\":\"\","
                + "\"entries\":[],\"eof\":true}";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
