package io.tollgate.kalshi;

import static io.tollgate.kalshi.StubVenue.BALANCE;
import static io.tollgate.kalshi.StubVenue.ORDERS;
import static io.tollgate.kalshi.StubVenue.POSITIONS;
import static io.tollgate.kalshi.StubVenue.TIME;
import static io.tollgate.kalshi.StubVenue.json;
import static io.tollgate.kalshi.StubVenue.order;
import static io.tollgate.kalshi.StubVenue.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import io.tollgate.rest.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class KalshiBalanceFeedTest {
    private final StubVenue venue;
    private final RecordingSink sink = new RecordingSink();
    private final TestClock clock = new TestClock();
    private @org.jspecify.annotations.Nullable KalshiBalanceFeed feed;

    KalshiBalanceFeedTest() throws IOException {
        venue = new StubVenue();
    }

    @AfterEach
    void closeAll() {
        if (feed != null) {
            feed.close();
        }
        venue.close();
    }

    /** Monotonic time is real, time of day stands at noon of the first of October. */
    private FeedEnvironment environment() {
        return new FeedEnvironment(System::nanoTime, clock, new Random(1));
    }

    /** The balance alone, unless a test wants more. */
    private KalshiConfig.Builder bare() {
        return venue.config().readRestingOrders(false).readPositions(false).readUserDataTime(false);
    }

    private KalshiBalanceFeed start(KalshiConfig config) {
        final KalshiBalanceFeed started = new KalshiBalanceFeed(
                config, KalshiRateLimits.Tier.PRESTIGE.limits().readBudget(System.nanoTime()), environment());
        feed = started;
        started.start(RecordingSink.BALANCE, sink);
        return started;
    }

    private SnapshotSource.Reading readOnce(KalshiConfig config)
            throws IOException, MalformedMessageException, RefusedException {
        final KalshiBalanceSource source = new KalshiBalanceSource(config);
        try (Calls calls = calls(config)) {
            return source.read(calls);
        }
    }

    private Calls calls(KalshiConfig config) {
        return KalshiOrders.calls(config, "-test", clock.environment());
    }

    @Test
    void readsTheShardsBalanceWithTimesStampedAroundTheCall() {
        final long before = System.nanoTime();
        final KalshiBalanceFeed started = start(bare().build());
        final Snapshot snapshot = sink.next(Read.class).snapshot();

        assertThat(snapshot.ledger()).isEqualTo(300_127_500);
        assertThat(snapshot.netSpendable()).isEqualTo(Snapshot.UNKNOWN);
        assertThat(snapshot.venueTimeNanos()).isEqualTo(Snapshot.NO_TIME);
        assertThat(snapshot.requestNanos() - before).isNotNegative();
        assertThat(snapshot.arrivalNanos() - snapshot.requestNanos()).isPositive();
        assertThat(started.kind()).isEqualTo(FeedKind.SNAPSHOTS);
        assertThat(venue.requests.element().getUrl().encodedQuery()).isEqualTo("subaccount=0&exchange_index=3");
    }

    @Test
    void signsTheWholePathWithoutTheQuery() {
        start(bare().subaccount(5).build());
        sink.next(Read.class);
        final RecordedRequest request = venue.requests.element();
        final Headers headers = request.getHeaders();
        final String time = Long.toString(TestClock.START.toEpochMilli());

        assertThat(headers.get("KALSHI-ACCESS-KEY")).isEqualTo(TestKeys.KEY_ID);
        assertThat(headers.get("KALSHI-ACCESS-TIMESTAMP")).isEqualTo(time);
        assertThat(headers.get("KALSHI-ACCESS-SIGNATURE"))
                .isEqualTo(TestKeys.credentials()
                        .sign(TestClock.START.toEpochMilli(), "GET", "/trade-api/v2/portfolio/balance"));
        assertThat(request.getUrl().queryParameter("subaccount")).isEqualTo("5");
    }

    @Test
    void whatHappenedAfterTheUserDatasTimeIsNotInTheRead() throws Exception {
        // 4 s old by the answer's own Date, and a second that Date does not show
        venue.always(
                TIME,
                json(200, "{\"as_of_time\":\"2026-10-01T11:59:58.5Z\"}")
                        .newBuilder()
                        .setHeader("Date", "Thu, 01 Oct 2026 12:00:02 GMT")
                        .build());
        final KalshiConfig config = venue.config().build();
        final Snapshot snapshot = readOnce(config).snapshot();
        assertThat(snapshot.requestNanos()).isEqualTo(clock.nanoTime() - 4_500_000_000L);

        // without Date, our time of day (12:00:00.123) and the allowed skew
        venue.always(TIME, json(200, "{\"as_of_time\":\"2026-10-01T11:59:58.123Z\"}"));
        assertThat(readOnce(config).snapshot().requestNanos()).isEqualTo(clock.nanoTime() - 4_000_000_000L);
    }

    @Test
    void theMomentUpToWhichReadsAreCompleteNeverGoesBack() throws Exception {
        final KalshiConfig config = venue.config().build();
        final KalshiBalanceSource source = new KalshiBalanceSource(config);
        try (Calls calls = calls(config)) {
            final long first = source.read(calls).snapshot().requestNanos();
            venue.always(TIME, json(200, "{\"as_of_time\":\"2026-10-01T11:59:50Z\"}"));
            assertThat(source.read(calls).snapshot().requestNanos()).isEqualTo(first);
        }
    }

    @Test
    void dataThatIsTooOldIsAFailedRead() {
        venue.always(TIME, json(200, "{\"as_of_time\":\"2026-10-01T11:59:00Z\"}"));
        start(venue.config().build());
        assertThat(sink.next(Failed.class).reason()).contains("as of 62 s ago", "maxDataAge");
    }

    @Test
    void ordersOfOthersAreHeldBackAndOursAreNot() throws Exception {
        venue.always(
                ORDERS,
                json(
                        200,
                        orders(
                                "",
                                order("a", "g1-000042", "ask", "0.3100", "20.00", "resting"),
                                order("b", "other-1", "bid", "0.5600", "10.00", "resting"),
                                order("c", "other-2", "bid", "0.5600", "10.00", "canceled"),
                                order("d", "other-3", "bid", "0.5600", "10.00", "resting")
                                        .replace("\"exchange_index\":3", "\"exchange_index\":0"))));
        final Snapshot ours =
                readOnce(venue.config().ownOrderPrefix("g1-").build()).snapshot();
        assertThat(ours.ledger()).isEqualTo(300_127_500);
        assertThat(ours.netSpendable()).isEqualTo(300_127_500 - 5_792_480);
        assertThat(ours.openOrders()).isZero();

        // no prefix: the gate has to find out which of them are ours
        final Snapshot all = readOnce(venue.config().build()).snapshot();
        assertThat(all.openOrders()).isEqualTo(5_792_480 + 20 * 690_000 + 299_460 + 20_000);
        assertThat(all.netSpendable()).isEqualTo(300_127_500 - all.openOrders());
    }

    /** A long position of 15 closes the cheapest 15 of what is asked; if the venue nets, the dearest. */
    @Test
    void whatClosesAPositionNeedsNoCash() throws Exception {
        venue.always(POSITIONS, json(200, """
                {"market_positions":[{"ticker":"KXTEST","exchange_index":3,"position_fp":"15.00"},
                                     {"ticker":"KXTEST","exchange_index":0,"position_fp":"99.00"},
                                     {"ticker":"KXNO","exchange_index":3,"position_fp":"-7.25"}],"cursor":""}"""));
        venue.always(
                ORDERS,
                json(
                        200,
                        orders(
                                "",
                                order("a", "g1-1", "ask", "0.9000", "10.00", "resting"),
                                order("b", "g1-2", "ask", "0.4000", "10.00", "resting"))));
        final SnapshotSource.Reading gross = readOnce(venue.config().build());
        assertThat(gross.snapshot().openOrders()).isEqualTo(5 * 600_000 + 84_000 + 20_000);
        final PositionsRead positions = Objects.requireNonNull(gross.positions());
        assertThat(positions.positions())
                .containsExactlyInAnyOrder(
                        new PositionsRead.Position("KXTEST", 1_500),
                        new PositionsRead.Position("KXNO", -725),
                        new PositionsRead.Position(KalshiMarket.noInstrument("KXNO"), 725));
        assertThat(positions.margin()).isZero();

        final Snapshot net = readOnce(
                        venue.config().openOrders(OpenOrderTreatment.NET).build())
                .snapshot();
        assertThat(net.netSpendable()).isEqualTo(300_127_500);
        assertThat(net.openOrders()).isEqualTo(5 * 100_000);
        assertThat(net.ledger()).isEqualTo(300_127_500 + 500_000);
    }

    @Test
    void whereTheVenueNetsOnlyWhatRestsBeforeAndAfterCounts() throws Exception {
        venue.once(
                ORDERS,
                json(
                        200,
                        orders(
                                "",
                                order("a", "x", "bid", "0.5000", "10.00", "resting"),
                                order("gone", "x", "bid", "0.5000", "10.00", "resting"))),
                json(
                        200,
                        orders(
                                "",
                                order("a", "x", "bid", "0.5000", "4.00", "resting"),
                                order("new", "x", "bid", "0.5000", "10.00", "resting"))));
        final Snapshot net = readOnce(
                        venue.config().openOrders(OpenOrderTreatment.NET).build())
                .snapshot();
        assertThat(net.openOrders()).isEqualTo(2_000_000);
    }

    @Test
    void listsAreReadToTheEmptyCursorAndTokensAreCounted() throws Exception {
        venue.once(
                ORDERS,
                json(200, orders("p2")),
                json(200, orders("p3", order("a", "x", "bid", "0.5000", "10.00", "resting"))),
                json(200, orders("", order("a", "x", "bid", "0.5000", "9.00", "resting"))));
        final KalshiConfig config = venue.config().pageSize(7).build();
        final KalshiBalanceSource source = new KalshiBalanceSource(config);
        assertThat(source.tokens()).isEqualTo(40);
        try (Calls calls = calls(config)) {
            assertThat(source.read(calls).snapshot().openOrders()).isEqualTo(5_000_000 + 175_000 + 20_000);
        }
        assertThat(source.tokens()).isEqualTo(60);
        assertThat(venue.requests.stream()
                        .map(request -> request.getUrl().queryParameter("cursor"))
                        .filter(Objects::nonNull))
                .containsExactly("p2", "p3");
        assertThat(venue.requests.stream().map(request -> request.getUrl().queryParameter("limit")))
                .contains("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | orders must be an array",
                "{'orders':[],'cursor':5} | cursor must be text",
                "{'orders':[{}],'cursor':''} | status must be text",
                "{'orders':[{'status':'resting'}],'cursor':''} | yes_price_dollars must be an amount",
                "{'orders':[{'status':'resting','yes_price_dollars':'0.31'}],'cursor':''} | fill_count_fp must be an amount",
                "{'orders':[{'status':'resting','yes_price_dollars':'0.00001'}],'cursor':''} | at most 4 decimals",
                "{'orders':[{'status':'resting','yes_price_dollars':'-0.1'}],'cursor':''} | yes_price_dollars must be 0 to 1",
                "{'orders':[{'status':'resting','yes_price_dollars':'0.5','fill_count_fp':'-1'}],'cursor':''} | fill_count_fp must be 0 or more",
                "{'orders':[],'cursor':'again'} | same cursor twice",
            })
    void aListThatCannotBeReadIsAFailedRead(String body, String why) {
        venue.always(ORDERS, json(200, body.replace('\'', '"')));
        start(venue.config().build());
        assertThat(sink.next(Failed.class).reason()).contains(why);
    }

    @Test
    void aListWithoutEndIsAFailedRead() {
        for (int i = 0; i < 3; i++) {
            venue.once(ORDERS, json(200, orders("page" + i)));
        }
        start(venue.config().maxPages(3).build());
        assertThat(sink.next(Failed.class).reason()).contains("maxPages=3");
    }

    /** Status, body in one of the three shapes, what becomes of the feed, and words of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {'error':{'code':'authentication_error','message':'authentication_error','details':'INCORRECT_API_KEY_SIGNATURE'}} | TWICE | do not belong together",
                "401 | {'code':'authentication_error','details':'rpc error: code = Unauthenticated desc = INCORRECT_API_KEY_SIGNATURE'} | TWICE | INCORRECT_API_KEY_SIGNATURE",
                "401 | {'error':{'code':'authentication_error','details':'NOT_FOUND'}} | TWICE | key id is not known",
                "401 | {'error':{'code':'header_timestamp_expired','message':'x'}} | TWICE | set the clock",
                "401 | {'error':{'code':'signature_is_missing_from_headers'}} | TWICE | proxy",
                "401 | <html>no | TWICE | without a reason",
                "403 | {'code':'permission_denied','message':'no'} | STOP | scope read",
                "429 | {'error':'too many requests'} | RETRY | too many requests): the tokens",
                "404 | {'error':{'code':'user_not_found'}} | RETRY | transfer some",
                "404 | 404 page not found | STOP | check baseUrl",
                "400 | {'msg':'subaccount must be valid'} | STOP | subaccount must be valid",
                "410 | {'error':{'code':'deprecated_v1_order_endpoint'}} | STOP | deprecated_v1",
                "500 | {'code':'internal_error','service':'x'} | RETRY | internal_error",
                "503 | {'error':{'code':'service_unavailable'}} | RETRY | service_unavailable",
                "302 | {} | RETRY | 302",
                "418 | [1] | RETRY | 418",
            })
    void everyErrorLeadsToItsAction(int code, String body, String action, String words) {
        final MockResponse error = json(code, body.replace('\'', '"'));
        venue.once(BALANCE, error);
        if (action.equals("TWICE")) {
            venue.once(BALANCE, error);
        }
        start(bare().build());
        if (action.equals("STOP")) {
            assertThat(sink.next(Stopped.class).reason()).contains(words);
            return;
        }
        assertThat(sink.next(Failed.class).reason())
                .contains(Integer.toString(code))
                .contains(words);
        if (action.equals("TWICE")) {
            assertThat(sink.next(Stopped.class).reason())
                    .contains("twice in a row")
                    .contains(words);
        } else {
            assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(300_127_500);
        }
    }

    @Test
    void aRefusedTimeIsTriedAgainWithTheVenues() {
        clock.advance(Duration.ofSeconds(90));
        venue.once(
                BALANCE,
                json(401, "{\"error\":{\"code\":\"header_timestamp_expired\"}}")
                        .newBuilder()
                        .setHeader("Date", "Thu, 01 Oct 2026 12:00:00 GMT")
                        .build());
        start(bare().build());
        assertThat(sink.next(Failed.class).reason()).contains("89 s ahead of the venue's");
        sink.next(Read.class);
        final List<String> times = venue.requests.stream()
                .map(request -> request.getHeaders().get("KALSHI-ACCESS-TIMESTAMP"))
                .toList();
        assertThat(Long.parseLong(times.get(0)) - Long.parseLong(times.get(1))).isBetween(89_000L, 90_000L);
    }

    /** Each is a failed read, not a zero; the feed comes back by itself. */
    @Test
    void survivesEveryFault() {
        venue.once(
                BALANCE,
                json(200, ""),
                json(200, "{\"balance_dollars\":\"300.12"),
                json(200, "{\"balance_dollars\":NaN}"),
                json(200, "{\"balance_dollars\":1e999999999}"),
                json(200, "{\"balance_dollars\":\"1\",\"balance_dollars\":\"2\"}"),
                json(200, "<html>maintenance</html>")
                        .newBuilder()
                        .setHeader("Content-Type", "text/html")
                        .build(),
                json(200, " ".repeat(10 * 1024 * 1024)),
                new MockResponse.Builder()
                        .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                        .body("{}".repeat(500))
                        .build(),
                json(200, StubVenue.balance("1"))
                        .newBuilder()
                        .throttleBody(1, 1, TimeUnit.SECONDS)
                        .build(),
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build());
        start(bare().polling(StubVenue.polling(Duration.ofMinutes(10), Duration.ofMillis(500), 64 * 1024))
                .build());
        for (int i = 0; i < 10; i++) {
            assertThat(sink.next(Failed.class).reason()).isNotEmpty();
        }
        assertThat(sink.next(Read.class).snapshot().ledger()).isEqualTo(300_127_500);
    }

    /** Neither what is told, nor the log, nor the feed's own text: a venue that repeats our request does not spread it. */
    @Test
    void noErrorAndNoLogShowsWhatTheVenueRepeatsOfOurRequest() {
        final String signature = TestKeys.credentials().sign(1, "GET", "/x");
        final MockResponse echo = json(
                401,
                "{\"error\":{\"code\":\"" + signature + "\",\"message\":\"sent " + signature + "\",\"details\":\""
                        + signature + "\"}}");
        venue.once(BALANCE, echo, echo);
        final PrintStream before = System.err;
        final ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            final KalshiConfig config = bare().build();
            start(config);
            final String planted = signature.substring(0, 20);
            assertThat(sink.next(Failed.class).reason()).contains("***").doesNotContain(planted);
            assertThat(sink.next(Stopped.class).reason()).contains("***").doesNotContain(planted);
            Objects.requireNonNull(feed).close();
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("stopped")
                    .doesNotContain(planted)
                    .doesNotContain("PRIVATE KEY");
            assertThat(config.toString()).contains("privateKey=***").doesNotContain("PRIVATE KEY");
        } finally {
            System.setErr(before);
        }
    }
}
