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

/** The venue's truth behind one lock, and what its reads show of it: the same, or an older state while reads are held. */
final class KalshiVenue {
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

    /** An order as it is asked for. */
    record Request(
            String ticker,
            String clientId,
            boolean bid,
            long price,
            long count,
            String timeInForce,
            boolean postOnly,
            int subaccount,
            @Nullable Integer shard) {}

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

    synchronized void list(KalshiMarketSpec market) {
        markets.put(market.ticker(), market);
    }

    synchronized @Nullable KalshiMarketSpec market(String ticker) {
        return markets.get(ticker);
    }

    synchronized void setCash(Pot pot, long micros) {
        book.cash.put(pot, micros);
    }

    synchronized void addCash(Pot pot, long micros) {
        book.cash.merge(pot, micros, Math::addExact);
    }

    /** So many contracts of a market's next orders find someone to trade with at once. */
    synchronized void setLiquidity(String ticker, long count) {
        liquidity.put(ticker, count);
    }

    synchronized long acceptedOrders() {
        return accepted;
    }

    synchronized long refusedForFunds() {
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

    private KalshiOrder made(Request request, KalshiMarketSpec market) {
        return new KalshiOrder(
                new UUID(ID_HIGH, ID_LOW + ++ids).toString(),
                request.clientId(),
                new Pot(request.subaccount(), market.shard()),
                request.ticker(),
                request.bid(),
                request.price(),
                request.count(),
                clock.millis());
    }

    /** Whether the venue would take an order now, by its own rule; nothing is placed. */
    synchronized boolean wouldAccept(Request request) {
        try {
            final KalshiOrder order = made(request, checked(request));
            return book.cash.containsKey(order.pot) && isPaidFor(order);
        } catch (KalshiRefusal refusal) {
            return false;
        }
    }

    private boolean isPaidFor(KalshiOrder order) {
        final long before = book.committed(order.pot);
        book.orders.put(order.id, order);
        final boolean pays = book.pays(order.pot, before);
        book.orders.remove(order.id);
        return pays;
    }

    synchronized Placed place(Request request) throws KalshiRefusal {
        final KalshiMarketSpec market = checked(request);
        final KalshiOrder order = made(request, market);
        if (!book.cash.containsKey(order.pot)) {
            refusedForFunds++;
            throw KalshiRefusal.nested(404, "user_not_found", "no balance on this exchange index");
        }
        if (!request.clientId().isEmpty()
                && book.orders.values().stream().anyMatch(other -> other.clientId.equals(request.clientId()))) {
            throw KalshiRefusal.nested(409, "order_already_exists", "");
        }
        if (!isPaidFor(order)) {
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
        book.orders.put(order.id, order);
        accepted++;
        long fees = 0;
        if (fills > 0) {
            liquidity.put(order.ticker, counter - fills);
            fees = book.fill(order, fills, true, fillId(), clock.millis()).fee();
        }
        if (request.timeInForce().equals("immediate_or_cancel")) {
            order.resting = false;
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

    /** What was left and is cancelled. */
    synchronized long cancel(String id, int subaccount, @Nullable Integer shard) throws KalshiRefusal {
        final KalshiOrder order = resting(id, subaccount, shard);
        final long reduced = order.remaining();
        order.resting = false;
        order.changedMillis = clock.millis();
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
        final long before = book.committed(order.pot);
        final long oldPrice = order.price;
        final long oldCount = order.initial;
        order.price = price;
        order.initial = count;
        if (!book.pays(order.pot, before)) {
            order.price = oldPrice;
            order.initial = oldCount;
            refusedForFunds++;
            throw KalshiRefusal.nested(400, "insufficient_balance", "");
        }
        order.changedMillis = clock.millis();
        return order.copy();
    }

    /** Someone trades with a resting order: as maker. */
    synchronized void fill(String id, long count) {
        final KalshiOrder order = book.orders.get(id);
        if (order == null) {
            throw new IllegalArgumentException("an order must be known to be filled: order=" + id);
        }
        book.fill(order, count, false, fillId(), clock.millis());
    }

    synchronized void settle(String ticker, boolean yes) {
        book.settle(ticker, yes, clock.millis());
    }

    synchronized List<String> restingOrderIds() {
        return book.orders.values().stream()
                .filter(order -> order.resting)
                .map(order -> order.id)
                .toList();
    }
}
