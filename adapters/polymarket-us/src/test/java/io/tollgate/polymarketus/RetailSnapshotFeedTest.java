package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import io.tollgate.rest.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetailSnapshotFeedTest {
    private static final String SECRET = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final String PUBLIC_HEX = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String GOOD = """
            {"balances":[
              {"currency":"EUR","currentBalance":1},
              {"currentBalance":5.7,"currency":"USD","lastUpdated":"2026-09-17T12:00:00.123Z","buyingPower":4.7,
               "openOrders":0.5,"pendingWithdrawals":[{"balance":99}],"marginRequirement":1,"balanceReservation":null,
               "availableToWithdraw":4.7}]}""";

    private final MockWebServer venue = new MockWebServer();
    private final RecordingSink sink = new RecordingSink();
    private RetailSnapshotFeed feed;

    RetailSnapshotFeedTest() throws IOException {
        venue.start();
        feed = new RetailSnapshotFeed(config().build());
    }

    @AfterEach
    void closeAll() {
        feed.close();
        venue.close();
    }

    /** Reads once and then, unless asked, not again within the test. */
    private RetailConfig.Builder config() {
        return RetailConfig.builder()
                .baseUrl(venue.url("/").toString())
                .credentials(RetailCredentials.of("11111111-2222-3333-4444-555555555555", SECRET))
                .period(Duration.ofMinutes(10))
                .minSpacing(Duration.ofMillis(1))
                .minRateLimitPause(Duration.ofMillis(50))
                .backoff(new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1)));
    }

    private void use(RetailConfig.Builder config, FeedEnvironment environment) {
        feed.close();
        feed = new RetailSnapshotFeed(config.build(), environment);
    }

    private void startWith(MockResponse... answers) {
        for (MockResponse answer : answers) {
            venue.enqueue(answer);
        }
        feed.start(RecordingSink.BALANCE, sink);
    }

    @Test
    void readsTheRowOfItsCurrencyWithTimesStampedAroundTheCall() {
        long before = System.nanoTime();
        startWith(json(GOOD));
        Snapshot snapshot = sink.next(Read.class).snapshot();

        assertThat(snapshot.ledger()).isEqualTo(5_700_000);
        assertThat(snapshot.netSpendable()).isEqualTo(4_700_000);
        assertThat(snapshot.openOrders()).isEqualTo(500_000);
        assertThat(snapshot.venueTimeNanos()).isEqualTo(1_789_646_400_123_000_000L);
        assertThat(snapshot.requestNanos() - before).isNotNegative();
        assertThat(snapshot.arrivalNanos() - snapshot.requestNanos()).isPositive();
        assertThat(System.nanoTime() - snapshot.arrivalNanos()).isNotNegative();
        assertThat(feed.kind()).isEqualTo(FeedKind.SNAPSHOTS);
    }

    @Test
    void signsTimeMethodAndPathOfEachRequest() throws Exception {
        TestClock clock = new TestClock();
        use(config(), clock.environment());
        startWith(json(GOOD));
        RecordedRequest request = Objects.requireNonNull(venue.takeRequest(10, TimeUnit.SECONDS));

        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/account/balances");
        assertThat(request.getHeaders().get("X-PM-Access-Key")).isEqualTo("11111111-2222-3333-4444-555555555555");
        String timestamp = Objects.requireNonNull(request.getHeaders().get("X-PM-Timestamp"));
        assertThat(timestamp).isEqualTo(Long.toString(TestClock.START.toEpochMilli()));
        byte[] signature = Base64.getDecoder()
                .decode(Objects.requireNonNull(request.getHeaders().get("X-PM-Signature")));
        byte[] message = (timestamp + "GET/v1/account/balances").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(
                false, new Ed25519PublicKeyParameters(java.util.HexFormat.of().parseHex(PUBLIC_HEX), 0));
        verifier.update(message, 0, message.length);
        assertThat(verifier.verifySignature(signature)).isTrue();
    }

    @Test
    void pollsPeriodically() {
        use(config().period(Duration.ofMillis(20)), FeedEnvironment.system());
        startWith(json(GOOD), json(GOOD), json(GOOD));

        for (int i = 0; i < 3; i++) {
            sink.next(Read.class);
        }
    }

    @Test
    void requestsWhileAReadIsUnderWayBecomeOneFurtherReadThatBeginsAfterThem() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        venue.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                arrived.countDown();
                assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
                return json(GOOD);
            }
        });
        feed.start(RecordingSink.BALANCE, sink);
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            feed.requestSnapshot();
        }
        long asked = System.nanoTime();
        answer.countDown();

        assertThat(sink.next(Read.class).snapshot().requestNanos() - asked).isNegative();
        assertThat(sink.next(Read.class).snapshot().requestNanos() - asked).isPositive();
        assertThat(sink.poll(200, TimeUnit.MILLISECONDS)).as("a third read").isNull();
        assertThat(venue.getRequestCount()).isEqualTo(2);
    }

    @Test
    void readsOnRequestButKeepsTheLeastSpacing() {
        use(config().minSpacing(Duration.ofMillis(150)), FeedEnvironment.system());
        startWith(json(GOOD), json(GOOD), json(GOOD));
        List<Long> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            requests.add(sink.next(Read.class).snapshot().requestNanos());
            feed.requestSnapshot();
        }

        assertThat(requests.get(1) - requests.get(0))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150).toNanos());
        assertThat(requests.get(2) - requests.get(1))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150).toNanos());
    }

    @Test
    void honoursRetryAfterAndReadsAgain() {
        startWith(
                new MockResponse.Builder()
                        .code(429)
                        .setHeader("Retry-After", "1")
                        .body("{\"status\":429}")
                        .build(),
                json(GOOD));
        Failed failed = sink.next(Failed.class);
        feed.requestSnapshot();
        Snapshot next = sink.next(Read.class).snapshot();

        assertThat(failed.reason()).contains("429", "too many requests");
        assertThat(next.requestNanos() - failed.arrivalNanos())
                .as("not even a request on demand shortens the pause")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void reportsFailedReadsAsUnknownAndTriesAgain() {
        startWith(
                status(500, "{\"code\":13,\"message\":\"internal\",\"details\":[]}"),
                status(503, "<html>"),
                json("{\"balances\":[{\"currency\":\"EUR\",\"currentBalance\":1}]}"),
                json("{\"balances\":"),
                new MockResponse.Builder()
                        .onRequestStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build(),
                new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", "http://127.0.0.1:1/")
                        .build(),
                json(GOOD));

        assertThat(sink.next(Failed.class).reason()).contains("500");
        assertThat(sink.next(Failed.class).reason()).contains("503");
        assertThat(sink.next(Failed.class).reason()).contains("currency=USD is missing");
        assertThat(sink.next(Failed.class).reason()).contains("must be JSON");
        assertThat(sink.skipTo(Failed.class).reason()).isNotEmpty();
        assertThat(sink.skipTo(Read.class).snapshot().ledger()).isEqualTo(5_700_000);
    }

    @Test
    void redirectsAreNotFollowed() {
        startWith(new MockResponse.Builder()
                .code(307)
                .setHeader("Location", venue.url("/elsewhere").toString())
                .build());

        assertThat(sink.next(Failed.class).reason()).contains("307");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailedRead() {
        use(config().callTimeout(Duration.ofMillis(100)), FeedEnvironment.system());
        startWith(
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build(),
                json(GOOD));

        assertThat(sink.next(Failed.class).reason()).contains("no answer");
        sink.skipTo(Read.class);
    }

    @Test
    void anAnswerThatIsTooLargeIsAFailedRead() {
        use(config().maxBodyBytes(2048), FeedEnvironment.system());
        startWith(json(" ".repeat(3000) + GOOD));

        assertThat(sink.next(Failed.class).reason()).contains("larger than 2048 bytes");
    }

    @Test
    void twoRefusedSignaturesInARowStopTheFeedAndNameTheClock() {
        TestClock clock = new TestClock();
        clock.advance(Duration.ofSeconds(90));
        FeedEnvironment environment = new FeedEnvironment(System::nanoTime, clock, new Random(1));
        use(config(), environment);
        MockResponse refusal = new MockResponse.Builder()
                .code(401)
                .setHeader("Date", "Thu, 01 Oct 2026 12:00:00 GMT")
                .body("Unauthorized: API key is invalid.")
                .build();
        startWith(refusal, refusal);

        assertThat(sink.next(Failed.class).reason()).contains("401");
        assertThat(sink.next(Stopped.class).reason())
                .contains("401", "twice in a row", "check key id and secret key", "89 s ahead of the venue's");
        assertThat(venue.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aRefusedSignatureBetweenGoodReadsIsNoReasonToStop() {
        use(config().period(Duration.ofMillis(10)), FeedEnvironment.system());
        startWith(status(401, "no"), json(GOOD), status(401, "no"), json(GOOD));

        sink.next(Failed.class);
        sink.next(Read.class);
        sink.next(Failed.class);
        sink.next(Read.class);
    }

    @Test
    void forbiddenStopsTheFeed() {
        startWith(status(403, "{\"code\":7}"));

        assertThat(sink.next(Stopped.class).reason()).contains("403", "may not read balances");
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void closingEndsAReadThatIsUnderWay() throws Exception {
        venue.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        feed.start(RecordingSink.BALANCE, sink);
        assertThat(venue.takeRequest(10, TimeUnit.SECONDS)).isNotNull();
        long before = System.nanoTime();
        feed.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(sink.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
}
