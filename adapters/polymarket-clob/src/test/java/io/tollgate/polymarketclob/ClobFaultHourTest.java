package io.tollgate.polymarketclob;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.faults.FaultHour;
import io.tollgate.rest.faults.PolledVenue;
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
class ClobFaultHourTest {
    @TempDir
    Path directory;

    @Test
    void closesInTimeAndComesBackByItself() throws Exception {
        FaultHour.play(new Venue(), directory, 3);
    }

    /** Credentials are derived from the wallet's key, so that a 401 gets new ones. */
    private static final class Venue implements PolledVenue {
        private static final String TOKEN = "1234567890";
        private static final String DERIVED = "{\"apiKey\":\"" + ClobTestVenue.API_KEY + "\",\"secret\":\""
                + ClobTestVenue.SECRET + "\",\"passphrase\":\"" + ClobTestVenue.PASSPHRASE + "\"}";

        @Override
        public BalanceFeed feed(
                String baseUrl,
                FeedEnvironment environment,
                Function<ThreadFactory, ScheduledExecutorService> schedulers) {
            final ClobConfig config = ClobConfig.builder()
                    .baseUrl(baseUrl)
                    .authentication(ClobAuthentication.derived(ClobTestVenue.KEY, 137, 0))
                    .signatureType(SignatureType.POLY_1271)
                    .funder(Address.of(ClobTestVenue.FUNDER))
                    // a rise that waits to be read again is shown late, and here every figure must be a recent one
                    .confirmRises(false)
                    .polling(PollingConfig.DEFAULT
                            .withPeriod(FaultHour.PERIOD, PollingConfig.DEFAULT.minSpacing())
                            .withCallTimeout(FaultHour.CALL_TIMEOUT))
                    .build();
            return new ClobBalanceFeed(config, environment, null, schedulers);
        }

        @Override
        public BalanceSpec balance(BalanceRules rules) {
            return BalanceSpec.careful("polymarket-clob", "test", "pUSD", 6, rules);
        }

        @Override
        public String amount(long micros) {
            return "\"" + micros + "\"";
        }

        @Override
        public String answer(String target, String amount) {
            if (target.startsWith("/auth/")) {
                return DERIVED;
            }
            if (target.startsWith("/data/")) {
                return ClobTestVenue.EMPTY;
            }
            if (target.startsWith("/balance-allowance/update")) {
                return "null";
            }
            return "{\"balance\":" + amount + ",\"allowance\":\"" + "9".repeat(70) + "\"}";
        }

        @Override
        public List<String> oddAnswers(String target, String amount) {
            if (target.startsWith("/auth/")) {
                return List.of("{}", "{\"apiKey\":\"x\"}");
            }
            if (target.startsWith("/data/orders")) {
                final String huge =
                        ClobTestVenue.order("1", "BUY", TOKEN, "0.5", "99999999999999999999999999999999", "0");
                return List.of(
                        "{\"next_cursor\":\"LTE=\"}",
                        "{\"data\":[{}],\"next_cursor\":\"LTE=\"}",
                        "{\"data\":[],\"next_cursor\":\"MA==\"}",
                        ClobTestVenue.page(huge),
                        ClobTestVenue.page(ClobTestVenue.order("1", "BUY", TOKEN, "NaN", "1", "0")));
            }
            if (target.startsWith("/data/trades")) {
                return List.of(
                        ClobTestVenue.page("{\"id\":\"1\"}"),
                        ClobTestVenue.page(ClobTestVenue.takerTrade("t", "MATCHED", "BUY", TOKEN, "-1", "1")));
            }
            if (target.startsWith("/balance-allowance/update")) {
                return List.of();
            }
            final String twice = "\"0xE111180000d2663C0091e4f400237545B87B996B\":\"1\"";
            return List.of(
                    "{\"balance\":" + amount + "}",
                    "{\"allowance\":\"1\"}",
                    "{\"balance\":" + amount + ",\"balance\":" + amount + ",\"allowance\":\"1\"}",
                    "{\"balance\":" + amount + ",\"allowances\":{" + twice + "," + twice + "}}",
                    "{\"balance\":\"1.5\",\"allowance\":\"1\"}");
        }

        @Override
        public String error(int status) {
            return "{\"error\":\"status " + status + "\"}";
        }

        @Override
        public boolean confirmsRises() {
            return true;
        }

        @Override
        public int requestsPerRead() {
            return 7;
        }
    }
}
