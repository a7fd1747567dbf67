package io.tollgate.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Decision;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.ring.Ring;
import io.tollgate.kalshi.OpenOrderProbe.Finding;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.RequestBudget;
import io.tollgate.simulator.kalshi.KalshiFault;
import io.tollgate.simulator.kalshi.KalshiSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed between the simulated venue and a real gate, whose BookKeeper this test's thread runs. */
@Timeout(120)
class KalshiEndToEndTest implements GateHost {
    private static final BalanceRules RULES =
            BalanceRules.CAREFUL.withVisibleAfterNanos(0).withVenueLagNanos(0);

    private final Simulated venue = new Simulated(KalshiSimulator.Settings.defaults());
    private final List<Ring> rings = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void closeVenue() {
        venue.close();
    }

    @Override
    public void onRing(Ring ring) {
        rings.add(ring);
    }

    /** Nobody journals: the rings are emptied unread. */
    @Override
    public void beforeRecovery() {
        rings.forEach(ring -> ring.journalReader().skipTo(ring.producer().sequence()));
    }

    @Override
    public void whileWaiting(Gate gate) {
        gate.bookKeeper().doWork();
        beforeRecovery();
    }

    private Gate open() {
        return Gate.open(
                GateConfig.at(directory.resolve("state")), System::nanoTime, new SystemEpochNanoClock(), 1, this);
    }

    private KalshiBalanceFeed feed(KalshiConfig config) {
        return new KalshiBalanceFeed(
                config,
                KalshiRateLimits.Tier.PRESTIGE.limits().readBudget(System.nanoTime()),
                FeedEnvironment.system());
    }

