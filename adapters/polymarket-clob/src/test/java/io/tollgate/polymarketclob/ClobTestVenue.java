package io.tollgate.polymarketclob;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.PollingConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A venue on loopback that answers each path what the test says: what is queued for it first, then what is set. */
final class ClobTestVenue implements AutoCloseable {
    static final String API_KEY = "00000000-0000-0000-0000-000000000001";
    static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlYw==";
    static final String PASSPHRASE = "passphrase-that-nobody-may-see";
    static final String FUNDER = "0x00000000000000000000000000000000000000f1";
    static final WalletKey KEY = WalletKey.ofHex("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    static final String EMPTY = "{\"limit\":100,\"count\":0,\"next_cursor\":\"LTE=\",\"data\":[]}";

    private final MockWebServer server = new MockWebServer();
    private final Map<String, Deque<MockResponse>> queued = new HashMap<>();
    private final Map<String, MockResponse> set = new HashMap<>();
    private final List<String> requests = new ArrayList<>();

    ClobTestVenue() throws java.io.IOException {
        set("/data/orders", 200, EMPTY);
        set("/data/trades", 200, EMPTY);
        set("/balance-allowance/update", 200, "null");
        balance("1000000");
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        server.start();
    }

    private synchronized MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        String query = request.getUrl().encodedQuery();
        requests.add(request.getMethod() + " " + path + (query == null ? "" : "?" + query));
        Deque<MockResponse> first = queued.get(path);
        if (first != null && !first.isEmpty()) {
            return first.remove();
        }
        return set.getOrDefault(path, new MockResponse.Builder().code(404).build());
    }

    synchronized void balance(String micros) {
        set(
                "/balance-allowance",
                200,
                "{\"balance\":\"" + micros
                        + "\",\"allowances\":{\"0xE111180000d2663C0091e4f400237545B87B996B\":\"500000000\",\"0xe2222d279d744050d28e00520010520000310F59\":\"400000000\"}}");
    }

    synchronized void set(String path, int code, String body) {
        set.put(path, response(code, body));
    }

    synchronized void queue(String path, MockResponse response) {
        queued.computeIfAbsent(path, key -> new ArrayDeque<>()).add(response);
    }

    static MockResponse response(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    static String page(String... rows) {
        return "{\"limit\":100,\"count\":" + rows.length + ",\"next_cursor\":\"LTE=\",\"data\":["
                + String.join(",", rows) + "]}";
    }

    static String order(String id, String side, String token, String price, String size, String matched) {
        return "{\"id\":\"" + id + "\",\"status\":\"ORDER_STATUS_LIVE\",\"owner\":\"" + API_KEY
                + "\",\"maker_address\":\"" + FUNDER + "\",\"market\":\"0xm\",\"asset_id\":\"" + token
                + "\",\"side\":\"" + side
                + "\",\"price\":\"" + price + "\",\"original_size\":\"" + size + "\",\"size_matched\":\"" + matched
                + "\",\"created_at\":1,\"expiration\":\"0\",\"order_type\":\"GTC\"}";
    }

    static String takerTrade(String id, String status, String side, String token, String price, String size) {
        return "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"side\":\"" + side + "\",\"asset_id\":\"" + token
                + "\",\"price\":\"" + price + "\",\"size\":\"" + size
                + "\",\"match_time\":\"1780000000\",\"maker_address\":\""
                + FUNDER + "\",\"trader_side\":\"TAKER\",\"maker_orders\":[]}";
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized void forgetRequests() {
        requests.clear();
    }

    String url() {
        return server.url("/").toString();
    }

    ClobConfig.Builder config() {
        return ClobConfig.builder()
                .baseUrl(url())
                .authentication(ClobAuthentication.given(KEY.address(), ApiCredentials.of(API_KEY, SECRET, PASSPHRASE)))
                .signatureType(SignatureType.POLY_1271)
                .funder(Address.of(FUNDER))
                .confirmRises(false)
                .polling(PollingConfig.DEFAULT
                        .withPeriod(Duration.ofMinutes(10), Duration.ofMillis(1))
                        .withMinRateLimitPause(Duration.ofMillis(20))
                        .withBackoff(new BackoffSettings(
                                Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1))));
    }

    @Override
    public void close() {
        server.close();
    }
}
