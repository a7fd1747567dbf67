package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Scopes;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.polymarketclob.Address;
import io.tollgate.polymarketclob.ApiCredentials;
import io.tollgate.polymarketclob.ClobAsset;
import io.tollgate.polymarketclob.ClobAuthentication;
import io.tollgate.polymarketclob.ClobBalanceSource;
import io.tollgate.polymarketclob.ClobConfig;
import io.tollgate.polymarketclob.ClobFigure;
import io.tollgate.polymarketclob.ClobMarket;
import io.tollgate.polymarketclob.Contracts;
import io.tollgate.polymarketclob.FeeTerms;
import io.tollgate.polymarketclob.FundsRejection;
import io.tollgate.polymarketclob.MarketKind;
import io.tollgate.polymarketclob.SignatureType;
import io.tollgate.rest.Calls;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.simulator.polymarketclob.ClobAccount;
import io.tollgate.simulator.polymarketclob.ClobAnswer;
import io.tollgate.simulator.polymarketclob.ClobInProcess;
import io.tollgate.simulator.polymarketclob.ClobMarketSpec;
import io.tollgate.simulator.polymarketclob.ClobOrderRequest;
import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The Polymarket CLOB: pUSD and some outcome tokens of one wallet, usual markets and neg-risk ones with a finite allowance of their own, trades
 * that the chain settles seconds later, and another client with an API key of its own.
 */
final class ClobWorld implements World {
    private static final int USUAL_MARKETS = 6;
    private static final int NEG_RISK_MARKETS = 4;
    private static final int MARKETS = USUAL_MARKETS + NEG_RISK_MARKETS;
    /** Markets whose YES is sold again. */
    private static final int SOLD = 2;
    /** The market that the other client trades. */
    private static final int OTHERS_MARKET = 5;

    private static final long FIRST_TOKEN = 1_099_520_129_273L;
    private static final String OTHERS_KEY = "5f0c8f5e-0000-4000-8000-000000000002";
    private static final int HISTORY = 200;
    private static final long CENT = 100;
    private static final long TARGET = 2_000_000_000L;
    private static final long LEAST_ALLOWANCE = 700_000_000L;
    private static final long APPROVED = 1_500_000_000L;
    private static final long FORGET_EVERY = 256;
    /** How long after a match was told the venue's list of trades has it: this venue's has it at once. */
    private static final long VISIBLE_AFTER = 0;

    /** Outcome of a market, bought or sold again. */
    private record Kind(ClobMarket market, String token, boolean sells) {
        String draws() {
            return sells ? token : "";
        }

        boolean isNegRisk() {
            return market.kind() == MarketKind.NEG_RISK;
        }
    }

    /** What the gate is told of one balance. */
    private record Source(ClobBalanceSource source, Calls calls) {}

    private final Mode mode;
    private final ClobAccount account = ClobAccount.example().withRules(false, true, 500);
    private final ClobVenue venue;
    private final ClobChain chain;
    private final InProcess network;
    private final Map<String, byte[]> lists = new HashMap<>();
    private final List<ClobMarket> markets = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final List<OrderKind> orderKinds = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<WorldFeed> feeds = new ArrayList<>();
    private final List<Balance> balances = new ArrayList<>();
    private final Map<String, Ask> asks = new LinkedHashMap<>();
    private final ArrayDeque<String> othersOrders = new ArrayDeque<>();
    private final Map<String, Long> outside = new HashMap<>();
    private @Nullable Gate gate;
    private @Nullable Desk desk;
    private long placed;
    private long executions;
    private long othersKey;

