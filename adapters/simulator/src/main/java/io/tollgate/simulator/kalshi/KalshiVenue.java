package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiBook.Terms;
import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The venue's truth behind one lock, and what its reads show of it: the same, or an older state while reads are held. Prices are
 * ten-thousandths of a dollar, counts hundredths of a contract, money micro-dollars.
 *
 * <p>Usable without a server: nothing here has threads or a clock of its own, what is kept of orders and fills that are over is bounded, and an
 * order is judged by the resting ones of its own side of its market. Threading: any thread; one thing at a time.
 */
public final class KalshiVenue {
    private static final long ID_HIGH = 0x6b61_6c73_6869_4000L;
    private static final long ID_LOW = 0x8000_0000_0000_0000L;
    private static final int LONGEST_CLIENT_ID = 64;

    private final InstantSource clock;
    private final KalshiBook book;
    private final Map<String, KalshiMarketSpec> markets = new LinkedHashMap<>();
    private final Map<String, Long> liquidity = new HashMap<>();
    private @Nullable KalshiBook shown;
    private long shownMillis;
    private long ids;
    private long accepted;
    private long refusedForFunds;

    KalshiVenue(Terms terms, InstantSource clock) {
        this.clock = clock;
        this.book = new KalshiBook(terms);
    }

    /**
     * A venue without markets and cash.
     *
     * @param settings of which clock, maker's fees and precision count
     */
    public KalshiVenue(KalshiSimulator.Settings settings) {
        this(
                new Terms(70_000, settings.makerFees() ? 17_500 : 0, settings.directMember() ? 100 : 10_000),
                settings.clock());
    }

    /**
     * An order as it is asked for.
     *
     * @param ticker the market
     * @param clientId the client's name of it; may be empty
     * @param bid whether it buys YES
     * @param price of YES, ten-thousandths of a dollar
     * @param count hundredths of a contract
     * @param timeInForce good_till_canceled, immediate_or_cancel or fill_or_kill
     * @param postOnly whether it must rest
     * @param subaccount 0 for the primary one
     * @param shard where it is sent to; null or -1 for that of its market
     */
    public record Request(
            String ticker,
            String clientId,
            boolean bid,
            long price,
            long count,
            String timeInForce,
            boolean postOnly,
            int subaccount,
            @Nullable Integer shard) {

        /** Good till cancelled, of the primary account. */
        public static Request of(String ticker, String clientId, boolean bid, long price, long count) {
            return new Request(ticker, clientId, bid, price, count, "good_till_canceled", false, 0, null);
        }
    }

    /** What became of an order. */
    record Placed(KalshiOrder order, long filled, long fees, long millis) {}

    /** Runs with the truth. */
    synchronized <T> T ask(Function<KalshiBook, T> question) {
        return question.apply(book);
    }

    /** Runs with what reads show. */
    synchronized <T> T read(Function<KalshiBook, T> question) {
        return question.apply(shown == null ? book : shown);
    }

    /** As of when reads are complete, milliseconds since the epoch. */
    synchronized long readMillis() {
        return shown == null ? clock.millis() : shownMillis;
    }

    synchronized void holdReads() {
        shown = book.copy();
        shownMillis = clock.millis();
    }

    synchronized void releaseReads() {
        shown = null;
    }

    /** Lists a market. */
    public synchronized void list(KalshiMarketSpec market) {
        markets.put(market.ticker(), market);
    }

    synchronized @Nullable KalshiMarketSpec market(String ticker) {
        return markets.get(ticker);
    }

    synchronized void setCash(Pot pot, long micros) {
        book.cash.put(pot, micros);
    }

    /** Deposits, or withdraws if negative; a pot is there from its first cash on. */
    public void addCash(int subaccount, int shard, long micros) {
        addCash(new Pot(subaccount, shard), micros);
    }

    /** True cash, resting orders included. */
    public synchronized long cash(int subaccount, int shard) {
        return book.cash.getOrDefault(new Pot(subaccount, shard), 0L);
    }

