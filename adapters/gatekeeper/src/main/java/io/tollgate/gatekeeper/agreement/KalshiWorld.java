package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.kalshi.KalshiBalanceFeed;
import io.tollgate.kalshi.KalshiConfig;
import io.tollgate.kalshi.KalshiCredentials;
import io.tollgate.kalshi.KalshiFees;
import io.tollgate.kalshi.KalshiMarket;
import io.tollgate.kalshi.KalshiTicks;
import io.tollgate.kalshi.OpenOrderTreatment;
import io.tollgate.rest.Calls;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import io.tollgate.rest.SnapshotSource.Reading;
import io.tollgate.simulator.kalshi.KalshiInProcess;
import io.tollgate.simulator.kalshi.KalshiInProcess.Filled;
import io.tollgate.simulator.kalshi.KalshiInProcess.Outcome;
import io.tollgate.simulator.kalshi.KalshiMarketSpec;
import io.tollgate.simulator.kalshi.KalshiSimulator.Settings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kalshi: one pot of cash, a direct member's, a few markets of which each is bought on one side and sold again, and some that only the other client
 * trades.
 */
final class KalshiWorld implements World {
    private static final int SUBACCOUNT = 0;
    private static final int SHARD = 3;
    private static final int MARKETS = 8;
    private static final int OTHERS_MARKETS = 3;
    private static final String OWN = "g1-";
    private static final String OTHERS = "other-";
    private static final long CENT = 100;
    private static final long FORGET_EVERY = 256;
    private static final long TARGET = 2_000_000_000L;

    /** One kind of order: outcome of a market, bought or sold again. */
    private record Kind(String ticker, boolean yes, boolean closes) {
        /** What the venue calls a bid: YES bought, or NO given back. */
        boolean bid() {
            return yes != closes;
        }

        long yesPrice(long price) {
            return yes ? price : KalshiMarket.noPrice(price);
        }
    }

    private final KalshiInProcess venue;
    private final KalshiConfig config;
    private final SnapshotSource source;
    private final InProcess network;
    private final Calls calls;
    private final KalshiFees fees;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<OrderKind> orderKinds = new ArrayList<>();
    private final Map<String, Ask> asks = new HashMap<>();
    private final ArrayDeque<String> othersOrders = new ArrayDeque<>();
    private @Nullable WorldFeed feed;
    private @Nullable Balance cash;
    private @Nullable Gate gate;
    private @Nullable Desk desk;
    private final long[] outsideHeld = new long[2 * MARKETS];
    private long outsideCash;
    private long placed;
    private long othersKey;

    KalshiWorld(Mode mode, SimulatedTime time) {
        this.venue = new KalshiInProcess(Settings.defaults().withClock(time).withDirectMember(true));
        this.network = new InProcess(
                time,
                request -> new InProcess.Answer(200, venue.get(request.url().uri())));
        this.fees = mode == Mode.EXACT ? KalshiFees.OCTOBER_2026_DIRECT.venueExact() : KalshiFees.OCTOBER_2026_DIRECT;
        this.config = KalshiConfig.builder()
                .baseUrl("http://127.0.0.1:1" + KalshiConfig.BASE_PATH)
                .credentials(KalshiCredentials.signedBy("agreement", "Ed25519", text -> new byte[64]))
                .subaccount(SUBACCOUNT)
                .exchangeIndex(SHARD)
                .ownOrderPrefix(OWN)
                .openOrders(mode == Mode.EXACT ? OpenOrderTreatment.GROSS : OpenOrderTreatment.UNKNOWN)
                .fees(fees)
                .build();
        this.source = KalshiBalanceFeed.source(config);
        this.calls = network.calls(source.name());
        for (int i = 0; i < MARKETS; i++) {
            final String ticker = "KXBTC15M-" + i;
            venue.list(KalshiMarketSpec.cents(ticker, SHARD));
            final boolean yes = i % 2 == 0;
            add(new Kind(ticker, yes, false));
            add(new Kind(ticker, yes, true));
        }
        for (int i = 0; i < OTHERS_MARKETS; i++) {
            venue.list(KalshiMarketSpec.cents(othersTicker(i), SHARD));
        }
    }