    ClobWorld(Mode mode, SimulatedTime time) {
        this.mode = mode;
        final ClobInProcess inProcess = new ClobInProcess(account, time, HISTORY);
        this.venue = inProcess.venue();
        this.chain = new ClobChain(
                venue, time, (asset, amount) -> outside.merge(asset, amount, Long::sum), () -> desk().wantRead());
        this.network = new InProcess(time, request -> {
            final String target =
                    request.url().encodedPath() + "?" + request.url().encodedQuery();
            // the lists are the same for all balances of one read
            final byte[] body = target.startsWith("/data/")
                    ? lists.computeIfAbsent(
                            target, unused -> inProcess.get(request.url().uri()))
                    : inProcess.get(request.url().uri());
            return new InProcess.Answer(200, body);
        });
        for (int i = 0; i < MARKETS; i++) {
            list(i);
        }
        venue.allow("", ClobVenue.EXCHANGE, ClobVenue.UNLIMITED);
        approve();
        sources(time);
    }

    private void list(int index) {
        final boolean negRisk = index >= USUAL_MARKETS;
        final String condition = String.format("0x%064x", index + 1);
        final List<String> tokens =
                List.of(Long.toString(FIRST_TOKEN + 2L * index), Long.toString(FIRST_TOKEN + 2L * index + 1));
        final ClobMarketSpec spec = new ClobMarketSpec(condition, tokens, 100, 5, negRisk, 70_000, 1);
        venue.list(spec);
        tokens.forEach(token ->
                venue.allow(token, negRisk ? ClobVenue.NEG_RISK_EXCHANGE : ClobVenue.EXCHANGE, ClobVenue.UNLIMITED));
        final ClobMarket market = new ClobMarket(
                condition, tokens, 100, 500, negRisk ? MarketKind.NEG_RISK : MarketKind.NORMAL, FeeTerms.CRYPTO);
        markets.add(market);
        add(new Kind(market, tokens.get(0), false), negRisk ? 10 : 30);
        if (index < SOLD) {
            add(new Kind(market, tokens.get(0), true), 15);
        }
    }

    private void add(Kind kind, int weight) {
        kinds.add(kind);
        orderKinds.add(new OrderKind(
                (kind.sells() ? "sell " : "buy ") + kind.token() + (kind.isNegRisk() ? " (neg risk)" : ""),
                5 * CENT,
                95 * CENT,
                CENT,
                1,
                10_000_000L,
                kind.sells() ? 16_000_000_000L : 100_000_000_000L,
                weight,
                true,
                false));
    }

    private void sources(SimulatedTime time) {
        final boolean exact = mode == Mode.EXACT;
        sources.add(source(
                config(ClobAsset.COLLATERAL).figure(exact ? ClobFigure.BALANCE : ClobFigure.BALANCE_WITHIN_ALLOWANCE)));
        if (exact) {
            final ClobConfig.Builder allowance =
                    config(ClobAsset.COLLATERAL).figure(ClobFigure.ALLOWANCE).marketKinds(Set.of(MarketKind.NEG_RISK));
            markets.forEach(market -> market.tokens().forEach(token -> allowance.kind(token, market.kind())));
            sources.add(source(allowance));
        }
        for (int i = 0; i < SOLD; i++) {
            sources.add(source(
                    config(ClobAsset.token(markets.get(i).tokens().get(0))).marketKinds(Set.of(MarketKind.NORMAL))));
        }
        network.sentAt(time.nanoTime());
    }

    private ClobConfig.Builder config(ClobAsset asset) {
        final boolean exact = mode == Mode.EXACT;
        return ClobConfig.builder()
                .baseUrl("http://127.0.0.1:1")
                .authentication(ClobAuthentication.given(
                        Address.of(account.owner()),
                        ApiCredentials.of(account.apiKey(), account.secret(), account.passphrase())))
                .signatureType(SignatureType.EOA)
                .asset(asset)
                .contracts(Contracts.POLYGON)
                .tradeWindow(Duration.ofMinutes(1))
                .ownApiKey(exact)
                .confirmRises(!exact);
    }

    private Source source(ClobConfig.Builder config) {
        final ClobBalanceSource source = new ClobBalanceSource(config.build());
        return new Source(source, network.calls(source.name()));
    }