    /** What resting orders need. */
    public synchronized long committed(int subaccount, int shard) {
        return book.committed(new Pot(subaccount, shard));
    }

    /** Contracts of a market, in hundredths, negative for NO. */
    public synchronized long position(int subaccount, int shard, String ticker) {
        return book.position(new Pot(subaccount, shard), ticker);
    }

    synchronized void addCash(Pot pot, long micros) {
        book.cash.merge(pot, micros, Math::addExact);
    }

    /** So many contracts of a market's next orders find someone to trade with at once. */
    public synchronized void setLiquidity(String ticker, long count) {
        liquidity.put(ticker, count);
    }

    /** Orders taken so far. */
    public synchronized long acceptedOrders() {
        return accepted;
    }

    /** Orders and amends refused because the cash did not pay for them. */
    public synchronized long refusedForFunds() {
        return refusedForFunds;
    }

    private KalshiMarketSpec checked(Request request) throws KalshiRefusal {
        final KalshiMarketSpec market = markets.get(request.ticker());
        if (market == null) {
            throw KalshiRefusal.flat(404, "market_not_found", "market not found");
        }
        if (request.shard() != null && request.shard() != -1 && request.shard() != market.shard()) {
            throw KalshiRefusal.flat(404, "market_not_found", "market is not on this exchange index");
        }
        if (!market.has(request.price())) {
            throw KalshiRefusal.nested(400, "invalid_price", "price is not on the market's grid");
        }
        if (request.count() < 1) {
            throw KalshiRefusal.bare("count must be at least 0.01");
        }
        if (request.clientId().length() > LONGEST_CLIENT_ID) {
            throw KalshiRefusal.bare("client_order_id is too long");
        }
        return market;
    }

    private KalshiOrder made(String id, Request request, KalshiMarketSpec market) {
        return new KalshiOrder(
                id,
                request.clientId(),
                new Pot(request.subaccount(), market.shard()),
                request.ticker(),
                request.bid(),
                request.price(),
                request.count(),
                clock.millis());
    }

    /** Whether the venue would take an order now, by its own rule; nothing is placed. */
    public boolean wouldAccept(Request request) {
        return wouldAccept(request, 0);
    }

    /**
     * Whether it would, had some cash not left the pot.
     *
     * @param outflow what withdrawals, fills and orders of others took, micro-dollars
     */
    public synchronized boolean wouldAccept(Request request, long outflow) {
        try {
            final KalshiOrder order = made("", request, checked(request));
            return book.cash.containsKey(order.pot) && isPaidFor(order, outflow);
        } catch (KalshiRefusal refusal) {
            return false;
        }
    }

    private boolean isPaidFor(KalshiOrder order, long outflow) {
        return book.pays(order, order.price, order.initial, outflow);
    }

    /**
     * Places an order. Returns the venue's id of it.
     *
     * @throws KalshiRefusal if the venue does not take it
     */
    public String submit(Request request) throws KalshiRefusal {
        return place(request).order().id;
    }

    synchronized Placed place(Request request) throws KalshiRefusal {
        final KalshiMarketSpec market = checked(request);
        final KalshiOrder order = made(new UUID(ID_HIGH, ID_LOW + ++ids).toString(), request, market);
        if (!book.cash.containsKey(order.pot)) {
            refusedForFunds++;
            throw KalshiRefusal.nested(404, "user_not_found", "no balance on this exchange index");
        }
        if (!request.clientId().isEmpty() && book.byClientId(request.clientId()) != null) {
            throw KalshiRefusal.nested(409, "order_already_exists", "");
        }
        if (!isPaidFor(order, 0)) {
            refusedForFunds++;
            throw KalshiRefusal.nested(400, "insufficient_balance", "");
        }
        final long counter = liquidity.getOrDefault(order.ticker, 0L);
        final long fills = Math.min(counter, order.initial);
        if (fills > 0 && request.postOnly()) {
            throw KalshiRefusal.nested(400, "post_only_would_cross", "");
        }
        if (request.timeInForce().equals("fill_or_kill") && fills < order.initial) {
            throw KalshiRefusal.nested(409, "fill_or_kill_insufficient_resting_volume", "");
        }
        book.add(order);
        accepted++;
        long fees = 0;
        if (fills > 0) {
            liquidity.put(order.ticker, counter - fills);
            fees = book.fill(order, fills, true, fillId(), clock.millis()).fee();
        }
        if (request.timeInForce().equals("immediate_or_cancel") && order.resting) {
            order.resting = false;
            book.changed(order);
        }
        return new Placed(order.copy(), fills, fees, clock.millis());
    }

