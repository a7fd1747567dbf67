package io.tollgate.kalshi;

import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.PollingConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Answers by hand: for each path the next of a queue, or else a standing answer. */
final class StubVenue implements AutoCloseable {
    static final String BALANCE = "/portfolio/balance";
    static final String ORDERS = "/portfolio/orders";
    static final String POSITIONS = "/portfolio/positions";
    static final String TIME = "/exchange/user_data_timestamp";

    final MockWebServer server = new MockWebServer();
    private final Map<String, Queue<MockResponse>> next = new ConcurrentHashMap<>();
    private final Map<String, MockResponse> standing = new ConcurrentHashMap<>();
    final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();

    StubVenue() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests.add(request);
                final String path = request.getUrl().encodedPath().substring(KalshiConfig.BASE_PATH.length());
                final MockResponse once =
                        next.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
                return once != null ? once : standing.getOrDefault(path, json(404, "{}"));
            }
        });
        server.start();
        always(BALANCE, json(200, balance("300.1275")));
        always(ORDERS, json(200, "{\"orders\":[],\"cursor\":\"\"}"));
        always(POSITIONS, json(200, "{\"market_positions\":[],\"event_positions\":[],\"cursor\":\"\"}"));
        // far ahead of the answers' Date: as new as can be
        always(
                TIME,
                json(200, "{\"as_of_time\":\"2026-10-01T12:00:00Z\"}")
                        .newBuilder()
                        .setHeader("Date", "Thu, 01 Oct 2026 11:59:59 GMT")
                        .build());
    }

    static String balance(String dollars) {
        return "{\"balance\":1,\"balance_dollars\":\"" + dollars
                + "\",\"portfolio_value\":8820,\"updated_ts\":1791374400,\"news\":{}}";
    }

    static String order(String id, String client, String side, String price, String remaining, String status) {
        return "{\"order_id\":\"" + id + "\",\"client_order_id\":\"" + client
                + "\",\"ticker\":\"KXTEST\",\"book_side\":\"" + side + "\",\"status\":\"" + status
                + "\",\"yes_price_dollars\":\"" + price
                + "\",\"initial_count_fp\":\"25.00\",\"fill_count_fp\":\"5.00\","
                + "\"remaining_count_fp\":\"" + remaining + "\",\"subaccount_number\":0,\"exchange_index\":3}";
    }

    static String orders(String cursor, String... orders) {
        return "{\"orders\":[" + String.join(",", orders) + "],\"cursor\":\"" + cursor + "\"}";
    }

    static MockResponse json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    void once(String path, MockResponse... answers) {
        for (final MockResponse answer : answers) {
            next.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(answer);
        }
    }

    void always(String path, MockResponse answer) {
        standing.put(path, answer);
    }

    /** Reads once and then, unless asked, not again within a test; shard 3. */
    KalshiConfig.Builder config() {
        return KalshiConfig.builder()
                .baseUrl(server.url(KalshiConfig.BASE_PATH).toString())
                .credentials(TestKeys.credentials())
                .exchangeIndex(3)
                .polling(polling(Duration.ofMinutes(10), Duration.ofSeconds(15), 64 * 1024));
    }

    static PollingConfig polling(Duration period, Duration callTimeout, int maxBodyBytes) {
        return new PollingConfig(
                period,
                0,
                Duration.ofMillis(1),
                callTimeout,
                Duration.ofMillis(50),
                maxBodyBytes,
                Duration.ofSeconds(2),
                new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1)));
    }

    @Override
    public void close() {
        server.close();
    }
}