    @Override
    public String venue() {
        return "polymarket-clob";
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
        final Kind of = kinds.get(kind);
        chain.catchUp();
        return !of.sells() || venue.balance(of.token()) - venue.committed(of.token()) >= 10_000_000L;
    }

    @Override
    public long guideCost(int kind, long price, long size) {
        return kinds.get(kind).sells() ? ClobMarket.sellMicros(size) : ClobMarket.buyMicros(price, size);
    }

    @Override
    public List<GateLine> open(Gate forGate, Lane lane, Desk forDesk) {
        gate = forGate;
        desk = forDesk;
        final BalanceRules rules = mode == Mode.EXACT
                ? BalanceRules.CAREFUL.withVisibleAfterNanos(VISIBLE_AFTER).withStreamGraceNanos(0)
                : BalanceRules.CAREFUL;
        final String asset = ClobAsset.COLLATERAL.assetName();
        final Balance cash = register(forGate, BalanceSpec.careful(venue(), "desk", asset, ClobAsset.SCALE, rules));
        final Balance allowance = mode == Mode.EXACT
                ? register(
                        forGate,
                        // the venue compares each order with the allowance, and does not sum them
                        new BalanceSpec(
                                venue(),
                                "desk",
                                asset + " for " + ClobVenue.NEG_RISK_EXCHANGE,
                                ClobAsset.SCALE,
                                Scopes.INSTRUMENT_SIDE,
                                rules))
                : cash;
        final Map<String, Balance> tokens = new HashMap<>();
        for (int i = 0; i < SOLD; i++) {
            final String token = markets.get(i).tokens().get(0);
            tokens.put(token, register(forGate, BalanceSpec.careful(venue(), "desk", token, ClobAsset.SCALE, rules)));
        }
        final List<GateLine> lines = new ArrayList<>();
        for (final Kind kind : kinds) {
            final Balance token = tokens.get(kind.token());
            if (kind.sells() && token != null) {
                lines.add(GateLine.of(lane.bind(token, kind.market().sellLine(kind.token()))));
            } else if (kind.isNegRisk() && mode == Mode.EXACT) {
                lines.add(GateLine.of(lane.bindJoint(kind.market().buyLine(kind.token()), cash, allowance)));
            } else {
                lines.add(GateLine.of(lane.bind(cash, kind.market().buyLine(kind.token()))));
            }
        }
        return lines;
    }

    private Balance register(Gate with, BalanceSpec spec) {
        final Balance balance = with.register(spec);
        final WorldFeed feed = new WorldFeed(FeedKind.SNAPSHOTS, desk());
        with.attach(balance, feed);
        feeds.add(feed);
        balances.add(balance);
        return balance;
    }

    private Desk desk() {
        if (desk == null) {
            throw new IllegalStateException("the world must be opened");
        }
        return desk;
    }

    private ClobOrderRequest request(Ask ask) {
        final Kind kind = kinds.get(ask.kind());
        return request(ask.key(), kind.token(), kind.sells(), ask.price(), ask.size());
    }

    private ClobOrderRequest request(long salt, String token, boolean sells, long price, long size) {
        final long cash = ClobMarket.buyMicros(price, size);
        final long shares = ClobMarket.sellMicros(size);
        return ClobOrderRequest.limit(
                salt, account.owner(), token, !sells, sells ? shares : cash, sells ? cash : shares);
    }

    @Override
    public boolean wouldAccept(Ask ask, long credit) {
        chain.catchUp();
        return venue.wouldAccept(request(ask), credit, kinds.get(ask.kind()).isNegRisk() ? credit : 0);
    }

    @Override
    public Placed place(Ask ask) {
        chain.catchUp();
        if (++placed % FORGET_EVERY == 0) {
            asks.keySet().removeIf(id -> venue.restShares(id) == 0);
        }
        final String id = "order-" + ask.key();
        final ClobAnswer answer = venue.place(id, request(ask));
        if (answer.accepted()) {
            asks.put(id, ask);
            return new Placed(Verdict.ACCEPTED, id, Lane.UNKNOWN_AMOUNT);
        }
        return FundsRejection.parse(answer.error())
                .map(funds -> new Placed(Verdict.NO_FUNDS, "", funds.available()))
                .orElseGet(() -> new Placed(Verdict.OTHER, "", Lane.UNKNOWN_AMOUNT));
    }

