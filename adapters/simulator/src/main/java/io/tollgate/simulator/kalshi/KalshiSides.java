package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resting orders by pot, market and side, and what they need, summed as it changes: an order is judged by the others of its own side of its
 * market, however many there are elsewhere. Guarded by the venue's lock.
 */
final class KalshiSides {
    /** Orders that close the same position, in the order in which they do. */
    private record Side(Pot pot, String ticker, boolean bid) {
        static Side of(KalshiOrder order) {
            return new Side(order.pot, order.ticker, order.bid);
        }
    }

    private static final class Orders {
        private final Map<String, KalshiOrder> resting = new LinkedHashMap<>();
        private long need;
    }

    /** What an order would be. */
    record Terms(long price, long remaining) {}

    private final KalshiBook book;
    private final Map<Side, Orders> sides = new HashMap<>();
    private final Map<Pot, Long> needs = new HashMap<>();

    KalshiSides(KalshiBook book) {
        this.book = book;
    }

    /** What the pot's resting orders need. */
    long need(Pot pot) {
        return needs.getOrDefault(pot, 0L);
    }

    /** What they would need with this order, which may be one of them, on these terms. */
    long needWith(KalshiOrder order, Terms terms) {
        final Side side = Side.of(order);
        final Orders orders = sides.get(side);
        return Math.addExact(need(order.pot) - (orders == null ? 0 : orders.need), needOf(side, orders, order, terms));
    }

    /** A resting order is new, has other terms, or does not rest any more. */
    void changed(KalshiOrder order) {
        final Side side = Side.of(order);
        final Orders orders = sides.computeIfAbsent(side, unused -> new Orders());
        if (order.resting) {
            orders.resting.put(order.id, order);
        } else {
            orders.resting.remove(order.id);
        }
        sum(side, orders);
    }

    /** A position is another one: other orders close it. */
    void moved(Pot pot, String ticker) {
        for (final boolean bid : new boolean[] {true, false}) {
            final Side side = new Side(pot, ticker, bid);
            final Orders orders = sides.get(side);
            if (orders != null) {
                sum(side, orders);
            }
        }
    }

    private void sum(Side side, Orders orders) {
        final long need = needOf(side, orders, null, null);
        needs.merge(side.pot(), need - orders.need, Math::addExact);
        orders.need = need;
        if (orders.resting.isEmpty()) {
            sides.remove(side);
        }
    }

    private long needOf(Side side, @Nullable Orders orders, @Nullable KalshiOrder changed, @Nullable Terms terms) {
        final long position = book.position(side.pot(), side.ticker());
        long left = Math.max(0, side.bid() ? -position : position);
        long sum = 0;
        boolean isNew = changed != null;
        if (orders != null) {
            for (final KalshiOrder order : orders.resting.values()) {
                final boolean is = order == changed;
                isNew &= !is;
                final long price = is && terms != null ? terms.price() : order.price;
                final long remaining = is && terms != null ? terms.remaining() : order.remaining();
                final long closes = Math.min(left, remaining);
                left -= closes;
                sum = Math.addExact(sum, book.need(side.bid(), price, remaining - closes));
            }
        }
        if (isNew && terms != null) {
            sum = Math.addExact(
                    sum, book.need(side.bid(), terms.price(), terms.remaining() - Math.min(left, terms.remaining())));
        }
        return sum;
    }
}
