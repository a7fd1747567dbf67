package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import io.tollgate.simulator.polymarketclob.ClobReads.Answer;
import io.tollgate.simulator.rest.Http;
import io.tollgate.simulator.rest.HttpEndpoint;
import io.tollgate.simulator.rest.RequestRate;
import io.tollgate.simulator.rest.WireFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The CLOB's REST API on loopback. See the package's page. Any thread. */
public final class ClobSimulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long WINDOW_NANOS = 10 * RequestRate.NANOS_PER_SECOND;
    private static final int BATCH = 15;
    private static final int MOST_REQUESTS = 1000;
    private static final Duration DELAY = Duration.ofMillis(500);

    private final ClobAccount account;
    private final InstantSource clock;
    private final ClobVenue venue;
    private final ClobReads reads;
    private final ClobProof proof;
    private final HttpEndpoint http;
    private final ClobUserSocket socket;
    private final RequestRate balances;
    private final RequestRate updates;
    private final RequestRate lists;
    private final Map<ClobFault, Integer> faults = new EnumMap<>(ClobFault.class);
    /** Guarded by {@code faults}. */
    private long lieMicros;

    private int lies;
    private final Deque<String> requests = new ArrayDeque<>();

    private ClobSimulator(ClobAccount account, InstantSource clock, LongSupplier nanoClock) {
        this.account = account;
        this.clock = clock;
        this.venue = new ClobVenue(account, clock);
        this.reads = new ClobReads(account, venue);
        this.proof = new ClobProof(account, clock);
        this.balances = new RequestRate(200, WINDOW_NANOS, nanoClock);
        this.updates = new RequestRate(50, WINDOW_NANOS, nanoClock);
        this.lists = new RequestRate(500, WINDOW_NANOS, nanoClock);
        this.http = new HttpEndpoint(HOST, account.port(), nanoClock);
        http.add("/", this::handle);
        this.socket = new ClobUserSocket(HOST, account, venue);
        http.start();
    }

    /** Starts one with the system's clocks. */
    public static ClobSimulator start(ClobAccount account) {
        return start(account, InstantSource.system(), System::nanoTime);
    }

    /**
     * Starts one.
     *
     * @throws io.tollgate.simulator.SimulatorException if the port is in use
     */
    public static ClobSimulator start(ClobAccount account, InstantSource clock, LongSupplier nanoClock) {
        return new ClobSimulator(account, clock, nanoClock);
    }

    /** Where it listens: a client's {@code host}. */
    public String url() {
        return "http://" + HOST + ":" + http.port();
    }

    /** The user channel: scheme, host, port and path. */
    public String socketUrl() {
        return "ws://" + HOST + ":" + socket.port() + ClobUserSocket.PATH;
    }

    /** Ends all WebSockets; clients may come back at once. */
    public void dropSockets() {
        socket.drop();
    }

    /** WebSockets stay open and say nothing, PONG neither, until it is taken back; what happens meanwhile is never told. */
    public void silenceSockets(boolean silent) {
        socket.silence(silent);
    }

    /** How many WebSockets have subscribed since the start. */
    public int subscriptions() {
        return socket.subscriptions();
    }

    /** Who may ask. */
    public ClobAccount account() {
        return account;
    }

    /** The truth, and what may be done to it. */
    public ClobVenue venue() {
        return venue;
    }

    /** Something goes wrong with the next so many requests that are signed. */
    public void fault(ClobFault fault, int times) {
        synchronized (faults) {
            faults.put(fault, times);
        }
    }

    /** The next so many balances are told off by so many micros; the truth is not touched. */
    public void lie(long micros, int times) {
        synchronized (faults) {
            lieMicros = micros;
            lies = times;
        }
    }

    private long takeLie() {
        synchronized (faults) {
            if (lies == 0) {
                return 0;
            }
            lies--;
            return lieMicros;
        }
    }

    /** All is well again. */
    public void clearFaults() {
        synchronized (faults) {
            faults.clear();
            lies = 0;
        }
        http.faults().clear();
    }

    /** What goes wrong with any request. */
    public WireFaults wireFaults() {
        return http.faults();
    }

    private boolean take(ClobFault fault) {
        synchronized (faults) {
            final int left = faults.getOrDefault(fault, 0);
            faults.put(fault, Math.max(0, left - 1));
            return left > 0;
        }
    }

    /** The last 1,000 requests: method, path and query, and the {@code POLY_} headers that a test may compare. */
    public List<String> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        final ClobRequest request = ClobRequest.of(exchange);
        synchronized (requests) {
            requests.add(request.method() + " " + exchange.getRequestURI() + " POLY_ADDRESS="
                    + request.headers().getFirst("POLY_ADDRESS") + " POLY_TIMESTAMP="
                    + request.headers().getFirst("POLY_TIMESTAMP") + " POLY_SIGNATURE="
                    + request.headers().getFirst("POLY_SIGNATURE"));
            if (requests.size() > MOST_REQUESTS) {
                requests.remove();
            }
        }
        Answer answer = open(request);
        if (answer == null) {
            answer = request.path().equals("/auth/derive-api-key")
                            || (request.path().equals("/auth/api-key")
                                    && request.method().equals("POST"))
                    ? wallet(request)
                    : signed(request, exchange);
        }
        send(exchange, answer, request);
    }

    private void send(HttpExchange exchange, Answer answer, ClobRequest request) throws IOException {
        final boolean signed = request.headers().containsKey("POLY_API_KEY");
        if (signed && take(ClobFault.WRONG_TYPE)) {
            Http.answer(exchange, 200, "text/html", "<html>maintenance</html>".getBytes(StandardCharsets.UTF_8));
        } else if (signed && take(ClobFault.TRUNCATED)) {
            final byte[] whole = Http.JSON.writeValueAsBytes(answer.json());
            Http.answer(exchange, answer.code(), "application/json", Arrays.copyOf(whole, whole.length / 2 + 1));
        } else {
            Http.answer(exchange, answer.code(), answer.json());
        }
    }

    /** What needs no credentials; null for anything else. */
    private @Nullable Answer open(ClobRequest request) {
        final String path = request.path();
        final String token = request.parameter("token_id");
        if (path.equals("/ok")) {
            return Answer.ok(TextNode.valueOf("OK"));
        }
        if (path.equals("/time")) {
            return Answer.ok(JSON.numberNode(clock.instant().getEpochSecond()));
        }
        if (path.equals("/version")) {
            return Answer.ok(JSON.objectNode().put("version", 2));
        }
        if (path.startsWith("/clob-markets/")) {
            final String condition = path.substring("/clob-markets/".length());
            final ClobMarketSpec market =
                    venue.market(each -> each.conditionId().equals(condition));
            return market == null ? Answer.error(404, "market not found") : Answer.ok(ClobJson.market(market));
        }
        final boolean byToken = path.startsWith("/markets-by-token/");
        if (!byToken && !path.equals("/tick-size") && !path.equals("/neg-risk") && !path.equals("/fee-rate")) {
            return null;
        }
        final ClobMarketSpec market = venue.marketOf(byToken ? path.substring("/markets-by-token/".length()) : token);
        if (market == null) {
            return Answer.error(404, "market not found");
        }
        final ObjectNode json = JSON.objectNode();
        switch (path) {
            case "/tick-size" ->
                json.set("minimum_tick_size", ClobJson.market(market).path("mts"));
            case "/neg-risk" -> json.put("neg_risk", market.negRisk());
            case "/fee-rate" -> json.put("base_fee", 1000);
            default -> json.put("condition_id", market.conditionId());
        }
        return Answer.ok(json);
    }

    private Answer wallet(ClobRequest request) {
        final String nonce = proof.walletNonce(request.headers());
        if (nonce == null) {
            return Answer.error(401, "Invalid L1 Request headers");
        }
        final boolean derive = request.method().equals("GET");
        final ClobProof.Key key = derive ? proof.key(nonce) : proof.create(nonce);
        if (key == null) {
            return Answer.error(400, derive ? "Could not derive api key!" : "Could not create api key");
        }
        return Answer.ok(JSON.objectNode()
                .put("apiKey", key.apiKey())
                .put("secret", key.secret())
                .put("passphrase", key.passphrase()));
    }

    private Answer signed(ClobRequest request, HttpExchange exchange) throws IOException {
        final String refusal = proof.refusal(request.headers(), request.method(), request.path(), request.body());
        if (!refusal.isEmpty() || take(ClobFault.UNAUTHORIZED)) {
            return Answer.error(401, "Unauthorized/Invalid api key");
        }
        if (take(ClobFault.DELAY)) {
            LockSupport.parkNanos(DELAY.toNanos());
        }
        final RequestRate rate = request.path().equals("/balance-allowance")
                ? balances
                : request.path().startsWith("/data/") ? lists : request.path().endsWith("/update") ? updates : null;
        if (take(ClobFault.TOO_MANY_REQUESTS) || (rate != null && !rate.admit())) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return Answer.error(429, "Too Many Requests");
        }
        if (take(ClobFault.ENGINE_RESTART)) {
            return Answer.error(425, "Too Early");
        }
        if (take(ClobFault.SERVER_ERROR)) {
            return Answer.error(500, "Internal server error");
        }
        if (take(ClobFault.DISABLED)) {
            return Answer.error(503, "Trading is currently disabled. Check polymarket.com for updates");
        }
        try {
            return route(request);
        } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return Answer.error(400, "Invalid order payload");
        }
    }

    private Answer route(ClobRequest request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "POST /order" -> placed(place(request.json()));
            case "POST /orders" -> {
                final ArrayNode answers = JSON.arrayNode();
                final JsonNode batch = request.json();
                if (!batch.isArray() || batch.size() > BATCH) {
                    throw new IllegalArgumentException("batch");
                }
                for (final JsonNode order : batch) {
                    answers.add(ClobJson.answer(place(order)));
                }
                yield Answer.ok(answers);
            }
            case "DELETE /order" ->
                canceled(List.of(request.json().path("orderID").asText()));
            case "DELETE /orders" -> {
                final List<String> ids = new ArrayList<>();
                request.json().forEach(id -> ids.add(id.asText()));
                yield canceled(ids);
            }
            case "DELETE /cancel-all" -> canceled(venue.liveOrders());
            case "GET /auth/api-keys" -> {
                final ObjectNode json = JSON.objectNode();
                json.putArray("apiKeys").add(account.apiKey());
                yield Answer.ok(json);
            }
            default -> {
                final Answer answer = request.method().equals("GET")
                        ? reads.get(
                                request.path(),
                                request.query(),
                                told -> Math.max(0, (take(ClobFault.DOUBLE_BALANCE) ? 2 * told : told) + takeLie()))
                        : null;
                yield answer == null ? Answer.error(404, "not found") : answer;
            }
        };
    }

    private ClobAnswer place(JsonNode body) {
        final ClobOrderRequest order = ClobJson.request(body);
        final ClobMarketSpec market = venue.marketOf(order.tokenId());
        if (!body.path("owner").asText().equals(account.apiKey())) {
            return ClobAnswer.refused("", "the order owner has to be the owner of the API KEY");
        }
        if (order.signatureType() != account.signatureType() || !order.maker().equals(account.funder())) {
            return ClobAnswer.refused("", "maker address not allowed, please use the deposit wallet flow");
        }
        if (order.signatureType() != 3 && !order.signer().equals(account.owner())) {
            return ClobAnswer.refused("", "the order signer address has to be the address of the API KEY");
        }
        final String signature = body.path("order").path("signature").asText().toLowerCase(Locale.ROOT);
        if (market != null
                && order.signatureType() != 3
                && !account.owner().equals(Secp256k1.signer(venue.digest(order, market), signature))) {
            return ClobAnswer.refused("", "invalid signature");
        }
        return venue.submit(order);
    }

    private static Answer placed(ClobAnswer answer) {
        return answer.accepted() ? Answer.ok(ClobJson.answer(answer)) : Answer.error(400, answer.error());
    }

    private Answer canceled(List<String> ids) {
        final ObjectNode json = JSON.objectNode();
        final ArrayNode canceled = json.putArray("canceled");
        final ObjectNode not = json.putObject("not_canceled");
        for (final String id : ids) {
            if (venue.cancel(id)) {
                canceled.add(id);
            } else {
                not.put(id, "order can't be found - already canceled or matched");
            }
        }
        return Answer.ok(json);
    }

    @Override
    public void close() {
        socket.close();
        http.close();
    }
}