    @Override
    public Verdict amend(String orderId, long price, long size) {
        throw new UnsupportedOperationException("this venue replaces no order: cancel it and place another");
    }

    @Override
    public boolean wouldAmend(String orderId, long price, long size, long credit) {
        throw new UnsupportedOperationException("this venue replaces no order: cancel it and place another");
    }

    @Override
    public long cancel(String orderId) {
        final long left = remaining(orderId);
        return venue.cancel(orderId) ? ask(orderId).size() - left : -1;
    }

    private Ask ask(String orderId) {
        final Ask ask = asks.get(orderId);
        if (ask == null) {
            throw new IllegalArgumentException("an order must be one of ours: order=" + orderId);
        }
        return ask;
    }

    @Override
    public Execution fill(String orderId, long quantity, boolean taker) {
        chain.catchUp();
        final Ask ask = ask(orderId);
        final Kind kind = kinds.get(ask.kind());
        final long shares = ClobMarket.sellMicros(quantity);
        final long cash = ClobMarket.buyMicros(ask.price(), quantity);
        final long fee = taker ? kind.market().fee().charged(shares, ask.price() * CENT) : 0;
        trade(orderId, kind.token(), kind.sells(), shares, cash - fee, taker);
        final long left = remaining(orderId);
        return new Execution(++executions, quantity, ask.size() - left, ask.price(), fee, left == 0);
    }

    private void trade(String orderId, String token, boolean sells, long shares, long proceeds, boolean taker) {
        final String trade = venue.fill(orderId, shares, taker);
        chain.matched(desk(), trade, sells ? token : "", sells ? "" : token, sells ? proceeds : shares);
    }

    /** In hundredths of a share. */
    @Override
    public long remaining(String orderId) {
        return venue.restShares(orderId) / ClobMarket.ONE;
    }

    @Override
    public long outside(int kind) {
        chain.catchUp();
        return outside.getOrDefault(kinds.get(kind).draws(), 0L);
    }

    @Override
    public String describe() {
        final StringBuilder text = new StringBuilder("venue: pUSD ")
                .append(venue.balance(""))
                .append(" committed ")
                .append(venue.committed(""))
                .append(" allowance ")
                .append(venue.allowance("", ClobVenue.NEG_RISK_EXCHANGE));
        final Gate of = gate;
        if (of != null) {
            balances.forEach(each ->
                    text.append("; gate ").append(each.asset()).append(' ').append(of.view(each)));
        }
        return text.toString();
    }

    /** Money was moved on the chain, and whoever moves it says so, as the feed's page asks. */
    private void moved(String asset, long amount) {
        venue.deposit(asset, amount);
        outside.merge(asset, amount, Long::sum);
        movedOnChain();
    }

    private void movedOnChain() {
        sources.forEach(each -> each.source().refresh());
        if (desk != null) {
            desk.wantRead();
        }
    }

    @Override
    public void deposit(long amount) {
        moved("", amount);
    }

    @Override
    public boolean withdraw(long amount) {
        chain.catchUp();
        if (venue.balance("") - venue.committed("") < amount) {
            return false;
        }
        moved("", -amount);
        return true;
    }

    @Override
    public long cash() {
        chain.catchUp();
        return venue.balance("");
    }

    private void approve() {
        venue.allow("", ClobVenue.NEG_RISK_EXCHANGE, BigInteger.valueOf(APPROVED));
        movedOnChain();
    }

