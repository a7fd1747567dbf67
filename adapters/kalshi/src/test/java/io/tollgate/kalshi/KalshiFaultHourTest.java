package io.tollgate.kalshi;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.faults.FaultHour;
import io.tollgate.rest.faults.PolledVenue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over an hour of faults in simulated time. */
@Timeout(600)
class KalshiFaultHourTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = 1)
    void closesInTimeAndComesBackByItself(long seed) throws Exception {
        FaultHour.play(new Venue(), directory, seed);
    }

    private static final class Venue implements PolledVenue {
        private static final String ROW = "{\"ticker\":\"KXTEST\",\"position_fp\":\"10.00\",\"exchange_index\":0}";

        @Override
        public BalanceFeed feed(
                String baseUrl,
                FeedEnvironment environment,
                Function<ThreadFactory, ScheduledExecutorService> schedulers) {
            final KalshiConfig.Builder config = config(baseUrl);
            final KalshiConfig usual = config.build();
            return new KalshiBalanceFeed(
                    config.polling(usual.polling()
                                    .withPeriod(
                                            FaultHour.PERIOD, usual.polling().minSpacing())
                                    .withCallTimeout(FaultHour.CALL_TIMEOUT))
                            .build(),
                    KalshiRateLimits.Tier.BASIC
                            .limits()
                            .readBudget(environment.nanoClock().nanoTime()),
                    environment,
                    schedulers);
        }

        private static KalshiConfig.Builder config(String baseUrl) {
            return KalshiConfig.builder()
                    .baseUrl(baseUrl + KalshiConfig.BASE_PATH)
                    .credentials(TestKeys.credentials());
        }

        @Override
        public BalanceSpec balance(BalanceRules rules) {
            return config("http://127.0.0.1").build().balance("test", rules);
        }

        @Override
        public String amount(long micros) {
            return "\"" + BigDecimal.valueOf(micros, 6).toPlainString() + "\"";
        }

        @Override
        public String answer(String target, String amount) {
            if (target.contains("user_data_timestamp")) {
                return "{\"as_of_time\":\"2026-10-01T18:00:00Z\"}";
            }
            if (target.contains("/portfolio/orders")) {
                return "{\"orders\":[],\"cursor\":\"\"}";
            }
            if (target.contains("/portfolio/positions")) {
                return "{\"market_positions\":[" + ROW + "],\"event_positions\":[],\"cursor\":\"\"}";
            }
            return "{\"balance\":1,\"balance_dollars\":" + amount
                    + ",\"balance_breakdown\":[{\"exchange_index\":0,\"balance\":" + amount
                    + "}],\"portfolio_value\":8820}";
        }

        @Override
        public List<String> oddAnswers(String target, String amount) {
            if (target.contains("/portfolio/orders")) {
                return List.of("{\"orders\":[{}],\"cursor\":\"\"}", "{\"cursor\":\"\"}");
            }
            if (target.contains("/portfolio/positions")) {
                return List.of(
                        "{\"market_positions\":[" + ROW + "," + ROW + "],\"cursor\":\"\"}",
                        "{\"event_positions\":[],\"cursor\":\"\"}");
            }
            if (target.contains("/portfolio/balance")) {
                final String huge = "{\"exchange_index\":%d,\"balance\":\"2305843009213.6\"}";
                return List.of(
                        "{\"balance\":100,\"balance_breakdown\":[{\"exchange_index\":0,\"balance\":" + amount
                                + "},{\"exchange_index\":0,\"balance\":" + amount + "}]}",
                        "{\"balance\":100,\"balance_dollars\":" + amount
                                + ",\"balance_breakdown\":[{\"exchange_index\":1,\"balance\":\"0.01\"}]}",
                        "{\"portfolio_value\":8820}",
                        // their sum is beyond a long
                        "{\"balance\":100,\"balance_breakdown\":[" + huge.formatted(1) + "," + huge.formatted(2) + ","
                                + huge.formatted(3) + "," + huge.formatted(4) + "," + huge.formatted(5) + "]}");
            }
            return List.of("{}");
        }

        @Override
        public String error(int status) {
            return "{\"error\":{\"code\":\"some_error\",\"message\":\"status " + status + "\"}}";
        }

        @Override
        public int requestsPerRead() {
            return 4;
        }
    }
}