    private void add(Kind kind) {
        kinds.add(kind);
        orderKinds.add(new OrderKind(
                (kind.closes() ? "sell " : "buy ") + (kind.yes() ? "YES " : "NO ") + kind.ticker(),
                5 * CENT,
                95 * CENT,
                CENT,
                1,
                kind.closes() ? 100 : 1_000_000L,
                kind.closes() ? 200_000 : 100_000_000_000L,
                kind.closes() ? 1 : 50,
                true,
                !kind.closes()));
    }

    private static String othersTicker(int index) {
        return "KXOTHER-" + index;
    }

    @Override
    public String venue() {
        return KalshiConfig.VENUE;
    }

    @Override
    public List<OrderKind> kinds() {
        return List.copyOf(orderKinds);
    }

    @Override
    public long target() {
        return TARGET;
    }

    @Override
    public boolean isAsked(int kind) {
        return !kinds.get(kind).closes() || held(kinds.get(kind)) >= 100;
    }

    private long held(Kind kind) {
        final long position = venue.position(SUBACCOUNT, SHARD, kind.ticker());
        return Math.max(0, kind.yes() ? position : -position);
    }

    @Override
    public long guideCost(int kind, long price, long size) {
        // 10^-4 dollars × 10^-2 contracts: micro-dollars
        return kinds.get(kind).closes() ? size : Math.multiplyExact(price, size);
    }

    @Override
    public List<GateLine> open(Gate gate, Lane lane, Desk forDesk) {
        desk = forDesk;
        this.gate = gate;
        final BalanceRules rules =
                BalanceRules.CAREFUL.withVisibleAfterNanos(50 * Delays.MILLI).withStreamGraceNanos(0);
        final Balance pot = gate.register(config.balance("desk", rules));
        cash = pot;
        feed = new WorldFeed(FeedKind.SNAPSHOTS, forDesk);
        gate.attach(pot, feed);
        final FeeRule fee = fees.feeRule();
        final List<GateLine> lines = new ArrayList<>();
        for (final Kind kind : kinds) {
            final KalshiMarket market = new KalshiMarket(kind.ticker(), SHARD, KalshiTicks.CENTS);
            final Side side = kind.closes() ? Side.SELL_TO_CLOSE : Side.BUY;
            final var spec = (kind.yes() ? market.line(side, fee) : market.noLine(side, fee)).withSteps(CENT, 1);
            if (kind.closes()) {
                final Balance position = gate.register(BalanceSpec.position(
                        pot.venue(), pot.account(), spec.instrument(), false, KalshiFees.COUNT_SCALE, rules));
                lines.add(GateLine.of(lane.bindClosing(position, pot, spec)));
            } else {
                lines.add(GateLine.of(lane.bind(pot, spec)));
            }
        }
        return lines;
    }

    @Override
    public boolean wouldAccept(Ask ask, long credit) {
        final Kind kind = kinds.get(ask.kind());
        if (kind.closes()) {
            return held(kind) + credit >= Math.addExact(restingOf(ask.kind()), ask.size());
        }
        return venue.wouldAccept(SUBACCOUNT, kind.ticker(), kind.bid(), kind.yesPrice(ask.price()), ask.size(), credit);
    }

    /** A sale for more than is held would open the other outcome: that is another order, and not this one. */
    private long restingOf(int kind) {
        long sum = 0;
        for (final Map.Entry<String, Ask> each : asks.entrySet()) {
            if (each.getValue().kind() == kind) {
                sum += venue.remaining(each.getKey());
            }
        }
        return sum;
    }