    @Override
    public void otherClient(SplittableRandom random) {
        chain.catchUp();
        final LongSupplier free = () -> venue.balance("") - venue.committed("");
        final long before = free.getAsLong();
        final String oldest = othersOrders.peek();
        if (oldest != null && (othersOrders.size() > 3 || random.nextInt(2) == 0)) {
            othersOrders.poll();
            final long left = remaining(oldest);
            if (left > 0 && random.nextInt(3) == 0) {
                final long filled = ClobMarket.sellMicros(1 + random.nextLong(left));
                trade(oldest, markets.get(OTHERS_MARKET).tokens().get(1), false, filled, 0, random.nextBoolean());
            }
            venue.cancel(oldest);
        } else {
            final String id = "other-" + ++othersKey;
            final ClobOrderRequest request = request(
                    -othersKey,
                    markets.get(OTHERS_MARKET).tokens().get(1),
                    false,
                    random.nextInt(5, 96) * CENT,
                    random.nextInt(500, 20_000));
            if (venue.place(id, OTHERS_KEY, request).accepted()) {
                othersOrders.add(id);
            }
        }
        outside.merge("", free.getAsLong() - before, Long::sum);
    }

    /** A market is resolved: its orders end, its trades settle, its tokens are paid out or worth nothing; then it trades on. */
    @Override
    public void settle(SplittableRandom random) {
        final ClobMarket market = markets.get(random.nextInt(MARKETS));
        final List<String> ended = new ArrayList<>();
        asks.forEach((id, ask) -> {
            if (kinds.get(ask.kind()).market().equals(market) && venue.restShares(id) > 0) {
                ended.add(id);
            }
        });
        for (final String id : ended) {
            desk().ended(id, cancel(id));
        }
        final int winner = random.nextInt(2);
        for (int i = 0; i < 2; i++) {
            final String token = market.tokens().get(i);
            final long held = venue.balance(token) - venue.committed(token);
            if (held > 0) {
                moved(token, -held);
                moved("", i == winner ? held : 0);
            }
        }
        // a lucky payout is taken out again: the account stays short of funds
        final long free = venue.balance("") - venue.committed("");
        if (free > 2 * TARGET) {
            moved("", TARGET - free);
        }
        // what the neg-risk exchange may draw is approved anew before it is used up
        if (venue.allowance("", ClobVenue.NEG_RISK_EXCHANGE).compareTo(BigInteger.valueOf(LEAST_ALLOWANCE)) < 0) {
            approve();
        }
    }

    @Override
    public Read read(long requestNanos) {
        chain.catchUp();
        network.sentAt(requestNanos);
        lists.clear();
        final List<Snapshot> snapshots = new ArrayList<>();
        try {
            for (final Source each : sources) {
                snapshots.add(each.source().read(each.calls()).snapshot());
            }
        } catch (IOException | MalformedMessageException | RefusedException e) {
            throw new IllegalStateException("the simulated venue must answer: " + e.getMessage(), e);
        }
        final Map<String, Long> told = new HashMap<>();
        kinds.forEach(kind -> told.put(kind.draws(), venue.told(kind.draws())));
        return new Read() {
            @Override
            public void deliver(long arrivalNanos) {
                for (int i = 0; i < snapshots.size(); i++) {
                    final Snapshot s = snapshots.get(i);
                    feeds.get(i)
                            .sink()
                            .snapshot(
                                    balances.get(i).id(),
                                    new Snapshot(
                                            s.ledger(),
                                            s.netSpendable(),
                                            s.openOrders(),
                                            s.venueTimeNanos(),
                                            s.requestNanos(),
                                            arrivalNanos));
                }
            }

            @Override
            public long shown(int kind) {
                return told.getOrDefault(kinds.get(kind).draws(), 0L);
            }
        };
    }

    @Override
    public void readFailed(String reason, long requestNanos, long arrivalNanos) {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).sink().snapshotFailed(balances.get(i).id(), reason, requestNanos, arrivalNanos);
        }
    }

    @Override
    public void close() {
        sources.forEach(each -> each.calls().close());
    }
}
