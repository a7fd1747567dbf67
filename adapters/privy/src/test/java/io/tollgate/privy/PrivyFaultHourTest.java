package io.tollgate.privy;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.faults.FaultHour;
import io.tollgate.rest.faults.PolledVenue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feed over an hour of faults in simulated time. */
@Timeout(600)
class PrivyFaultHourTest {
    @TempDir
    Path directory;

    @Test
    void closesInTimeAndComesBackByItself() throws Exception {
        FaultHour.play(new Venue(), directory, 2);
    }

    private static final class Venue implements PolledVenue {
        /** Half of the last place that the venue shows. */
        private static final long ROUNDING_MICROS = 50_000;

        @Override
        public BalanceFeed feed(
                String baseUrl,
                FeedEnvironment environment,
                Function<ThreadFactory, ScheduledExecutorService> schedulers) {
            final PrivyConfig config = PrivyConfig.builder()
                    .baseUrl(baseUrl)
                    .credentials(PrivyCredentials.of("app_demo", "privy_app_secret_demo"))
                    .account("acct_demo1")
                    .walletIds(List.of("wallet1"))
                    .polling(PollingConfig.DEFAULT
                            .withPeriod(FaultHour.PERIOD, PollingConfig.DEFAULT.minSpacing())
                            .withCallTimeout(FaultHour.CALL_TIMEOUT))
                    .build();
            return new PrivySnapshotFeed(
                    config, environment, PrivySnapshotFeed.budget(config, environment), schedulers);
        }

        @Override
        public BalanceSpec balance(BalanceRules rules) {
            return BalanceSpec.careful("privy", "acct_demo1", "USDC", 6, rules);
        }

        @Override
        public String amount(long micros) {
            return "\"" + BigDecimal.valueOf(micros / 100_000, 1).toPlainString() + "\"";
        }

        @Override
        public String answer(String target, String amount) {
            if (target.contains("/actions")) {
                return "{\"data\":[],\"next_cursor\":null}";
            }
            return target.contains("/wallets/")
                    ? "{\"balances\":[" + wallet("999999000000") + "]}"
                    : "{\"total\":{\"value\":\"1\",\"currency\":\"usd\"},\"assets\":[" + row(amount) + "]}";
        }

        private static String row(String amount) {
            return "{\"symbol\":\"USDC\",\"amount\":" + amount + "}";
        }

        private static String wallet(String raw) {
            return "{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"" + raw + "\",\"raw_value_decimals\":6}";
        }

        @Override
        public List<String> oddAnswers(String target, String amount) {
            if (target.contains("/actions")) {
                return List.of("{\"data\":{}}", "{\"data\":[{\"type\":\"transfer\"}]}", "{}");
            }
            if (target.contains("/wallets/")) {
                return List.of(
                        "{\"balances\":[" + wallet("1") + "," + wallet("1") + "]}",
                        "{\"balances\":[]}",
                        "{\"balances\":[" + wallet("-5") + "]}",
                        "{\"balances\":[" + wallet("1").replace("6}", "999999999}") + "]}");
            }
            return List.of(
                    "{\"assets\":[" + row(amount) + "," + row(amount) + "]}",
                    "{\"assets\":[]}",
                    "{\"assets\":[{\"symbol\":\"ETH\",\"amount\":" + amount + "}]}",
                    "{\"assets\":[{\"symbol\":\"USDC\"}]}",
                    "{}");
        }

        @Override
        public String error(int status) {
            return "{\"error\":\"status " + status + "\"}";
        }

        @Override
        public long shown(long micros) {
            return micros - ROUNDING_MICROS;
        }

        @Override
        public int requestsPerRead() {
            return 3;
        }
    }
}
