package io.tollgate.polymarketclob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.PollingConfig;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.VenueOrder;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobOrderRequest;
import io.tollgate.simulator.polymarketclob.ClobSimulator;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The user channel against the simulator, and lists and answers that come in pieces. Polling alone would take ten minutes. */
@Timeout(120)
class ClobPushFeedTest implements ClobUserListener {
    private static final String TOKEN = "1099520129273";
    private static final int PAGE = 3;
    private static final BackoffSettings BACKOFF =
            new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1));

    private final ClobSimulator simulator =
            ClobSimulator.start(ClobAccount.example().withRules(false, true, PAGE));
    private final ClobVenue venue = simulator.venue();
    private final RecordingSink sink = new RecordingSink();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private int orders;

    @BeforeEach
    void money() {
        venue.list(ClobMarketSpec.of("0x" + "c".repeat(64), List.of(TOKEN, "1099520129274")));
        venue.deposit("", 1_000_000_000);
        venue.allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Override
    public void order(Change change, VenueOrder order) {
        heard.add(change + " " + order.venueOrderId() + " " + order.state() + " " + order.cumQuantity());
    }

    @Override
    public void execution(ClobExecution execution) {
        heard.add(execution.status() + " " + execution.orderId() + " " + execution.shares() + " at " + execution.price()
                + (execution.taker() ? " taker" : " maker") + (execution.buys() ? " buy" : " sell"));
    }

    private ClobConfig config(Duration callTimeout) {
        return ClobConfig.builder()
                .baseUrl(simulator.url())
                .authentication(ClobAuthentication.derived(
                        WalletKey.ofHex(ClobAccount.EXAMPLE_PRIVATE_KEY),
                        simulator.account().chainId(),
                        0))
                .signatureType(SignatureType.EOA)
                .marketKinds(java.util.Set.of(MarketKind.NORMAL))
                .confirmRises(false)
                .polling(PollingConfig.DEFAULT
                        .withPeriod(Duration.ofMinutes(10), Duration.ofMillis(1))
                        .withCallTimeout(callTimeout)
                        .withBackoff(BACKOFF))
                .build();
    }

    private ClobPushFeed feed() {
        return new ClobPushFeed(
                config(Duration.ofSeconds(15)),
                ClobSocketConfig.DEFAULT
                        .withUrl(simulator.socketUrl())
                        .withTimes(Duration.ofMillis(100), Duration.ofSeconds(1), BACKOFF),
                FeedEnvironment.system(),
                null,
                this);
    }

    private String place(long cash, long shares) {
        final String id = "0x" + Integer.toHexString(0xabc000 + orders++);
        assertThat(venue.place(
                                id,
                                ClobOrderRequest.limit(
                                        orders, simulator.account().funder(), TOKEN, true, cash, shares))
                        .accepted())
                .isTrue();
        return id;
    }

    private Snapshot awaitRead(Predicate<Snapshot> which) {
        while (true) {
            final Snapshot snapshot = sink.skipTo(RecordingSink.Read.class).snapshot();
            if (which.test(snapshot)) {
                return snapshot;
            }
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 60 s for " + what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String next() throws InterruptedException {
        return Objects.requireNonNull(heard.poll(60, TimeUnit.SECONDS), "something to be heard");
    }

    private void awaitSubscriber() {
        // what is answered to the first PING asks for a second read: only then is the channel known to be open
        awaitRead(snapshot -> true);
        awaitRead(snapshot -> true);
        assertThat(simulator.subscriptions()).isEqualTo(1);
    }

    @Test
    void whatHappensToOrdersIsReadAtOnceAndTold() throws Exception {
        try (ClobPushFeed feed = feed()) {
            feed.start(RecordingSink.BALANCE, sink);
            awaitSubscriber();

            final String order = place(5_000_000, 10_000_000);
            assertThat(next()).isEqualTo("PLACED " + order + " " + OrderStatus.State.OPEN + " 0");
            assertThat(awaitRead(snapshot -> snapshot.openOrders() > 0).openOrders())
                    .isEqualTo(venue.committed(""));

            final String trade = venue.fill(order, 4_000_000);
            assertThat(next()).isEqualTo("UPDATED " + order + " " + OrderStatus.State.OPEN + " 4000000");
            assertThat(next()).isEqualTo("MATCHED " + order + " 4000000 at 500000 maker buy");
            assertThat(awaitRead(snapshot -> snapshot.ledger() < 1_000_000_000).ledger())
                    .isEqualTo(998_000_000);

            venue.settle(trade);
            assertThat(next()).isEqualTo("CONFIRMED " + order + " 4000000 at 500000 maker buy");
            venue.cancel(order);
            assertThat(next()).startsWith("CANCELED " + order + " " + OrderStatus.State.ENDED);
            final Snapshot last = awaitRead(snapshot -> snapshot.openOrders() == 0);
            assertThat(last.ledger()).isEqualTo(998_000_000);
            assertThat(feed.events()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void aLostOrSilentChannelIsOpenedAgainAndWhatWasMissedIsRead() throws Exception {
        try (ClobPushFeed feed = feed()) {
            feed.start(RecordingSink.BALANCE, sink);
            awaitSubscriber();
            simulator.dropSockets();
            awaitRead(snapshot -> true);
            place(5_000_000, 10_000_000);
            awaitRead(snapshot -> snapshot.openOrders() == venue.committed(""));

            simulator.silenceSockets(true);
            final String missed = place(2_000_000, 10_000_000);
            simulator.silenceSockets(false);
            feed.reopenStream();
            awaitRead(snapshot -> snapshot.openOrders() == venue.committed(""));
            assertThat(heard).noneMatch(text -> text.contains(missed));
            venue.cancel(missed);
            awaitRead(snapshot -> snapshot.openOrders() == venue.committed(""));
        }
    }

    @Test
    void silenceIsTakenForALoss() {
        try (ClobPushFeed feed = feed()) {
            feed.start(RecordingSink.BALANCE, sink);
            awaitSubscriber();
            final long before = feed.events();
            simulator.silenceSockets(true);
            place(5_000_000, 10_000_000);
            // nothing is answered: it is opened anew; then the first answer asks for a read of what was missed
            await(() -> simulator.subscriptions() > 1, "another connection");
            simulator.silenceSockets(false);
            awaitRead(snapshot -> snapshot.openOrders() == venue.committed(""));
            assertThat(feed.events()).isEqualTo(before);
        }
    }

    @Test
    void wrongCredentialsEndTheChannelAndPollingGoesOn() {
        final ApiCredentials wrong = ApiCredentials.of(
                simulator.account().apiKey(), simulator.account().secret(), "planted-wrong-passphrase");
        final ClobConfig config = ClobConfig.builder()
                .baseUrl(simulator.url())
                .authentication(
                        ClobAuthentication.given(Address.of(simulator.account().owner()), wrong))
                .signatureType(SignatureType.EOA)
                .polling(PollingConfig.DEFAULT.withBackoff(BACKOFF))
                .build();
        try (ClobPushFeed feed = new ClobPushFeed(
                config,
                ClobSocketConfig.DEFAULT.withUrl(simulator.socketUrl()),
                FeedEnvironment.system(),
                null,
                ClobUserListener.NONE)) {
            feed.start(RecordingSink.BALANCE, sink);
            assertThat(sink.skipTo(RecordingSink.Stopped.class).reason())
                    .contains("401")
                    .doesNotContain("planted");
            assertThat(simulator.subscriptions()).isZero();
            assertThat(feed.events()).isZero();
            assertThat(config.toString() + wrong).doesNotContain("planted");
        }
    }

    @Test
    void listsAreReadToTheirLastPage() {
        for (int i = 0; i < 3 * PAGE + 1; i++) {
            final String order = place(1_000_000 + 100_000L * i, 10_000_000);
            if (i % 2 == 0) {
                venue.fill(order, 5_000_000);
            }
        }
        try (ClobBalanceFeed feed = new ClobBalanceFeed(config(Duration.ofSeconds(15)))) {
            feed.start(RecordingSink.BALANCE, sink);
            final Snapshot snapshot = sink.skipTo(RecordingSink.Read.class).snapshot();
            final long unsettled = 1_000_000_000 - snapshot.ledger();
            assertThat(unsettled).isPositive();
            assertThat(snapshot.openOrders() + unsettled).isEqualTo(venue.committed(""));
            assertThat(simulator.requests().stream().filter(request -> request.contains("/data/orders")))
                    .hasSize(4);
            assertThat(simulator.requests().stream().filter(request -> request.contains("/data/trades")))
                    .hasSize(2);
        }
    }

    @Test
    void aSlowDripIsBoundedFailsClosedAndComesBackByItself() {
        try (ClobBalanceFeed feed = new ClobBalanceFeed(config(Duration.ofMillis(600)))) {
            // 2 ms a byte is slow and whole; a second a byte is given up
            simulator.wireFaults().drip(2, 2);
            feed.start(RecordingSink.BALANCE, sink);
            assertThat(sink.skipTo(RecordingSink.Read.class).snapshot().ledger())
                    .isEqualTo(1_000_000_000);
            simulator.wireFaults().drip(1, 1_000);
            feed.requestSnapshot();
            assertThat(sink.next(RecordingSink.Failed.class).reason()).isNotEmpty();
            assertThat(sink.skipTo(RecordingSink.Read.class).snapshot().ledger())
                    .isEqualTo(1_000_000_000);
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> ClobSocketConfig.DEFAULT.withUrl("ws://example.com/ws/user"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        ClobSocketConfig.DEFAULT.withTimes(Duration.ofSeconds(10), Duration.ofSeconds(5), BACKOFF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pingEvery");
        assertThat(ClobSocketConfig.DEFAULT.withMarkets(List.of("0xm")).markets())
                .containsExactly("0xm");
    }
}