    @Override
    public Placed place(Ask ask) {
        final Kind kind = kinds.get(ask.kind());
        if (++placed % FORGET_EVERY == 0) {
            asks.keySet().removeIf(id -> venue.remaining(id) == 0);
        }
        if (kind.closes() && !wouldAccept(ask, 0)) {
            return new Placed(Verdict.NO_FUNDS, "", Lane.UNKNOWN_AMOUNT);
        }
        final Outcome outcome = venue.place(
                SUBACCOUNT, OWN + ask.key(), kind.ticker(), kind.bid(), kind.yesPrice(ask.price()), ask.size());
        if (outcome.orderId().isEmpty()) {
            return new Placed(outcome.forFunds() ? Verdict.NO_FUNDS : Verdict.OTHER, "", Lane.UNKNOWN_AMOUNT);
        }
        asks.put(outcome.orderId(), ask);
        return new Placed(Verdict.ACCEPTED, outcome.orderId(), Lane.UNKNOWN_AMOUNT);
    }

    private Kind kindOf(String orderId) {
        final Ask ask = asks.get(orderId);
        if (ask == null) {
            throw new IllegalArgumentException("an order must be one of ours: order=" + orderId);
        }
        return kinds.get(ask.kind());
    }

    @Override
    public Verdict amend(String orderId, long price, long size) {
        final Outcome outcome = venue.amend(orderId, SUBACCOUNT, kindOf(orderId).yesPrice(price), size);
        if (!outcome.orderId().isEmpty()) {
            return Verdict.ACCEPTED;
        }
        return outcome.forFunds() ? Verdict.NO_FUNDS : Verdict.OTHER;
    }

    @Override
    public boolean wouldAmend(String orderId, long price, long size, long credit) {
        return venue.wouldAmend(orderId, kindOf(orderId).yesPrice(price), size, credit);
    }

    @Override
    public long cancel(String orderId) {
        final Ask ask = asks.get(orderId);
        final long left = venue.remaining(orderId);
        if (ask == null || left == 0) {
            return -1;
        }
        final long filled = venue.filled(orderId);
        venue.cancel(orderId, SUBACCOUNT);
        return filled;
    }

    @Override
    public long remaining(String orderId) {
        return venue.remaining(orderId);
    }

    @Override
    public Execution fill(String orderId, long quantity, boolean taker) {
        final Kind kind = kindOf(orderId);
        final Filled filled = venue.fill(orderId, quantity, taker);
        final long price = kind.yes() ? filled.price() : KalshiMarket.noPrice(filled.price());
        final long cost = Math.multiplyExact(price, filled.count());
        final long fee = fees.chargedFeeMicros(kind.closes() ? -cost : cost, filled.feeMicros());
        return new Execution(filled.filled(), filled.count(), filled.filled(), price, fee, !filled.isResting());
    }

    @Override
    public long outside(int kind) {
        return kinds.get(kind).closes() ? outsideHeld[kind] : outsideCash;
    }

    @Override
    public String describe() {
        final Gate g = gate;
        final Balance c = cash;
        if (g == null || c == null) {
            return "";
        }
        final var v = g.view(c);
        return "venue: cash " + cash() + " committed " + venue.committedMicros(SUBACCOUNT, SHARD) + "; gate: ledger "
                + v.ledger() + " in transit " + v.inTransit() + " encumbered " + v.encumbered() + " held " + v.held()
                + "; missing in the ledger "
                + (cash() - v.ledger() + v.inTransit()) + ", held too much "
                + (v.encumbered() + v.held() - venue.committedMicros(SUBACCOUNT, SHARD));
    }

    @Override
    public void deposit(long amount) {
        venue.addCash(SUBACCOUNT, SHARD, amount);
        outsideCash += amount;
    }

    @Override
    public boolean withdraw(long amount) {
        // the venue pays out what no resting order needs
        if (venue.cashMicros(SUBACCOUNT, SHARD) - venue.committedMicros(SUBACCOUNT, SHARD) < amount) {
            return false;
        }
        venue.addCash(SUBACCOUNT, SHARD, -amount);
        outsideCash -= amount;
        return true;
    }

    @Override
    public long cash() {
        return venue.cashMicros(SUBACCOUNT, SHARD);
    }

