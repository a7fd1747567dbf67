package io.tollgate.polymarketus;

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
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.money.Side;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.Json;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Positions;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.MarketBehaviour;
import io.tollgate.simulator.OrderAudit;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.VenueSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The retail feeds and order status against the simulator, and a gate on top of them. */
@Timeout(180)
class RetailEndToEndTest {
    private static final String MARKET = "sim-event-a";

    @TempDir
    Path directory;

    private final VenueSimulator simulator = VenueSimulator.start(SimulatorConfig.builder()
            .behaviour(MarketBehaviour.ALL_REST)
            .initialBalanceMicros(100_000_000)
            .retailRequestsPerSecond(1_000)
            .heartbeatMillis(50)
            .build());
    private final RetailCredentials credentials = RetailCredentials.of(
            simulator.credentials().retailKeyId(), simulator.credentials().retailSeedBase64());
    private final OkHttpClient http = new OkHttpClient();

    @AfterEach
    void close() {
        simulator.close();
    }

    private RetailConfig.Builder config() {
        return RetailConfig.builder()
                .baseUrl(simulator.endpoints().restUrl())
                .socketUrl(simulator.privateSocketUrl())
                .credentials(credentials)
                .requestsPerSecond(500)
                .minSpacing(Duration.ofMillis(1))
                .period(Duration.ofMillis(100))
                .backoff(new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    private String order(String intent, String price, String quantity) throws IOException {
        String body = "{\"marketSlug\":\"" + MARKET + "\",\"intent\":\"ORDER_INTENT_" + intent
                + "\",\"type\":\"ORDER_TYPE_LIMIT\",\"price\":{\"value\":\"" + price
                + "\",\"currency\":\"USD\"},\"quantity\":" + quantity + ",\"tif\":\"TIME_IN_FORCE_GOOD_TILL_CANCEL\"}";
        try (Response response = http.newCall(new Request.Builder()
                        .url(simulator.endpoints().restUrl() + "/v1/orders")
                        .headers(RetailApi.headers(credentials, System.currentTimeMillis(), "POST", "/v1/orders"))
                        .post(RequestBody.create(body, MediaType.get("application/json")))
                        .build())
                .execute()) {
            JsonNode answer = Json.readError(ByteString.of(response.body().bytes()));
            assertThat(response.code()).as("%s", answer).isEqualTo(200);
            return answer.path("id").asText();
        }
    }

    private String clordId(String orderId) {
        List<OrderAudit> audits = new ArrayList<>();
        simulator.audit(audits::add);
        return audits.stream()
                .filter(audit -> audit.orderId().equals(orderId))
                .findFirst()
                .orElseThrow()
                .clordId();
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 60 s for " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void positionsComeWithEachBalanceAndTheirMarginWithThem() throws Exception {
        String bought = order("BUY_LONG", "0.50", "10.25");
        simulator.fill(clordId(bought), 1_025, 500);
        RecordingSink sink = new RecordingSink();
        try (RetailSnapshotFeed feed =
                new RetailSnapshotFeed(config().positions(2).build())) {
            feed.start(RecordingSink.BALANCE, sink);
            Read read = sink.next(Read.class);
            Positions positions = sink.next(Positions.class);
            assertThat(positions.read().positions())
                    .containsExactly(new io.tollgate.gate.feed.PositionsRead.Position(MARKET, 1_025));
            assertThat(positions.read().margin()).isZero();
            assertThat(positions.read().requestNanos())
                    .isEqualTo(read.snapshot().requestNanos());
            assertThat(positions.read().arrivalNanos())
                    .isGreaterThan(read.snapshot().arrivalNanos());
        }
        // sold and more: short 4.75, at a dollar each
        simulator.fill(clordId(order("SELL_LONG", "0.40", "15")), 1_500, 400);
        RecordingSink later = new RecordingSink();
        try (RetailSnapshotFeed feed =
                new RetailSnapshotFeed(config().positions(2).build())) {
            feed.start(RecordingSink.BALANCE, later);
            Positions positions = later.skipTo(Positions.class);
            assertThat(positions.read().positions())
                    .containsExactly(new io.tollgate.gate.feed.PositionsRead.Position(MARKET, -475));
            assertThat(positions.read().margin()).isEqualTo(4_750_000);
        }
    }

    @Test
    void aPushIsReadAtOnceHoweverLongThePeriod() throws Exception {
        RecordingSink sink = new RecordingSink();
        try (RetailPushFeed feed =
                new RetailPushFeed(config().period(Duration.ofHours(1)).build())) {
            feed.start(RecordingSink.BALANCE, sink);
            await(() -> feed.pushes() > 0, "the snapshot of the subscription");
            simulator.deposit(5_000_000);
            Read read = sink.next(Read.class);
            while (read.snapshot().ledger() != 105_000_000) {
                read = sink.skipTo(Read.class);
            }
            // lost and opened again: its snapshot is a hint as well
            long before = feed.pushes();
            simulator.faults().inject(new Fault(FaultKind.DROP_PRIVATE_SOCKET, 0, 50, 0));
            simulator.deposit(1_000_000);
            await(() -> feed.pushes() > before, "another connection");
            while (read.snapshot().ledger() != 106_000_000) {
                read = sink.skipTo(Read.class);
            }
        }
    }

    @Test
    void aSocketThatIsSilentOrRefusedLeavesThePolling() throws Exception {
        RecordingSink sink = new RecordingSink();
        RetailConfig config = config().silenceTimeout(Duration.ofMillis(300)).build();
        try (RetailPushFeed feed = new RetailPushFeed(config)) {
            feed.start(RecordingSink.BALANCE, sink);
            await(() -> feed.pushes() > 0, "the first push");
            long before = feed.pushes();
            simulator.faults().inject(new Fault(FaultKind.SILENCE_PRIVATE_SOCKET, 0, 1_500, 0));
            await(() -> feed.pushes() > before, "a connection after the silence");
            assertThat(sink.skipTo(Read.class).snapshot().ledger()).isEqualTo(100_000_000);
        }
        RecordingSink stranger = new RecordingSink();
        RetailConfig elsewhere = config().socketUrl(
                        simulator.endpoints().restUrl().replace("http:", "ws:"))
                .build();
        try (RetailPushFeed feed = new RetailPushFeed(elsewhere)) {
            feed.start(RecordingSink.BALANCE, stranger);
            for (int i = 0; i < 5; i++) {
                assertThat(stranger.skipTo(Read.class).snapshot().ledger()).isEqualTo(100_000_000);
            }
            assertThat(feed.pushes()).isZero();
        }
    }

    @Test
    void theGateFollowsTheVenueAndBothRefuseWhatIsBeyondTheFunds() throws Exception {
        try (Gatekeeper keeper = Gatekeeper.launch(GateConfig.at(directory)
                        .withSizes(new BookSizes(4, 8, 16, 2, 256, 1024))
                        .withSlots(1024, 4096));
                RetailOrders orders = new RetailOrders(config().build())) {
            BalanceRules rules = BalanceRules.CAREFUL.withVisibleAfterNanos(50_000_000);
            Balance cash = keeper.gate().register(BalanceSpec.careful("polymarket-us", "test", "USD", 6, rules));
            keeper.attach(cash, new RetailPushFeed(config().positions(2).build()));
            Lane lane = keeper.gate().lane("router");
            Line line = lane.bind(
                    cash, new LineSpec(MARKET, Side.BUY, 3, 2, 999, PolymarketUsFees.takerFee()).withSteps(5, 1));
            await(() -> keeper.gate().view(cash).available() == 100_000_000, "the balance");

            // 100 at 0.50: 50.00 and 1.74 of fee
            long reservation = line.reserve(500, 10_000, 1);
            assertThat(reservation).isPositive();
            assertThat(line.sent(reservation)).isZero();
            String id = order("BUY_LONG", "0.50", "100");
            assertThat(line.acked(reservation)).isZero();
            await(() -> keeper.gate().view(cash).available() == 48_260_000, "the hold, once");
            assertThat(orders.openOrders()).hasSize(1);
            assertThat(orders.order(id).orElseThrow().state()).isEqualTo(OrderStatus.State.OPEN);

            assertThat(line.reserve(500, 10_000, 2)).isEqualTo(-Decision.INSUFFICIENT_FUNDS.code());
            assertThat(line.reserve(501, 100, 3)).isEqualTo(-Decision.PRICE_OFF_TICK.code());
            String refused = order("BUY_LONG", "0.50", "100");
            await(() -> status(orders, refused) == OrderStatus.State.ENDED, "the venue's refusal");
            assertThat(simulator.truth().counts().rejectedForFunds()).isEqualTo(1);

            simulator.fill(clordId(id), 10_000, 500);
            assertThat(line.fill(reservation, 77, 10_000, 10_000, 500, Lane.UNKNOWN_FEE, 0))
                    .isZero();
            await(
                    () -> keeper.gate().view(cash).available() == 48_260_000
                            && keeper.gate().view(cash).inTransit() == 0,
                    "a read that has the fill");
            assertThat(orders.order(id).orElseThrow().cumQuantity()).isEqualTo(1_000_000);
            assertThat(orders.openOrders()).isEmpty();
            assertThat(keeper.failure()).isNull();
        }
    }

    private static OrderStatus.State status(RetailOrders orders, String id) {
        try {
            return orders.order(id).orElseThrow().state();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
