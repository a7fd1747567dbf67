package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.Scopes;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Side;
import io.tollgate.polymarketus.PolymarketUsFees;
import io.tollgate.polymarketus.RetailBalancesSource;
import io.tollgate.polymarketus.RetailConfig;
import io.tollgate.polymarketus.RetailCredentials;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.rest.Calls;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import io.tollgate.rest.SnapshotSource.Reading;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.rest.PolymarketUsInProcess;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.VenueState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Polymarket US: the exchange stack with its ledger stream, or the retail stack with polled balances and buying power. Contracts are bought and
 * sold again, on one side each, and some are traded by the other client alone.
 *
 * <p>The exchange's entries and balances are told to the gate as its feeds would tell them, without the wire; the retail answers go through the
 * adapter's source.
 */
final class PolymarketUsWorld implements World {
    private static final int MARKETS = 8;
    private static final int OTHERS_MARKETS = 3;
    private static final int PRICE_SCALE = 3;
    private static final int SIZE_SCALE = 2;
    private static final long ONE = 1_000;
    private static final long TARGET = 2_000_000_000L;
    private static final long MILLI_NANOS = 1_000_000L;

    private record Type(String symbol, boolean closes) {}

    private final boolean exchange;
    private final Mode mode;
    private final PolymarketUsInProcess venue;
    private final InProcess network;
    private final SnapshotSource source;
    private final Calls calls;
    private final List<Type> types = new ArrayList<>();
    private final List<OrderKind> kinds = new ArrayList<>();
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<String, Ask> asks = new HashMap<>();
    private final Map<String, Integer> amends = new HashMap<>();
    private final long[] outsideHeld = new long[2 * MARKETS];
    private long outsideCash;
    private long othersKey;
    private int entriesTold;
    private int eventsSeen;
    private @Nullable Gate gate;
    private @Nullable Balance cash;
    private @Nullable WorldFeed reads;
    private @Nullable WorldFeed stream;
    private @Nullable Desk desk;

    PolymarketUsWorld(Mode mode, SimulatedTime time, boolean exchange) {
        this.mode = mode;
        this.exchange = exchange;
        // what the venue's collateral page describes
        this.venue = new PolymarketUsInProcess(FundsMode.INSTRUMENT, time);
        this.network = new InProcess(time, request -> {
            final byte[] body = venue.get(request.url().uri());
            return body == null ? new InProcess.Answer(404, new byte[0]) : new InProcess.Answer(200, body);
        });
        final RetailConfig config = RetailConfig.builder()
                .baseUrl("http://127.0.0.1:1")
                .credentials(RetailCredentials.signedBy("agreement", text -> new byte[64]))
                .positions(SIZE_SCALE)
                .build();
        this.source = new RetailBalancesSource(config, time);
        this.calls = network.calls(source.name());
        for (int i = 0; i < MARKETS; i++) {
            final String symbol = "aec-ours-" + i;
            venue.list(InstrumentSpec.of(symbol));
            add(new Type(symbol, false));
            add(new Type(symbol, true));
        }
        for (int i = 0; i < OTHERS_MARKETS; i++) {
            venue.list(InstrumentSpec.of("aec-others-" + i));
        }
    }

    private void add(Type type) {
        types.add(type);
        kinds.add(new OrderKind(
                (type.closes() ? "sell " : "buy ") + type.symbol(),
                50,
                950,
                10,
                1,
                type.closes() ? 100 : 1_000_000L,
                type.closes() ? 200_000 : 100_000_000_000L,
                type.closes() ? 1 : 50,
                true,
                !type.closes()));
    }

    @Override
    public String venue() {
        return exchange ? "polymarket-us-exchange" : "polymarket-us-retail";
    }

    @Override
    public List<OrderKind> kinds() {
        return List.copyOf(kinds);
    }

    @Override
    public long target() {
        return TARGET;
    }

    @Override
    public long mostSize() {
        return InstrumentSpec.MAX_QUANTITY;
    }

