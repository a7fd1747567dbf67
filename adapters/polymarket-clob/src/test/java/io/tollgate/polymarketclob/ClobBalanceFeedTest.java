package io.tollgate.polymarketclob;

import static io.tollgate.polymarketclob.ClobTestVenue.order;
import static io.tollgate.polymarketclob.ClobTestVenue.page;
import static io.tollgate.polymarketclob.ClobTestVenue.response;
import static io.tollgate.polymarketclob.ClobTestVenue.takerTrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.VenueOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed against a venue on loopback: what a snapshot holds, and what each misbehaviour leads to. */
@Timeout(90)
class ClobBalanceFeedTest {
    private static final String BALANCE = "/balance-allowance";
    private static final String UPDATE = "/balance-allowance/update";
    private static final String TOKEN = "1099520129273";
    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_780_000_100);

    private final ClobTestVenue venue = new ClobTestVenue();
    private final RecordingSink sink = new RecordingSink();
    private ClobBalanceFeed feed = new ClobBalanceFeed(venue.config().build());

    ClobBalanceFeedTest() throws IOException {}

    @AfterEach
    void closeAll() {
        feed.close();
        venue.close();
    }

    private void start(ClobConfig.Builder config) {
        feed.close();
        feed = new ClobBalanceFeed(config.build(), new FeedEnvironment(System::nanoTime, CLOCK, new Random(3)), null);
        feed.start(RecordingSink.BALANCE, sink);
    }

    private Snapshot read() {
        return sink.next(Read.class).snapshot();
    }

    private Snapshot readAgain() {
        feed.requestSnapshot();
        return read();
    }

    @Test
    void readsOrdersThenTradesThenTheBalanceAfterAnUpdate() {
        start(venue.config());
        Snapshot snapshot = read();
        assertThat(snapshot.ledger()).isEqualTo(1_000_000);
        assertThat(snapshot.netSpendable()).isEqualTo(1_000_000);
        assertThat(snapshot.openOrders()).isZero();
        assertThat(snapshot.venueTimeNanos()).isEqualTo(Snapshot.NO_TIME);
        assertThat(venue.requests())
                .containsExactly(
                        "GET /data/orders?next_cursor=MA%3D%3D",
                        "GET /data/trades?after=1779996500&next_cursor=MA%3D%3D",
                        "GET /balance-allowance/update?asset_type=COLLATERAL&signature_type=3",
                        "GET /balance-allowance?asset_type=COLLATERAL&signature_type=3");
        venue.forgetRequests();
        readAgain();
        assertThat(venue.requests()).hasSize(3).noneMatch(request -> request.contains(UPDATE));
        feed.movedOnChain();
        read();
        assertThat(venue.requests()).anyMatch(request -> request.contains(UPDATE));
    }

    @Test
    void onlyOrdersOfOtherKeysAreTakenOffWhereTheKeyIsOurs() {
        final String theirs = order("o2", "BUY", TOKEN, "0.5", "10", "0")
                .replace(ClobTestVenue.API_KEY, "00000000-0000-0000-0000-000000000002");
        venue.balance("100000000");
        venue.set("/data/orders", 200, page(order("o1", "BUY", TOKEN, "0.5", "20", "0"), theirs));
        start(venue.config().ownApiKey(true).fee(TOKEN, FeeTerms.NONE));
        final Snapshot snapshot = read();
        assertThat(snapshot.ledger()).isEqualTo(100_000_000);
        assertThat(snapshot.openOrders()).isZero();
        assertThat(snapshot.netSpendable()).isEqualTo(95_000_000);
    }

    @Test
    void onlyItsOwnMarketsDrawOnAnAllowance() {
        final String usual = "1099520129275";
        venue.set(
                "/data/trades",
                200,
                page(
                        takerTrade("t1", "MATCHED", "BUY", TOKEN, "0.5", "20"),
                        takerTrade("t2", "MATCHED", "BUY", usual, "0.5", "80")));
        start(venue.config()
                .figure(ClobFigure.ALLOWANCE)
                .marketKinds(Set.of(MarketKind.NEG_RISK))
                .kind(TOKEN, MarketKind.NEG_RISK)
                .kind(usual, MarketKind.NORMAL)
                .defaultFee(FeeTerms.NONE));
        // 400 may be drawn, of which 10 are matched
        assertThat(read().ledger()).isEqualTo(390_000_000);
    }

    @Test
    void whatASaleBringsIsLookedForWhenItHasSettled() {
        start(venue.config());
        read();
        venue.set("/data/trades", 200, page(takerTrade("t1", "MATCHED", "SELL", TOKEN, "0.5", "20")));
        venue.forgetRequests();
        assertThat(readAgain().ledger()).isEqualTo(1_000_000);
        assertThat(venue.requests()).noneMatch(request -> request.contains(UPDATE));
        venue.set("/data/trades", 200, page(takerTrade("t1", "CONFIRMED", "SELL", TOKEN, "0.5", "20")));
        readAgain();
        assertThat(venue.requests())
                .filteredOn(request -> request.contains(UPDATE))
                .hasSize(1);
        readAgain();
        assertThat(venue.requests())
                .filteredOn(request -> request.contains(UPDATE))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"EOA, 0", "POLY_PROXY, 1", "POLY_GNOSIS_SAFE, 2", "POLY_1271, 3"})
    void asksForTheWalletOfItsSignatureType(SignatureType type, int wire) {
        ClobConfig.Builder config =
                venue.config().signatureType(type).readsCommitments(false).updateAtStart(false);
        start(type == SignatureType.EOA ? config.funder(ClobTestVenue.KEY.address()) : config);
        read();
        assertThat(venue.requests())
                .containsExactly("GET /balance-allowance?asset_type=COLLATERAL&signature_type=" + wire);
    }

    @ParameterizedTest
    @CsvSource({
        "1099520129273, CONDITIONAL",
        "452312848583266388373324160190187140051835877600158453279131187530910662656, CONDITIONAL-V2"
    })
    void asksForATokenByItsKind(String token, String type) {
        venue.set(
                BALANCE,
                200,
                "{\"balance\":\"7\",\"allowances\":{\"0xE111180000d2663C0091e4f400237545B87B996B\":\"9\",\"0xe2222d279d744050d28e00520010520000310F59\":\"9\",\"0xe3333700ca9d93003f00f0f71f8515005f6c00aa\":\"5\"}}");
        start(venue.config()
                .asset(ClobAsset.token(token))
                .readsCommitments(false)
                .updateAtStart(false));
        assertThat(read().ledger()).isEqualTo(type.equals("CONDITIONAL") ? 7 : 5);
        assertThat(venue.requests())
                .containsExactly(
                        "GET /balance-allowance?asset_type=" + type + "&token_id=" + token + "&signature_type=3");
    }

    @Test
    void theAllowanceOfTheSpendersThatAreUsedIsALimit() {
        venue.balance("450000000");
        start(venue.config().readsCommitments(false));
        assertThat(read().ledger()).as("the smaller of both kinds").isEqualTo(400_000_000);
        start(venue.config().readsCommitments(false).marketKinds(Set.of(MarketKind.NORMAL)));
        assertThat(read().ledger()).as("the balance").isEqualTo(450_000_000);
        start(venue.config().readsCommitments(false).marketKinds(Set.of(MarketKind.V2_POSITION)));
        assertThat(read().ledger()).as("not named").isZero();
        start(venue.config().readsCommitments(false).figure(ClobFigure.BALANCE));
        assertThat(read().ledger()).isEqualTo(450_000_000);
        start(venue.config()
                .readsCommitments(false)
                .figure(ClobFigure.ALLOWANCE)
                .marketKinds(Set.of(MarketKind.NORMAL)));
        assertThat(read().ledger()).isEqualTo(500_000_000);
        venue.set(BALANCE, 200, "{\"balance\":\"1\",\"allowance\":\"" + "9".repeat(70) + "\"}");
        assertThat(readAgain().ledger()).isEqualTo(Amounts.MAX_AMOUNT);
    }

    @Test
    void whatRestsIsCommittedWithTheFeeThatTheVenueReserves() {
        venue.balance("100000000");
        venue.set(
                "/data/orders",
                200,
                page(
                        order("0x1", "BUY", TOKEN, "0.2", "5", "0"),
                        order("0x2", "BUY", TOKEN, "0.5", "10", "4"),
                        order("0x3", "SELL", TOKEN, "0.5", "10", "1"),
                        order("0x4", "BUY", TOKEN, "0.5", "10", "0").replace("00f1", "00f2")));
        start(venue.config());
        Snapshot snapshot = read();
        long buys = 1_056_000 + 3_000_000 + 105_000;
        assertThat(snapshot.ledger()).isEqualTo(100_000_000);
        assertThat(snapshot.openOrders()).isEqualTo(buys);
        assertThat(snapshot.netSpendable()).isEqualTo(100_000_000 - buys);
        start(venue.config().asset(ClobAsset.token(TOKEN)));
        assertThat(read().openOrders()).isEqualTo(9_000_000);
    }

    @Test
    void aListIsReadToItsLastPage() {
        venue.queue(
                "/data/orders",
                response(200, page(order("0x1", "BUY", TOKEN, "0.2", "5", "0")).replace("LTE=", "MTAw")));
        venue.queue(
                "/data/orders",
                response(
                        200,
                        page(
                                order("0x1", "BUY", TOKEN, "0.2", "5", "0"),
                                order("0x2", "BUY", TOKEN, "0.2", "5", "0"))));
        start(venue.config());
        assertThat(read().openOrders()).as("a row that comes twice counts once").isEqualTo(2 * 1_056_000);
        assertThat(venue.requests().get(1)).isEqualTo("GET /data/orders?next_cursor=MTAw");
    }

    /** Gone from the match on, and only once, however late the chain and the venue's cache are. */
    @Test
    void aTradeIsGoneFromItsMatchOnAndOnlyOnce() {
        venue.balance("100000000");
        venue.set("/data/trades", 200, page(takerTrade("t1", "MATCHED", "BUY", TOKEN, "0.2", "5")));
        start(venue.config());
        assertThat(read().ledger()).isEqualTo(100_000_000 - 1_056_000);
        venue.set("/data/trades", 200, page(takerTrade("t1", "TRADE_STATUS_MINED", "BUY", TOKEN, "0.2", "5")));
        assertThat(readAgain().ledger()).isEqualTo(100_000_000 - 1_056_000);
        venue.forgetRequests();
        venue.set("/data/trades", 200, page(takerTrade("t1", "CONFIRMED", "BUY", TOKEN, "0.2", "5")));
        // the venue's balance is stale until it is told to look: nothing may come back
        venue.queue(UPDATE, response(500, "{}"));
        feed.requestSnapshot();
        sink.next(Failed.class);
        venue.balance("98944000");
        assertThat(read().ledger()).isEqualTo(98_944_000);
        assertThat(venue.requests()).filteredOn(r -> r.contains(UPDATE)).hasSize(2);
        venue.forgetRequests();
        assertThat(readAgain().ledger()).isEqualTo(98_944_000);
        assertThat(venue.requests()).noneMatch(r -> r.contains(UPDATE));
    }

    @Test
    void aTradeThatFailedGivesItsMoneyBackAndOneThatVanishedDoesNot() {
        venue.balance("100000000");
        venue.set(
                "/data/trades",
                200,
                page(
                        takerTrade("t1", "MATCHED", "BUY", TOKEN, "0.2", "5"),
                        takerTrade("t2", "RETRYING", "BUY", TOKEN, "0.2", "5")));
        start(venue.config());
        assertThat(read().ledger()).isEqualTo(100_000_000 - 2 * 1_056_000);
        venue.set("/data/trades", 200, page(takerTrade("t1", "FAILED", "BUY", TOKEN, "0.2", "5")));
        assertThat(readAgain().ledger()).isEqualTo(100_000_000 - 1_056_000);
    }

    @Test
    void aMakersTradeCountsByOurOwnOrders() {
        venue.balance("100000000");
        String trade = "{\"id\":\"t1\",\"status\":\"MATCHED\",\"side\":\"BUY\",\"asset_id\":\"" + TOKEN
                + "\",\"price\":\"0.6\",\"size\":\"50\",\"match_time\":\"1780000000\",\"trader_side\":\"MAKER\",\"maker_orders\":["
                + "{\"order_id\":\"0x1\",\"owner\":\"somebody\",\"maker_address\":\"0x0000000000000000000000000000000000000001\",\"matched_amount\":\"40\",\"price\":\"0.6\",\"asset_id\":\""
                + TOKEN + "\",\"side\":\"SELL\"},"
                + "{\"order_id\":\"0x2\",\"owner\":\"" + ClobTestVenue.API_KEY + "\",\"maker_address\":\""
                + ClobTestVenue.FUNDER
                + "\",\"matched_amount\":\"10\",\"price\":\"0.4\",\"asset_id\":\"1099520129274\"}]}";
        venue.set("/data/trades", 200, page(trade));
        start(venue.config());
        assertThat(read().ledger()).as("a buy of the other token, no fee").isEqualTo(96_000_000);
        venue.set(
                "/data/trades",
                200,
                page(trade.replace(ClobTestVenue.API_KEY, "x").replace("00f1", "00f9")));
        feed.requestSnapshot();
        assertThat(sink.next(Failed.class).reason()).contains("must name our order");
    }

    @Test
    void aRiseCountsWhenItIsReadAgain() {
        start(venue.config().readsCommitments(false).confirmRises(true));
        assertThat(read().ledger()).isEqualTo(1_000_000);
        venue.balance("2000000");
        assertThat(readAgain().ledger()).isEqualTo(1_000_000);
        assertThat(readAgain().ledger()).isEqualTo(2_000_000);
        venue.balance("500000");
        assertThat(readAgain().ledger()).as("a fall counts at once").isEqualTo(500_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{\"error\":\"Unauthorized/Invalid api key\"}|check API key, secret and passphrase",
                "400|{\"error\":\"GetBalanceAndAllowance invalid params: assetId invalid value -1, as this is a erc1155 operation, asset must be a valid tokenId value\"}|clobTokenIds",
                "403|{\"error\":\"restricted\"}|may not use the venue's API",
                "404|not found|check baseUrl"
            })
    void refusalsThatTryingAgainCannotCureStopTheFeed(int code, String body, String cure) {
        venue.set(BALANCE, code, body);
        start(venue.config());
        assertThat(sink.skipTo(Stopped.class).reason()).contains("the venue answered " + code, cure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":\"something new\"}|something new",
                "403|<html>blocked</html>|block of this IP",
                "425|{\"error\":\"engine\"}|matching engine restarts",
                "429|{\"error\":\"Too Many Requests\"}|too many requests",
                "500|{}|500",
                "502|<html>|502",
                "503|{\"error\":\"Trading is currently disabled. Check polymarket.com for updates\"}|stopped trading",
                "302||302"
            })
    void otherRefusalsAreUnknownAndReadAgain(int code, String body, String reason) {
        venue.queue(BALANCE, response(code, body == null ? "" : body));
        start(venue.config());
        assertThat(sink.next(Failed.class).reason()).contains(reason);
        assertThat(read().ledger()).isEqualTo(1_000_000);
    }

    @Test
    void aPauseThatTheVenueAsksForIsKept() {
        venue.queue(
                BALANCE,
                new MockResponse.Builder()
                        .code(429)
                        .setHeader("Retry-After", "1")
                        .body("{}")
                        .build());
        start(venue.config());
        Failed failed = sink.next(Failed.class);
        feed.requestSnapshot();
        assertThat(read().requestNanos() - failed.arrivalNanos())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/orders", "/data/trades", BALANCE})
    void faultsFailClosedAndPass(String path) {
        String good = path.equals(BALANCE) ? "{\"balance\":\"1\",\"allowance\":\"1\"}" : ClobTestVenue.EMPTY;
        venue.queue(path, response(200, good.substring(0, good.length() - 3)));
        venue.queue(path, response(200, "<html>maintenance</html>"));
        venue.queue(path, response(200, ""));
        venue.queue(path, response(200, " ".repeat(10 * 1024 * 1024) + good));
        venue.queue(
                path,
                new MockResponse.Builder()
                        .onRequestStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());
        venue.queue(
                path,
                new MockResponse.Builder()
                        .body(good)
                        .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                        .build());
        venue.queue(path, response(200, "{\"data\":[{}],\"next_cursor\":\"LTE=\",\"balance\":NaN}"));
        ClobConfig.Builder config = venue.config();
        start(config.polling(config.build().polling().withCallTimeout(Duration.ofMillis(600))));
        for (int i = 0; i < 7; i++) {
            RecordingSink.Event event = sink.poll(RecordingSink.DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (event instanceof Read) {
                // the connection that was shut is tried again by the HTTP client itself
                assertThat(i).isGreaterThanOrEqualTo(5);
                return;
            }
            assertThat(event).isInstanceOf(Failed.class);
        }
        assertThat(sink.skipTo(Read.class).snapshot().ledger()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[]}",
                "{\"next_cursor\":\"LTE=\"}",
                "{\"data\":[],\"next_cursor\":\"MA==\"}",
                "{\"data\":[{\"id\":\"1\"}],\"next_cursor\":\"LTE=\"}",
                "{\"data\":[{\"id\":\"1\",\"status\":\"LIVE\",\"side\":\"BUY\",\"asset_id\":\"7\",\"price\":\"NaN\",\"original_size\":\"5\",\"size_matched\":\"0\"}],\"next_cursor\":\"LTE=\"}",
                "{\"data\":[{\"id\":\"1\",\"status\":\"LIVE\",\"side\":\"BUY\",\"asset_id\":\"7\",\"price\":\"0.5\",\"original_size\":\"-5\",\"size_matched\":\"0\"}],\"next_cursor\":\"LTE=\"}",
                "{\"data\":[{\"id\":\"1\",\"status\":\"LIVE\",\"side\":\"HOLD\",\"asset_id\":\"7\",\"price\":\"0.5\",\"original_size\":\"5\",\"size_matched\":\"0\"}],\"next_cursor\":\"LTE=\"}"
            })
    void ordersThatCannotBeReadAreNotZero(String body) {
        venue.queue("/data/orders", response(200, body));
        start(venue.config());
        sink.next(Failed.class);
        read();
    }

    @Test
    void credentialsAreDerivedMadeWhereThereAreNoneAndGotAnewOnce() {
        ClobAuthentication derived = ClobAuthentication.derived(ClobTestVenue.KEY, 137, 0);
        venue.queue("/auth/derive-api-key", response(400, "{\"error\":\"Could not derive api key!\"}"));
        String answer = "{\"apiKey\":\"" + ClobTestVenue.API_KEY + "\",\"secret\":\"" + ClobTestVenue.SECRET
                + "\",\"passphrase\":\"" + ClobTestVenue.PASSPHRASE + "\"}";
        venue.set("/auth/api-key", 200, answer);
        venue.set("/auth/derive-api-key", 200, answer);
        venue.queue(BALANCE, response(401, "{\"error\":\"Unauthorized/Invalid api key\"}"));
        start(venue.config().authentication(derived));
        sink.next(Failed.class);
        assertThat(read().ledger()).isEqualTo(1_000_000);
        assertThat(venue.requests())
                .filteredOn(request -> request.contains("/auth/"))
                .containsExactly("GET /auth/derive-api-key", "POST /auth/api-key", "GET /auth/derive-api-key");
    }

    @Test
    void noSecretIsInAnyReasonOrLog() {
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            String echo = "{\"error\":\"bad key " + ClobTestVenue.SECRET + "\"}";
            venue.queue(BALANCE, response(500, echo));
            venue.queue(BALANCE, response(400, echo));
            venue.queue(BALANCE, response(401, echo));
            venue.queue(BALANCE, response(401, echo));
            start(venue.config());
            StringBuilder reasons = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                reasons.append(sink.next(Failed.class).reason());
            }
            reasons.append(sink.next(Stopped.class).reason());
            assertThat(reasons.append(log.toString(StandardCharsets.UTF_8)))
                    .doesNotContain(ClobTestVenue.SECRET.substring(0, 20))
                    .doesNotContain(ClobTestVenue.PASSPHRASE)
                    .doesNotContain("0123456789abcdef");
        } finally {
            System.setErr(err);
        }
    }

    @Test
    void tellsWhatBecameOfOrders() throws Exception {
        venue.set(
                "/data/orders",
                200,
                page(
                        order("0xA1", "BUY", TOKEN, "0.25", "5", "1.5"),
                        order("0xa2", "SELL", TOKEN, "0.5", "5", "0").replace("ORDER_STATUS_LIVE", "SOMETHING_NEW")));
        venue.set(
                "/data/order/0xa3",
                200,
                order("0xa3", "BUY", TOKEN, "0.25", "5", "2").replace("LIVE", "CANCELED_x"));
        venue.set("/data/order/0xa4", 200, "null");
        try (ClobOrderStatusSource source =
                new ClobOrderStatusSource(venue.config().build(), FeedEnvironment.system())) {
            assertThat(source.listsOnlyOpenOrders()).isTrue();
            List<VenueOrder> open = source.openOrders();
            assertThat(open).hasSize(2).allMatch(order -> order.state() == OrderStatus.State.OPEN);
            assertThat(open.get(0).venueOrderId()).isEqualTo("0xa1");
            assertThat(open.get(0).limitPrice()).isEqualTo(250_000);
            assertThat(open.get(0).cumQuantity()).isEqualTo(1_500_000);
            VenueOrder ended = source.order("0xa3").orElseThrow();
            assertThat(ended.state()).isEqualTo(OrderStatus.State.ENDED);
            assertThat(ended.cumQuantity()).isEqualTo(2_000_000);
            assertThat(source.order("0xa4")).isEmpty();
            assertThat(source.order("0xa5")).isEmpty();
            assertThatThrownBy(() -> source.order("../x")).isInstanceOf(IllegalArgumentException.class);
            venue.set("/data/order/0xa3", 401, "{}");
            assertThatThrownBy(() -> source.order("0xa3")).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> ClobConfig.builder().build()).hasMessageContaining("authentication must be given");
        assertThatThrownBy(() -> ClobConfig.builder()
                        .authentication(ClobAuthentication.derived(ClobTestVenue.KEY, 137, 0))
                        .build())
                .hasMessageContaining("signatureType must be given");
        assertThatThrownBy(() -> venue.config().signatureType(SignatureType.EOA).build())
                .hasMessageContaining("funder must be the owner");
        assertThatThrownBy(() ->
                        venue.config().baseUrl("https://clob.polymarket.com/x").build())
                .hasMessageContaining("no path");
        assertThatThrownBy(() -> venue.config().marketKinds(Set.of()).build()).hasMessageContaining("marketKinds=[]");
        assertThatThrownBy(() -> ClobAsset.token("0xabc")).hasMessageContaining("tokenId=0xabc");
        assertThat(venue.config().build().toString())
                .doesNotContain(ClobTestVenue.SECRET)
                .doesNotContain(ClobTestVenue.PASSPHRASE);
        assertThat(ClobHint.of(
                        new BalanceAllowance(0, java.util.Map.of(), java.util.Optional.of(1L)),
                        venue.config().build()))
                .isEqualTo(ClobHint.ZERO_BALANCE);
        assertThat(ClobHint.of(
                        new BalanceAllowance(1, java.util.Map.of(), java.util.Optional.empty()),
                        venue.config().build()))
                .isEqualTo(ClobHint.NO_ALLOWANCE);
    }
}