    private void await(
            Gate gate, Balance balance, String what, ToLongFunction<BalanceView> figure, LongPredicate good) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!good.test(figure.applyAsLong(gate.view(balance)))) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s in time: %s", what, gate.view(balance))
                    .isNegative();
            whileWaiting(gate);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void theFeedMovesTheGateAndBothRefuseWhatTheShardCannotPay() throws Exception {
        final KalshiConfig config = venue.config().ownOrderPrefix("g1-").build();
        try (Gate gate = open()) {
            final Balance usd = gate.register(config.balance("desk", RULES));
            gate.attach(usd, feed(config));
            await(gate, usd, "the shard's cash", BalanceView::limit, limit -> limit == 100_000_000);

            final Lane lane = gate.lane("router-0");
            final KalshiMarket market;
            try (KalshiOrders orders = orders(config)) {
                market = orders.market(Simulated.TICKER);
            }
            assertThat(market.exchangeIndex()).isEqualTo(3);
            final Line asks =
                    lane.bind(usd, market.line(Side.SELL_TO_OPEN, config.fees().feeRule()));
            final Line bids = lane.bind(usd, market.line(Side.BUY, config.fees().feeRule()));

            // the venue page's example: 25 asked at 0.31
            final long order = asks.reserve(3_100, 2_500, 42);
            assertThat(order).isPositive();
            assertThat(gate.view(usd).held()).isEqualTo(17_644_325);
            assertThat(asks.sent(order)).isZero();
            final HttpClient.Answer placed = venue.place("g1-000042", "ask", "25.00", "0.3100");
            assertThat(placed.code()).isEqualTo(201);
            assertThat(asks.acked(order)).isZero();
            assertThat(venue.venue.committedMicros(0, 3)).isEqualTo(17_630_000);

            // what is left does not pay for 200 at 0.50, though shard 0 is rich
            assertThat(Decision.ofReservation(bids.reserve(5_000, 20_000, 43))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
            final HttpClient.Answer refused = venue.place("g1-000043", "bid", "200.00", "0.5000");
            assertThat(refused.code()).isEqualTo(400);
            assertThat(KalshiError.read(refused.body()).isForFunds()).isTrue();

            // 5 of the 25 trade: the cash falls by their collateral, and what they held is given back
            final String orderId = Json.text(Json.read(placed.body()), "order_id");
            venue.venue.fill(orderId, 500);
            assertThat(lane.fill(order, 1, 500, 500, 3_100, 0, 0)).isZero();
            await(gate, usd, "the fill in the ledger", BalanceView::ledger, ledger -> ledger == 96_550_000);
            await(gate, usd, "nothing in transit", BalanceView::inTransit, transit -> transit == 0);
            await(gate, usd, "the hold of 20", BalanceView::held, held -> held == 14_119_460);
            await(gate, usd, "nothing else held back", BalanceView::encumbered, encumbered -> encumbered == 0);
            assertThat(gate.view(usd).available()).isEqualTo(96_550_000 - 14_119_460);

            // somebody else rests a bid on the same account
            assertThat(venue.place("other-1", "bid", "10.00", "0.5000").code()).isEqualTo(201);
            await(gate, usd, "the order of others", BalanceView::limit, limit -> limit == 96_550_000 - 5_195_000);

            // the end of ours
            assertThat(venue.cancel(orderId).code()).isEqualTo(200);
            assertThat(lane.release(order, 500, ReleaseReason.CANCELLED)).isZero();
            await(gate, usd, "no hold", BalanceView::held, held -> held == 0);
            try (KalshiOrders orders = orders(config)) {
                assertThat(orders.openOrders()).hasSize(1);
                assertThat(orders.order(orderId).orElseThrow().cumQuantity()).isEqualTo(500);
                assertThat(orders.order("unknown")).isEmpty();
                assertThat(orders.orderByClientId("g1-000042", Simulated.TICKER, 0))
                        .isPresent();
                assertThat(orders.rateLimits().readPerSecond()).isEqualTo(12_000);
            }
        }
    }

    /** Reads that lag show the cash without the fill: it stays in transit until the venue's user data is newer. */
    @Test
    void aFillStaysInTransitWhileReadsLag() throws Exception {
        final KalshiConfig config = venue.config().ownOrderPrefix("g1-").build();
        try (Gate gate = open()) {
            final Balance usd = gate.register(config.balance("desk", RULES));
            gate.attach(usd, feed(config));
            await(gate, usd, "the shard's cash", BalanceView::limit, limit -> limit == 100_000_000);
            final Lane lane = gate.lane("router-0");
            final Line bids = lane.bind(
                    usd,
                    new KalshiMarket(Simulated.TICKER, 3, KalshiTicks.CENTS)
                            .line(Side.BUY, config.fees().feeRule()));
            final long order = bids.reserve(5_000, 1_000, 1);
            assertThat(bids.sent(order)).isZero();
            venue.venue.holdReads();
            venue.venue.setLiquidity(Simulated.TICKER, 1_000);
            assertThat(venue.place("g1-1", "bid", "10.00", "0.5000").code()).isEqualTo(201);
            final long cash = venue.venue.cashMicros(0, 3);
            final long fee = config.fees().chargedFeeMicros(5_000_000, 175_000);
            assertThat(lane.fill(order, 1, 1_000, 1_000, 5_000, fee, 0)).isZero();
            await(gate, usd, "the fill is charged", BalanceView::limit, limit -> limit == 94_820_000);

            // two seconds of reads that do not have it
            final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() - until < 0) {
                whileWaiting(gate);
                assertThat(gate.view(usd).limit()).isEqualTo(94_820_000);
                LockSupport.parkNanos(1_000_000);
            }
            venue.venue.releaseReads();
            await(gate, usd, "the venue's own figure", BalanceView::limit, limit -> limit == cash);
            assertThat(cash).isEqualTo(94_820_000);
            await(gate, usd, "nothing in transit", BalanceView::inTransit, transit -> transit == 0);
        }
    }

    @Test
    void aVenueInTroubleClosesTheBalanceAndItComesBack() throws Exception {
        final KalshiConfig config = venue.config().build();
        final BalanceRules quick = RULES.withStaleAfterNanos(TimeUnit.SECONDS.toNanos(2));
        try (Gate gate = open()) {
            final Balance usd = gate.register(config.balance("desk", quick));
            gate.attach(usd, feed(config));
            await(gate, usd, "the shard's cash", BalanceView::limit, limit -> limit == 100_000_000);
            venue.venue.fail(KalshiFault.INTERNAL_ERROR, 1_000_000, 0);
            await(gate, usd, "closed", BalanceView::limit, limit -> limit < 0);
            venue.venue.fail(KalshiFault.INTERNAL_ERROR, 0, 0);
            venue.venue.fail(KalshiFault.TOO_MANY_REQUESTS, 3, 0);
            await(gate, usd, "open again", BalanceView::limit, limit -> limit == 100_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProbeFindsOutWhetherTheVenueNets(boolean nets) throws Exception {
        try (Simulated other = new Simulated(KalshiSimulator.Settings.defaults().withNet(nets))) {
            final OpenOrderProbe probe = new OpenOrderProbe(
                    other.config().build(), FeedEnvironment.system(), time -> LockSupport.parkNanos(1_000_000), false);
            final OpenOrderProbe.Result result = probe.run(Simulated.TICKER, 100, 1, "probe-1");
            assertThat(result.finding()).isEqualTo(nets ? Finding.NET : Finding.GROSS);
            assertThat(result.before()).isEqualTo(100_000_000);
            assertThat(other.venue.restingOrderIds()).isEmpty();
        }
    }

    @Test
    void theProbeDoesNotTradeInProductionUnasked() {
        final KalshiConfig production =
                KalshiConfig.builder().credentials(TestKeys.credentials()).build();
        assertThatThrownBy(() -> new OpenOrderProbe(production, FeedEnvironment.system(), time -> {}, false))
                .hasMessageContaining("must run on the demo exchange");
    }

    private static KalshiOrders orders(KalshiConfig config) {
        return new KalshiOrders(
                config,
                new RequestBudget(1_000, Duration.ofMillis(1).toNanos(), System.nanoTime()),
                FeedEnvironment.system());
    }
}