    private long held(int kind) {
        return Math.max(0, venue.position(types.get(kind).symbol()));
    }

    @Override
    public boolean isAsked(int kind) {
        return !types.get(kind).closes() || held(kind) >= 100;
    }

    @Override
    public long guideCost(int kind, long price, long size) {
        // 10^-3 dollars x 10^-2 contracts
        return types.get(kind).closes() ? size : Math.multiplyExact(Math.multiplyExact(price, size), 10L);
    }

    @Override
    public List<GateLine> open(Gate by, Lane lane, Desk forDesk) {
        desk = forDesk;
        gate = by;
        BalanceRules rules = BalanceRules.CAREFUL;
        if (mode == Mode.EXACT) {
            rules = rules.withVisibleAfterNanos(50 * Delays.MILLI)
                    .withStreamGraceNanos(exchange ? 100 * Delays.MILLI : 0)
                    .withVenueLagNanos(exchange ? 100 * Delays.MILLI : 0);
            if (!exchange) {
                // nobody else's orders rest, so that what the venue subtracts for open orders is ours
                rules = rules.withNetting(Netting.ALL_OURS);
            }
        }
        final Balance usd = by.register(new BalanceSpec(
                "polymarket-us",
                "firms/F/accounts/a",
                "USD",
                PolymarketUsFees.USD_SCALE,
                mode == Mode.EXACT ? Scopes.INSTRUMENT_SIDE : Scopes.CAREFUL,
                rules));
        cash = usd;
        reads = new WorldFeed(FeedKind.SNAPSHOTS, forDesk);
        by.attach(usd, reads);
        if (exchange) {
            final WorldFeed opened = new WorldFeed(FeedKind.STREAM, forDesk);
            stream = opened;
            by.attach(usd, opened);
            forDesk.push(arrival -> opened.sink().streamOpened(usd.id(), ResumePoint.NONE, arrival));
        }
        final List<GateLine> lines = new ArrayList<>();
        for (final Type type : types) {
            final LineSpec spec = new LineSpec(
                            type.symbol(),
                            type.closes() ? Side.SELL_TO_CLOSE : Side.BUY,
                            PRICE_SCALE,
                            SIZE_SCALE,
                            990,
                            PolymarketUsFees.takerFee())
                    .withSteps(1, 1);
            if (type.closes()) {
                final Balance position = by.register(
                        BalanceSpec.position(usd.venue(), usd.account(), type.symbol(), false, SIZE_SCALE, rules));
                lines.add(GateLine.of(lane.bindClosing(position, usd, spec)));
            } else {
                lines.add(GateLine.of(lane.bind(usd, spec)));
            }
        }
        return lines;
    }

    @Override
    public boolean wouldAccept(Ask ask, long credit) {
        final Type type = types.get(ask.kind());
        if (type.closes()) {
            return held(ask.kind()) + credit >= Math.addExact(restingOf(ask.kind()), ask.size());
        }
        return venue.wouldAccept(type.symbol(), true, ask.price(), ask.size(), credit);
    }

    /** A sale for more than is held would open a short: that is another order, and not this one. */
    private long restingOf(int kind) {
        return asks.entrySet().stream()
                .filter(each -> each.getValue().kind() == kind)
                .mapToLong(each -> remaining(each.getKey()))
                .sum();
    }

    @Override
    public Placed place(Ask ask) {
        final Type type = types.get(ask.kind());
        if (type.closes() && !wouldAccept(ask, 0)) {
            return new Placed(Verdict.NO_FUNDS, "", Lane.UNKNOWN_AMOUNT);
        }
        final Order order = venue.place("g" + ask.key(), type.symbol(), !type.closes(), ask.price(), ask.size());
        final OrderEvent last = PolymarketUsInProcess.last(order);
        if (last.kind() != OrderEvent.Kind.NEW) {
            happened();
            return new Placed(last.lackOfFunds() ? Verdict.NO_FUNDS : Verdict.OTHER, "", Lane.UNKNOWN_AMOUNT);
        }
        orders.put(order.id, order);
        asks.put(order.id, ask);
        happened();
        return new Placed(Verdict.ACCEPTED, order.id, Lane.UNKNOWN_AMOUNT);
    }

