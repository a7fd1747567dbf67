package io.tollgate.polymarketus;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The retail feed, positions included, over an hour of faults in simulated time. */
@Timeout(600)
class RetailFaultHourTest {
    private static final String SECRET = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    @TempDir
    Path directory;

    @Test
    void closesInTimeAndComesBackByItself() throws Exception {
        FaultHour.play(new Venue(), directory, 4);
    }

    private static final class Venue implements PolledVenue {
        private static final String POSITION = "\"aec-x\":{\"netPositionDecimal\":\"10.25\"}";

        @Override
        public BalanceFeed feed(
                String baseUrl,
                FeedEnvironment environment,
                Function<ThreadFactory, ScheduledExecutorService> schedulers) {
            RetailConfig config = RetailConfig.builder()
                    .baseUrl(baseUrl)
                    .credentials(RetailCredentials.of("11111111-2222-3333-4444-555555555555", SECRET))
                    .positions(2)
                    .period(FaultHour.PERIOD)
                    .callTimeout(FaultHour.CALL_TIMEOUT)
                    .build();
            return new RetailSnapshotFeed(
                    config, environment, RetailSnapshotFeed.budget(config, environment), schedulers);
        }

        @Override
        public BalanceSpec balance(BalanceRules rules) {
            return BalanceSpec.careful("polymarket-us", "retail", "USD", 6, rules);
        }

        @Override
        public String amount(long micros) {
            return BigDecimal.valueOf(micros, 6).toPlainString();
        }

        @Override
        public String answer(String target, String amount) {
            return target.contains("/positions")
                    ? "{\"positions\":{" + POSITION + "},\"eof\":true}"
                    : "{\"balances\":[{\"currency\":\"EUR\",\"currentBalance\":1}," + row(amount) + "]}";
        }

        private static String row(String amount) {
            return "{\"currency\":\"USD\",\"currentBalance\":" + amount + ",\"buyingPower\":" + amount
                    + ",\"openOrders\":0,\"marginRequirement\":0,\"lastUpdated\":\"2026-10-01T12:00:00Z\"}";
        }

        @Override
        public List<String> oddAnswers(String target, String amount) {
            return target.contains("/positions")
                    ? List.of(
                            "{\"positions\":{" + POSITION + "," + POSITION + "},\"eof\":true}",
                            "{}",
                            "{\"positions\":{\"aec-x\":{}},\"eof\":true}",
                            "{\"positions\":{\"aec-x\":{\"netPositionDecimal\":\"1e999999999\"}},\"eof\":true}",
                            "{\"positions\":{" + POSITION + "},\"eof\":false}")
                    : List.of(
                            "{\"balances\":[" + row(amount) + "," + row(amount) + "]}",
                            "{\"balances\":[]}",
                            "{\"balances\":[{\"currency\":\"EUR\",\"currentBalance\":1}]}",
                            "{\"balances\":[{\"currency\":\"USD\",\"buyingPower\":" + amount + "}]}",
                            "{\"balances\":[" + row(amount).replace("\"openOrders\":0", "\"openOrders\":-5") + "]}");
        }

        @Override
        public String error(int status) {
            return "{\"code\":13,\"message\":\"status " + status + "\"}";
        }

        @Override
        public int requestsPerRead() {
            return 2;
        }
    }
}
