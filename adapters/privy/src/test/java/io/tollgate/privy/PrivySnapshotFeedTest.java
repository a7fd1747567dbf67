package io.tollgate.privy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The feed against answers of every kind. */
@Timeout(120)
class PrivySnapshotFeedTest {
    private static final String SECRET = "privy_app_secret_plantedPlantedPlanted";
    private static final String GOOD = "{\"total\":{\"value\":\"1\",\"currency\":\"usd\"},\"new\":{},"
            + "\"assets\":[{\"symbol\":\"USDC\",\"amount\":\"300.0\",\"price\":{\"value\":\"1.00\",\"currency\":\"usd\"}}]}";
    private static final String WALLET =
            "{\"balances\":[{\"chain\":\"base\",\"asset\":\"usdc\",\"raw_value\":\"250123456\",\"raw_value_decimals\":6}]}";

    private final MockWebServer venue = new MockWebServer();
    private final RecordingSink sink = new RecordingSink();
    private PrivySnapshotFeed feed;

    PrivySnapshotFeedTest() throws IOException {
        venue.start();
        feed = new PrivySnapshotFeed(config().build());
    }

    @AfterEach
    void closeAll() {
        feed.close();
        venue.close();
    }

    /** Reads once and then, unless asked, not again within the test. */
    private PrivyConfig.Builder config() {
        return PrivyConfig.builder()
                .baseUrl(venue.url("/").toString())
                .credentials(PrivyCredentials.of("app_demo", SECRET))
                .account("acct_demo1")
                .budget(1000, 1000)
                .polling(polling());
    }

    private static PollingConfig polling() {
        return PollingConfig.DEFAULT
                .withPeriod(Duration.ofMinutes(10), Duration.ofMillis(1))
                .withMinRateLimitPause(Duration.ofMillis(50))
                .withBackoff(new BackoffSettings(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMinutes(1)));
    }

    private void use(PrivyConfig.Builder config) {
        feed.close();
        feed = new PrivySnapshotFeed(config.build(), FeedEnvironment.system());
    }

    private void startWith(MockResponse... answers) {
        for (final MockResponse answer : answers) {
            venue.enqueue(answer);
        }
        feed.start(RecordingSink.BALANCE, sink);
    }

    private static MockResponse status(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    private static MockResponse json(String body) {
        return status(200, body);
    }

    @Test
    void readsTheLeastThatTheFiguresProve() throws Exception {
        final long before = System.nanoTime();
        startWith(json(GOOD));
        final Snapshot snapshot = sink.next(Read.class).snapshot();
        final RecordedRequest request = Objects.requireNonNull(venue.takeRequest(10, TimeUnit.SECONDS));

        assertThat(snapshot.ledger()).isEqualTo(299_950_000);
        assertThat(snapshot.netSpendable()).isEqualTo(Snapshot.UNKNOWN);
        assertThat(snapshot.openOrders()).isZero();
        assertThat(snapshot.venueTimeNanos()).isEqualTo(Snapshot.NO_TIME);
        assertThat(snapshot.requestNanos() - before).isNotNegative();
        assertThat(snapshot.arrivalNanos() - snapshot.requestNanos()).isPositive();
        assertThat(feed.kind()).isEqualTo(FeedKind.SNAPSHOTS);
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getTarget()).isEqualTo("/v1/accounts/acct_demo1/balance?testnet_mode=false");
        assertThat(request.getHeaders().get("privy-app-id")).isEqualTo("app_demo");
        assertThat(request.getHeaders().get("Authorization")).startsWith("Basic ");
        assertThat(request.getHeaders().get("privy-authorization-signature")).isNull();
    }

    @Test
    void readsTestNetworksAndWallets() throws Exception {
        use(config().testnetMode(true)
                .walletIds(List.of("wallet_1", "wallet_2"))
                .readsTransfers(false)
                .walletChain("base"));
        startWith(json(GOOD), json(WALLET), json(WALLET.replace("250123456", "1")));
        assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(250_123_457);
        assertThat(target()).isEqualTo("/v1/accounts/acct_demo1/balance?testnet_mode=true");
        assertThat(target()).isEqualTo("/v1/wallets/wallet_1/balance?asset=usdc&chain=base");
        assertThat(target()).isEqualTo("/v1/wallets/wallet_2/balance?asset=usdc&chain=base");
    }

    private String target() throws InterruptedException {
        return Objects.requireNonNull(venue.takeRequest(10, TimeUnit.SECONDS)).getTarget();
    }

    @Test
    void eighteenDecimalsAreRoundedDownToTheScale() {
        use(config().symbol("ETH").walletIds(List.of("w")).readsTransfers(false).walletUse(WalletUse.FINER));
        startWith(
                json("{\"assets\":[{\"symbol\":\"ETH\",\"amount\":\"9.2\"}]}"),
                json(
                        "{\"balances\":[{\"chain\":\"base\",\"asset\":\"eth\",\"raw_value\":\"9200000000999999999\",\"raw_value_decimals\":18}]}"));
        assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(9_200_000_000L);
    }