    private Order order(String orderId) {
        final Order order = orders.get(orderId);
        if (order == null) {
            throw new IllegalArgumentException("an order must be one of ours that works: order=" + orderId);
        }
        return order;
    }

    @Override
    public Verdict amend(String orderId, long price, long size) {
        final Order order = order(orderId);
        final int number = amends.merge(orderId, 1, Integer::sum);
        final Ask ask = Objects.requireNonNull(asks.get(orderId), "an order must be one of ours that was asked for");
        venue.replace(order, "g" + ask.key() + "-" + number, price, size);
        final OrderEvent last = PolymarketUsInProcess.last(order);
        happened();
        if (last.kind() == OrderEvent.Kind.REPLACED) {
            return Verdict.ACCEPTED;
        }
        return last.lackOfFunds() ? Verdict.NO_FUNDS : Verdict.OTHER;
    }

    @Override
    public boolean wouldAmend(String orderId, long price, long size, long credit) {
        return venue.wouldReplace(order(orderId), price, size, credit);
    }

    @Override
    public long cancel(String orderId) {
        final Order order = orders.get(orderId);
        if (order == null) {
            return -1;
        }
        venue.cancel(order);
        final long filled = order.terms().cumQuantity();
        forget(orderId);
        happened();
        return filled;
    }

    private void forget(String orderId) {
        orders.remove(orderId);
        asks.remove(orderId);
        amends.remove(orderId);
    }

    @Override
    public long remaining(String orderId) {
        final Order order = orders.get(orderId);
        return order == null ? 0 : order.terms().leavesQuantity();
    }

    @Override
    public Execution fill(String orderId, long quantity, boolean taker) {
        final Order order = order(orderId);
        final OrderEvent event = venue.fill(order, quantity, taker);
        final long left = event.terms().leavesQuantity();
        final Execution execution = new Execution(
                event.terms().cumQuantity(),
                event.fill().quantity(),
                event.terms().cumQuantity(),
                event.fill().price(),
                event.fill().feeMicros(),
                left == 0);
        if (left == 0) {
            forget(orderId);
        }
        happened();
        return execution;
    }

    /** Streams what the ledger has new, and says which of our orders the venue ended by itself. */
    private void happened() {
        final VenueState state = venue.state();
        final Desk to = desk;
        final Balance usd = cash;
        final List<LedgerEntry> entries = new ArrayList<>();
        for (; entriesTold < state.entries().size(); entriesTold++) {
            entries.add(entry(state.entries().get(entriesTold)));
        }
        final WorldFeed told = stream;
        if (told != null && to != null && usd != null && !entries.isEmpty()) {
            to.push(arrival -> told.sink().ledgerEntries(usd.id(), entries, arrival));
        }
        for (; eventsSeen < state.orderEvents().size(); eventsSeen++) {
            final OrderEvent event = state.orderEvents().get(eventsSeen);
            final String id = event.order().id;
            if (event.kind() == OrderEvent.Kind.CANCELED && orders.containsKey(id) && to != null) {
                forget(id);
                to.ended(id, event.terms().cumQuantity());
            }
        }
    }

    private static LedgerEntry entry(io.tollgate.simulator.venue.LedgerEntry each) {
        final LedgerEntryType type = each.type();
        final Kind kind = type == LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_ORDER_EXECUTION
                ? Kind.EXECUTION
                : type == LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_COMMISSION ? Kind.COMMISSION : Kind.OTHER;
        return new LedgerEntry(
                each.id(),
                kind,
                type.getNumber(),
                each.beforeMicros(),
                each.afterMicros(),
                each.timeMillis() * MILLI_NANOS,
                each.symbol());
    }

