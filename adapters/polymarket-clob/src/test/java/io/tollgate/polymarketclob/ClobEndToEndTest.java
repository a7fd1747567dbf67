package io.tollgate.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.Json;
import io.tollgate.rest.PollingConfig;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobFault;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobOrderRequest;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gate that is fed by the adapter from the simulator, and orders at both. */
@Timeout(180)
class ClobEndToEndTest {
    private static final String TOKEN = "1099520129273";
    private static final String CONDITION = "0x" + "c".repeat(64);

    @TempDir
    Path directory;

    private final ClobSimulator simulator = ClobSimulator.start(ClobAccount.example());
    private final ClobVenue venue = simulator.venue();
    private final WalletKey key = WalletKey.ofHex(ClobAccount.EXAMPLE_PRIVATE_KEY);
    private final ApiCredentials credentials = ApiCredentials.of(
            simulator.account().apiKey(),
            simulator.account().secret(),
            simulator.account().passphrase());
    private final OkHttpClient http = new OkHttpClient();
    private long salt = 1;

    @BeforeEach
    void money() {
        venue.list(ClobMarketSpec.of(CONDITION, List.of(TOKEN, "1099520129274")));
        venue.deposit("", 10_000_000);
        venue.deposit(TOKEN, 20_000_000);
        venue.allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
        venue.allow(TOKEN, ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private ClobConfig config(ClobAsset asset) {
        return ClobConfig.builder()
                .baseUrl(simulator.url())
                .authentication(
                        ClobAuthentication.derived(key, simulator.account().chainId(), 0))
                .signatureType(SignatureType.EOA)
                .asset(asset)
                .marketKinds(java.util.Set.of(MarketKind.NORMAL))
                .polling(PollingConfig.DEFAULT
                        .withPeriod(Duration.ofMillis(250), Duration.ofMillis(50))
                        .withMinRateLimitPause(Duration.ofMillis(50))
                        .withBackoff(new BackoffSettings(
                                Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMinutes(1))))
                .build();
    }

    private JsonNode post(boolean buy, long maker, long taker) throws Exception {
        String body = SignedOrder.json(key, credentials.key(), salt++, TOKEN, buy, maker, taker);
        long seconds = System.currentTimeMillis() / 1000;
        Request request = new Request.Builder()
                .url(simulator.url() + "/order")
                .header("POLY_ADDRESS", key.address().toString())
                .header("POLY_SIGNATURE", credentials.sign(seconds, "POST", "/order", body))
                .header("POLY_TIMESTAMP", Long.toString(seconds))
                .header("POLY_API_KEY", credentials.key())
                .header("POLY_PASSPHRASE", credentials.passphrase())
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = http.newCall(request).execute()) {
            return Json.read(ByteString.of(response.body().bytes()));
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 60 s for " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private long updates() {
        return simulator.requests().stream()
                .filter(request -> request.contains("/balance-allowance/update"))
                .count();
    }

    private Gatekeeper launch() {
        return Gatekeeper.launch(GateConfig.at(directory)
                .withSizes(new BookSizes(4, 8, 16, 2, 256, 1024))
                .withSlots(1024, 4096));
    }

    private ClobMarket market() throws Exception {
        try (ClobMarkets markets = new ClobMarkets(config(ClobAsset.COLLATERAL), FeedEnvironment.system())) {
            return markets.read(CONDITION);
        }
    }

    private static BalanceSpec spec(ClobAsset asset, BalanceRules rules) {
        return BalanceSpec.careful("polymarket-clob", "test", asset.assetName(), ClobAsset.SCALE, rules);
    }

    @Test
    void theGateFollowsTheVenueAndBothRefuseWhatIsBeyondTheFunds() throws Exception {
        BalanceRules rules = BalanceRules.CAREFUL.withVisibleAfterNanos(100_000_000);
        try (Gatekeeper keeper = launch()) {
            Balance cash = keeper.gate().register(spec(ClobAsset.COLLATERAL, rules));
            ClobBalanceFeed feed = new ClobBalanceFeed(config(ClobAsset.COLLATERAL));
            keeper.attach(cash, feed);
            Lane lane = keeper.gate().lane("router");
            Line line = lane.bind(cash, market().buyLine(TOKEN));
            await(() -> keeper.gate().view(cash).available() == 10_000_000, "the deposit");

            // 5 at 0.20: 1.000000 and 0.056000 of fee
            long order = line.reserve(2_000, 500, 1);
            assertThat(order).isPositive();
            assertThat(line.sent(order)).isZero();
            JsonNode placed = post(true, 1_000_000, 5_000_000);
            assertThat(placed.path("status").asText()).as("%s", placed).isEqualTo("live");
            assertThat(line.acked(order)).isZero();
            await(() -> keeper.gate().view(cash).available() == 8_944_000, "the hold, once");

            assertThat(line.reserve(2_050, 500, 9)).isEqualTo(-Decision.PRICE_OFF_TICK.code());

            // 20 at 0.50 is beyond what is left, at the gate and at the venue
            assertThat(line.reserve(5_000, 2_000, 2)).isEqualTo(-Decision.INSUFFICIENT_FUNDS.code());
            FundsRejection refusal = FundsRejection.parse(
                            post(true, 10_000_000, 20_000_000).path("error").asText())
                    .orElseThrow();
            assertThat(refusal.available()).isEqualTo(8_944_000);

            // filled, then settled: counted once all the way
            String trade = venue.fill(placed.path("orderID").asText(), 5_000_000);
            assertThat(line.fill(order, 77, 500, 500, 2_000, 0, Lane.NO_TIME)).isZero();
            // a maker pays no fee; until a read has the fill, more is held back, never less
            await(() -> keeper.gate().view(cash).available() == 9_000_000, "a read that has the fill");
            venue.settle(trade);
            long before = updates();
            await(() -> updates() > before, "the venue to be told to look at the chain");
            assertThat(keeper.gate().view(cash).available()).isLessThanOrEqualTo(9_000_000);
            await(() -> keeper.gate().view(cash).available() == 9_000_000, "the settlement");
            assertThat(venue.balance("")).isEqualTo(9_000_000);

            // somebody else's order on the same account is held back
            assertThat(venue.submit(ClobOrderRequest.limit(
                                    99, simulator.account().owner(), TOKEN, true, 2_000_000, 10_000_000))
                            .accepted())
                    .isTrue();
            await(() -> keeper.gate().view(cash).available() == 9_000_000 - 2_112_000, "the other order");
            venue.liveOrders().forEach(venue::cancel);
            await(() -> keeper.gate().view(cash).available() == 9_000_000, "its end");

            // money comes: the venue is told to look
            venue.deposit("", 5_000_000);
            feed.movedOnChain();
            await(() -> keeper.gate().view(cash).available() == 14_000_000, "the second deposit");
            assertThat(keeper.failure()).isNull();
        }
    }

    @Test
    void sharesAreABalanceToo() throws Exception {
        try (Gatekeeper keeper = launch()) {
            ClobAsset asset = ClobAsset.token(TOKEN);
            Balance shares = keeper.gate().register(spec(asset, BalanceRules.CAREFUL));
            keeper.attach(shares, new ClobBalanceFeed(config(asset)));
            Lane lane = keeper.gate().lane("router");
            Line line = lane.bind(shares, market().sellLine(TOKEN));
            await(() -> keeper.gate().view(shares).available() == 20_000_000, "the shares");
            long order = line.reserve(5_000, 1_500, 1);
            assertThat(order).isPositive();
            assertThat(line.sent(order)).isZero();
            assertThat(post(false, 15_000_000, 7_500_000).path("success").asBoolean())
                    .isTrue();
            assertThat(line.acked(order)).isZero();
            assertThat(line.reserve(5_000, 501, 2)).isEqualTo(-Decision.MUST_SPLIT.code());
            assertThat(FundsRejection.parse(post(false, 5_010_000, 2_505_000)
                                    .path("error")
                                    .asText())
                            .orElseThrow()
                            .available())
                    .isEqualTo(5_000_000);
            assertThat(line.release(order, 0, ReleaseReason.CANCELLED)).isZero();
        }
    }

    @Test
    void faultsCloseTheBalanceAndPass() throws Exception {
        BalanceRules rules = BalanceRules.CAREFUL.withStaleAfterNanos(1_500_000_000L);
        try (Gatekeeper keeper = launch()) {
            Balance cash = keeper.gate().register(spec(ClobAsset.COLLATERAL, rules));
            keeper.attach(cash, new ClobBalanceFeed(config(ClobAsset.COLLATERAL)));
            Line line = keeper.gate().lane("router").bind(cash, market().buyLine(TOKEN));
            await(() -> line.preview(2_000, 500) == 0, "the first read");
            for (ClobFault fault : new ClobFault[] {
                ClobFault.SERVER_ERROR,
                ClobFault.TRUNCATED,
                ClobFault.WRONG_TYPE,
                ClobFault.ENGINE_RESTART,
                ClobFault.DISABLED
            }) {
                simulator.fault(fault, 1_000_000);
                await(() -> line.preview(2_000, 500) == Decision.STALE.code(), fault + " to close it");
                simulator.fault(fault, 0);
                await(() -> line.preview(2_000, 500) == 0, fault + " to pass");
            }
            simulator.fault(ClobFault.DOUBLE_BALANCE, 1);
            await(() -> simulator.requests().size() > 4, "reads");
            assertThat(keeper.gate().view(cash).available()).isLessThanOrEqualTo(10_000_000);
        }
    }

    @Test
    void ordersAreToldAfterARestart() throws IOException, Exception {
        String id = post(true, 1_000_000, 5_000_000).path("orderID").asText();
        venue.fill(id, 2_000_000);
        try (ClobOrderStatusSource source =
                new ClobOrderStatusSource(config(ClobAsset.COLLATERAL), FeedEnvironment.system())) {
            assertThat(source.openOrders()).hasSize(1);
            assertThat(source.order(id).orElseThrow().cumQuantity()).isEqualTo(2_000_000);
            venue.cancel(id);
            assertThat(source.openOrders()).isEmpty();
            assertThat(source.order(id).orElseThrow().state()).isEqualTo(io.tollgate.gate.OrderStatus.State.ENDED);
            assertThat(source.order("0x" + "9".repeat(64))).isEmpty();
        }
    }
}