    @Test
    void aReadFailsAsAWhole() {
        use(config().walletIds(List.of("w")).readsTransfers(false).walletChain("base"));
        startWith(json(GOOD), status(500, "{}"), json(GOOD), json("{\"balances\":[]}"), json(GOOD), json(WALLET));
        assertThat(sink.next(Failed.class).reason()).contains("500", "wallet w");
        assertThat(sink.next(Failed.class).reason()).contains("asset=usdc chain=base is missing");
        assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(250_123_456);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":\"bad\",\"code\":\"invalid_data\"}|check account=acct_demo1",
                "400|{\"error\":\"x\",\"code\":\"missing_or_invalid_privy_app_id\"}|check appId=app_demo",
                "403|{\"error\":\"Forbidden\"}|may not read it",
                "404|{\"error\":\"Account not found\"}|(Account not found): there is no such thing",
                "422|[]|cannot read the request"
            })
    void stopsWhereTryingAgainCannotHelp(int code, String body, String cure) {
        startWith(status(code, body));
        assertThat(sink.next(Stopped.class).reason())
                .contains("the venue answered " + code, "account acct_demo1", cure);
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void twoRefusalsOfTheCredentialsInARowStopTheFeed() {
        final MockResponse refusal = status(401, "{\"error\":\"Invalid app ID or app secret.\"}");
        startWith(refusal, refusal);
        assertThat(sink.next(Failed.class).reason()).contains("401", "Invalid app ID or app secret.");
        assertThat(sink.next(Stopped.class).reason())
                .contains("twice in a row", "appId=app_demo", "copy the secret again")
                .doesNotContain("does not begin");
    }

    @Test
    void credentialsThatTheVenueHasAcceptedAreTriedAgain() {
        final MockResponse refusal = status(401, "{\"error\":\"Invalid app ID or app secret.\"}");
        startWith(refusal, json(GOOD), refusal, refusal, refusal, json(GOOD));
        sink.next(Failed.class);
        sink.next(Read.class);
        feed.requestSnapshot();
        for (int i = 0; i < 3; i++) {
            assertThat(sink.next(Failed.class).reason()).contains("401", "copy the secret again");
        }
        assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(299_950_000);
    }

    @Test
    void aSecretThatWasCopiedInPartIsSuspected() {
        use(config().credentials(PrivyCredentials.of("app_demo", "onlyTheRest")));
        startWith(status(401, ""));
        assertThat(sink.next(Failed.class).reason()).contains("does not begin with privy_app_secret_");
    }

    @ParameterizedTest
    @CsvSource({"retry-after, 1", "retry-after-ms, 1000"})
    void honoursThePauseThatTheVenueAsksFor(String header, String value) {
        startWith(
                new MockResponse.Builder()
                        .code(429)
                        .setHeader(header, value)
                        .body("{\"error\":\"slow\",\"code\":\"too_many_requests\"}")
                        .build(),
                json(GOOD));
        final Failed failed = sink.next(Failed.class);
        feed.requestSnapshot();
        assertThat(sink.next(Read.class).snapshot().requestNanos() - failed.arrivalNanos())
                .isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void failsClosedOnAnythingElseAndComesBackByItself() {
        use(config().polling(polling().withCallTimeout(Duration.ofMillis(700))));
        startWith(
                status(500, "{\"error\":\"x\"}"),
                status(503, "<html>"),
                status(302, ""),
                status(204, ""),
                json(""),
                json("{\"assets\":"),
                json("<html>not JSON</html>"),
                json(GOOD + GOOD),
                json(GOOD.replace("\"300.0\"", "NaN")),
                json(GOOD.replace("\"300.0\"", "1e999999999")),
                json(" ".repeat(10 * 1024 * 1024) + GOOD),
                new MockResponse.Builder()
                        .body(GOOD)
                        .throttleBody(8, 200, TimeUnit.MILLISECONDS)
                        .build(),
                new MockResponse.Builder()
                        .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                        .body(GOOD)
                        .build(),
                new MockResponse.Builder()
                        .setHeader("Content-Type", "text/html")
                        .body(GOOD)
                        .build());
        final String[] reasons = {
            "500",
            "503",
            "302",
            "204",
            "must be JSON",
            "must be JSON",
            "must be JSON",
            "must be JSON",
            "must be JSON",
            "amount",
            "larger than",
            "no answer",
            "no answer"
        };
        for (final String reason : reasons) {
            assertThat(sink.next(Failed.class).reason()).contains(reason);
        }
        assertThat(sink.skipTo(Read.class).snapshot().ledger()).isEqualTo(299_950_000);
    }

    @Test
    void keepsToTheBudgetThatIsShared() {
        final PrivyConfig config = config().budget(10, 1).build();
        final FeedEnvironment environment = FeedEnvironment.system();
        feed.close();
        feed = new PrivySnapshotFeed(config, environment, PrivySnapshotFeed.budget(config, environment));
        startWith(json(GOOD), json(GOOD));
        final long first = sink.next(Read.class).snapshot().requestNanos();
        feed.requestSnapshot();
        assertThat(sink.next(Read.class).snapshot().requestNanos() - first).isGreaterThanOrEqualTo(90_000_000L);
    }

    @Test
    void aVenueThatRepeatsOurSecretDoesNotPutItIntoMessagesOrLogs() {
        final PrintStream before = System.err;
        final ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        final String reason;
        try {
            startWith(status(
                    404,
                    "{\"error\":\"no " + SECRET + " Basic "
                            + java.util.Base64.getEncoder()
                                    .encodeToString(("app_demo:" + SECRET).getBytes(StandardCharsets.UTF_8))
                            + "\"}"));
            reason = sink.next(Stopped.class).reason();
        } finally {
            System.setErr(before);
        }
        assertThat(reason + log.toString(StandardCharsets.UTF_8))
                .doesNotContain("planted")
                .doesNotContain("Planted")
                .doesNotContain("cHJpdnlfYXBwX3NlY3JldF9wbGFudGVk")
                .contains("***");
    }
}