    @Override
    public long outside(int kind) {
        return types.get(kind).closes() ? outsideHeld[kind] : outsideCash;
    }

    @Override
    public boolean isTakenBeside(int filledKind, int kind) {
        return mode == Mode.EXACT
                && !types.get(filledKind).closes()
                && !types.get(kind).closes()
                && filledKind != kind;
    }

    @Override
    public String describe() {
        final Gate g = gate;
        final Balance c = cash;
        final VenueState s = venue.state();
        return "venue: cash " + s.balanceMicros() + " open " + s.openRequirementMicros() + "; gate: "
                + (g == null || c == null ? "" : g.view(c));
    }

    @Override
    public void deposit(long amount) {
        venue.deposit(amount);
        outsideCash += amount;
        happened();
    }

    @Override
    public boolean withdraw(long amount) {
        final boolean paid = venue.withdraw(amount);
        outsideCash -= paid ? amount : 0;
        happened();
        return paid;
    }

    @Override
    public long cash() {
        return venue.state().balanceMicros();
    }

    /** Takes at once, so that nothing of it rests: an order of others in another instrument binds nothing of ours. */
    @Override
    public void otherClient(SplittableRandom random) {
        final String symbol = "aec-others-" + random.nextInt(OTHERS_MARKETS);
        final long price = random.nextLong(5, 96) * 10;
        final long quantity = random.nextLong(100, 5_000);
        final long before = cash();
        final Order order = venue.place("o" + othersKey++, symbol, true, price, quantity);
        if (PolymarketUsInProcess.last(order).kind() == OrderEvent.Kind.NEW) {
            venue.fill(order, random.nextLong(quantity) + 1, true);
            venue.cancel(order);
        }
        outsideCash += cash() - before;
        happened();
    }

    @Override
    public void settle(SplittableRandom random) {
        final int kind = 2 * random.nextInt(MARKETS);
        final boolean others = random.nextInt(8) == 0;
        final String symbol = others
                ? "aec-others-" + random.nextInt(OTHERS_MARKETS)
                : types.get(kind).symbol();
        final long before = cash();
        if (!others) {
            outsideHeld[kind + 1] -= held(kind + 1);
        }
        venue.resolve(symbol, random.nextBoolean() ? ONE : 0);
        outsideCash += cash() - before;
        happened();
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
        final VenueState state = venue.state();
        // what the guides compare: the exchange's balance, the retail stack's buying power
        final long shown = exchange ? state.balanceMicros() : state.buyingPowerMicros();
        final long[] held = new long[types.size()];
        Arrays.setAll(held, this::held);
        return new Read() {
            @Override
            public void deliver(long arrivalNanos) {
                tell(reading, arrivalNanos);
            }

            @Override
            public long shown(int kind) {
                return types.get(kind).closes() ? held[kind] : shown;
            }
        };
    }

    private void tell(Reading reading, long arrivalNanos) {
        final Snapshot s = reading.snapshot();
        final int id = cashId();
        // the exchange's balance says nothing of open orders
        sink().sink()
                .snapshot(
                        id,
                        new Snapshot(
                                s.ledger(),
                                exchange ? Snapshot.UNKNOWN : s.netSpendable(),
                                exchange ? 0 : s.openOrders(),
                                s.venueTimeNanos(),
                                s.requestNanos(),
                                arrivalNanos));
        final PositionsRead p = reading.positions();
        if (p != null) {
            sink().sink().positions(id, new PositionsRead(p.positions(), p.margin(), p.requestNanos(), arrivalNanos));
        }
    }

    @Override
    public void readFailed(String reason, long requestNanos, long arrivalNanos) {
        sink().sink().snapshotFailed(cashId(), reason, requestNanos, arrivalNanos);
    }

    private WorldFeed sink() {
        if (reads == null) {
            throw new IllegalStateException("the world must be opened");
        }
        return reads;
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