    private void outside(Runnable event) {
        final LongSupplier free = () -> venue.cashMicros(SUBACCOUNT, SHARD) - venue.committedMicros(SUBACCOUNT, SHARD);
        final long before = free.getAsLong();
        event.run();
        outsideCash += free.getAsLong() - before;
    }

    @Override
    public void otherClient(SplittableRandom random) {
        outside(() -> {
            final String oldest = othersOrders.peek();
            if (oldest != null && (othersOrders.size() > 3 || random.nextInt(2) == 0)) {
                othersOrders.poll();
                final long left = venue.remaining(oldest);
                if (left > 0 && random.nextInt(3) == 0) {
                    venue.fill(oldest, random.nextLong(left) + 1, false);
                }
                venue.cancel(oldest, SUBACCOUNT);
                return;
            }
            final int market = random.nextInt(OTHERS_MARKETS);
            final Outcome outcome = venue.place(
                    SUBACCOUNT,
                    OTHERS + othersKey++,
                    othersTicker(market),
                    market % 2 == 0,
                    random.nextInt(5, 96) * CENT,
                    random.nextInt(100, 5_000));
            if (!outcome.orderId().isEmpty()) {
                othersOrders.add(outcome.orderId());
            }
        });
    }

    @Override
    public void settle(SplittableRandom random) {
        final boolean others = random.nextInt(8) == 0;
        final String ticker = others
                ? othersTicker(random.nextInt(OTHERS_MARKETS))
                : kinds.get(2 * random.nextInt(MARKETS)).ticker();
        final Map<String, Long> ending = new HashMap<>();
        asks.forEach((id, ask) -> {
            if (kinds.get(ask.kind()).ticker().equals(ticker) && venue.remaining(id) > 0) {
                ending.put(id, venue.filled(id));
            }
        });
        for (int kind = 0; kind < kinds.size(); kind++) {
            if (kinds.get(kind).closes() && kinds.get(kind).ticker().equals(ticker)) {
                outsideHeld[kind] -= held(kinds.get(kind));
            }
        }
        final long before = cash();
        venue.settle(ticker, random.nextBoolean());
        outsideCash += cash() - before;
        final Desk told = desk;
        if (told != null) {
            ending.forEach(told::ended);
        }
    }

    @Override
    public Read read(long requestNanos) {
        network.sentAt(requestNanos);
        final Reading reading;
        try {
            reading = source.read(calls);
        } catch (IOException | MalformedMessageException | RefusedException e) {
            throw new IllegalStateException("the simulated venue must answer: " + e.getMessage(), e);
        }
        final long balance = cash();
        final long[] held = kinds.stream().mapToLong(this::held).toArray();
        return new Read() {
            @Override
            public void deliver(long arrivalNanos) {
                tell(reading, arrivalNanos);
            }

            @Override
            public long shown(int kind) {
                return kinds.get(kind).closes() ? held[kind] : balance;
            }
        };
    }

    private void tell(Reading reading, long arrivalNanos) {
        final WorldFeed to = feed();
        final int id = cashId();
        final Snapshot s = reading.snapshot();
        to.sink()
                .snapshot(
                        id,
                        new Snapshot(
                                s.ledger(),
                                s.netSpendable(),
                                s.openOrders(),
                                s.venueTimeNanos(),
                                s.requestNanos(),
                                arrivalNanos));
        final PositionsRead p = reading.positions();
        if (p != null) {
            to.sink().positions(id, new PositionsRead(p.positions(), p.margin(), p.requestNanos(), arrivalNanos));
        }
    }

    @Override
    public void readFailed(String reason, long requestNanos, long arrivalNanos) {
        feed().sink().snapshotFailed(cashId(), reason, requestNanos, arrivalNanos);
    }

    private WorldFeed feed() {
        if (feed == null) {
            throw new IllegalStateException("the world must be opened");
        }
        return feed;
    }

    private int cashId() {
        if (cash == null) {
            throw new IllegalStateException("the world must be opened");
        }
        return cash.id();
    }

    @Override
    public void close() {
        calls.close();
    }
}