    private String fillId() {
        return new UUID(ID_HIGH, ID_LOW + ++ids).toString();
    }

    /** An order of a pot that rests; the shard belongs to its name. */
    private KalshiOrder resting(String id, int subaccount, @Nullable Integer shard) throws KalshiRefusal {
        final KalshiOrder order = book.orders.get(id);
        final boolean isHere = order != null
                && order.pot.subaccount() == subaccount
                && (shard == null ? order.pot.shard() == 0 : shard == -1 || shard == order.pot.shard());
        if (order == null || !isHere || !order.resting) {
            throw KalshiRefusal.nested(404, "not_found", "order not found");
        }
        return order;
    }

    /** Cancels an order of the primary account. Returns what was left of it. */
    public long cancel(String id) throws KalshiRefusal {
        return cancel(id, 0, -1);
    }

    /** Price and count, filled part included, of an order of the primary account change at once or not at all. */
    public void amend(String id, long price, long count) throws KalshiRefusal {
        amend(id, 0, -1, price, count);
    }

    /** Whether {@link #amend(String, long, long)} would be taken now, had so much cash not left the pot. */
    public synchronized boolean wouldAmend(String id, long price, long count, long outflow) {
        final KalshiOrder order = book.orders.get(id);
        final KalshiMarketSpec market = order == null ? null : markets.get(order.ticker);
        return order != null
                && order.resting
                && market != null
                && market.has(price)
                && count > order.filled
                && book.pays(order, price, count - order.filled, outflow);
    }

    /** What was left and is cancelled. */
    synchronized long cancel(String id, int subaccount, @Nullable Integer shard) throws KalshiRefusal {
        final KalshiOrder order = resting(id, subaccount, shard);
        final long reduced = order.remaining();
        order.resting = false;
        order.changedMillis = clock.millis();
        book.changed(order);
        return reduced;
    }

    /** Price and count, filled part included, change at once or not at all. */
    synchronized KalshiOrder amend(String id, int subaccount, @Nullable Integer shard, long price, long count)
            throws KalshiRefusal {
        final KalshiOrder order = resting(id, subaccount, shard);
        final KalshiMarketSpec market = markets.get(order.ticker);
        if (market == null || !market.has(price)) {
            throw KalshiRefusal.nested(400, "invalid_price", "price is not on the market's grid");
        }
        if (count <= order.filled) {
            throw KalshiRefusal.bare("count must be more than what is filled");
        }
        if (!book.pays(order, price, count - order.filled, 0)) {
            refusedForFunds++;
            throw KalshiRefusal.nested(400, "insufficient_balance", "");
        }
        order.price = price;
        order.initial = count;
        order.changedMillis = clock.millis();
        book.changed(order);
        return order.copy();
    }

    /** Someone trades with a resting order: as maker. */
    public synchronized void fill(String id, long count) {
        trade(id, count, false);
    }

    synchronized KalshiBook.Fill trade(String id, long count, boolean taker) {
        final KalshiOrder order = book.orders.get(id);
        if (order == null) {
            throw new IllegalArgumentException("an order must be known to be filled: order=" + id);
        }
        return book.fill(order, count, taker, fillId(), clock.millis());
    }

    /** Pays out a market; its resting orders are cancelled. */
    public synchronized void settle(String ticker, boolean yes) {
        book.settle(ticker, yes, clock.millis());
    }

    /** The venue's names of all resting orders, oldest first. */
    public synchronized List<String> restingOrderIds() {
        return List.copyOf(book.resting.keySet());
    }
}
