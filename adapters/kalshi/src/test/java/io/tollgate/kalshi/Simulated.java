package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.PollingConfig;
import io.tollgate.simulator.kalshi.KalshiMarketSpec;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import java.io.IOException;
import java.time.Duration;

/** The simulated venue with a market on shard 3, where there are $100; shard 0 has $1,000. */
final class Simulated implements AutoCloseable {
    static final String TICKER = "KXTEST-26DEC31-T5";

    final KalshiSimulator venue;
    private final Calls calls;
    private final KalshiConfig config;
    private final KalshiApi api;

    Simulated(KalshiSimulator.Settings settings) {
        venue = KalshiSimulator.start(settings);
        venue.addKey(TestKeys.KEY_ID, TestKeys.ED25519.getPublic());
        venue.list(KalshiMarketSpec.cents(TICKER, 3));
        venue.setCash(0, 0, 1_000_000_000);
        venue.setCash(0, 3, 100_000_000);
        config = config().build();
        api = new KalshiApi(config);
        calls = KalshiOrders.calls(config, "-test", FeedEnvironment.system());
    }

    KalshiConfig.Builder config() {
        return KalshiConfig.builder()
                .baseUrl(venue.baseUrl())
                .credentials(TestKeys.credentials())
                .exchangeIndex(3)
                .polling(new PollingConfig(
                        Duration.ofMillis(50),
                        100,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(50),
                        1024 * 1024,
                        Duration.ofSeconds(2),
                        new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1))));
    }

    /** Sends an order as a router would. */
    HttpClient.Answer place(String clientOrderId, String side, String count, String price) throws IOException {
        final ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("ticker", TICKER)
                .put("client_order_id", clientOrderId)
                .put("side", side)
                .put("count", count)
                .put("price", price)
                .put("time_in_force", "good_till_canceled")
                .put("self_trade_prevention_type", "taker_at_cross")
                .put("subaccount", 0)
                .put("exchange_index", 3);
        return api.send(calls, "POST", api.url("portfolio", "events", "orders").build(), order);
    }

    HttpClient.Answer cancel(String orderId) throws IOException {
        return api.send(
                calls,
                "DELETE",
                api.scopedUrl("portfolio", "events", "orders", orderId).build(),
                null);
    }

    @Override
    public void close() {
        calls.close();
        venue.close();
    }
}
