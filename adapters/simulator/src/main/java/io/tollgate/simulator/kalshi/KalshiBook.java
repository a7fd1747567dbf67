package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The venue's true state and its rule of acceptance. Guarded by the venue's lock.
 *
 * <p>The rule: what all resting orders of a pot need, the new one included, may not exceed the pot's cash. An order needs, for each contract
 * that does not close a position of its own market, the price (a bid) or a dollar less the price (an ask), and the taker's fee, together
 * rounded up to the precision of the balance. Of the orders of one side, the oldest close first. An order that adds nothing to what is
 * needed is always accepted.
 */
final class KalshiBook {
    static final long ONE = 10_000;
    private static final BigInteger FEE_DIVISOR = BigInteger.TEN.pow(10);
    private static final long CENT = 10_000;

    final Map<Pot, Long> cash = new LinkedHashMap<>();
    final Map<Pot, Map<String, Long>> positions = new HashMap<>();
    final Map<String, KalshiOrder> orders = new LinkedHashMap<>();
    final List<Fill> fills = new ArrayList<>();
    private final Terms terms;

    KalshiBook(Terms terms) {
        this.terms = terms;
    }

    /**
     * Rates and rounding.
     *
     * @param takerRateMillionths of {@code count × p × (1 − p)}
     * @param makerRateMillionths likewise
     * @param balanceStepMicros precision of balances
     */
    record Terms(long takerRateMillionths, long makerRateMillionths, long balanceStepMicros) {}

    /** A fill. */
    record Fill(String id, KalshiOrder order, long count, long price, boolean taker, long fee, long millis) {}

    KalshiBook copy() {
        final KalshiBook copy = new KalshiBook(terms);
        copy.cash.putAll(cash);
        positions.forEach((pot, each) -> copy.positions.put(pot, new HashMap<>(each)));
        orders.forEach((id, order) -> copy.orders.put(id, order.copy()));
        copy.fills.addAll(fills);
        return copy;
    }

    long position(Pot pot, String ticker) {
        return positions.getOrDefault(pot, Map.of()).getOrDefault(ticker, 0L);
    }

    /** Rounded up to a micro-dollar. */
    long fee(long price, long count, boolean taker) {
        final BigInteger product = BigInteger.valueOf(taker ? terms.takerRateMillionths() : terms.makerRateMillionths())
                .multiply(BigInteger.valueOf(count))
                .multiply(BigInteger.valueOf(price))
                .multiply(BigInteger.valueOf(ONE - price));
        final BigInteger[] parts = product.divideAndRemainder(FEE_DIVISOR);
        return parts[0].add(parts[1].signum() > 0 ? BigInteger.ONE : BigInteger.ZERO)
                .longValueExact();
    }

    /** What the pot's resting orders need. */
    long committed(Pot pot) {
        final Map<String, Long> closable = new HashMap<>();
        long sum = 0;
        for (final KalshiOrder order : orders.values()) {
            if (order.resting && order.pot.equals(pot)) {
                final long position = position(pot, order.ticker);
                final String side = (order.bid ? "bid " : "ask ") + order.ticker;
                final long left = closable.computeIfAbsent(side, key -> Math.max(0, order.bid ? -position : position));
                final long closes = Math.min(left, order.remaining());
                closable.put(side, left - closes);
                sum = Math.addExact(sum, need(order, order.remaining() - closes));
            }
        }
        return sum;
    }

    private long need(KalshiOrder order, long opens) {
        if (opens == 0) {
            return 0;
        }
        final long exact = Math.addExact(Math.multiplyExact(order.unit(), opens), fee(order.price, opens, true));
        return -floor(-exact);
    }

    private long floor(long micros) {
        return Math.multiplyExact(Math.floorDiv(micros, terms.balanceStepMicros()), terms.balanceStepMicros());
    }

    /** Whether the pot pays for what has changed since it needed so much. */
    boolean pays(Pot pot, long committedBefore) {
        final long committed = committed(pot);
        return committed <= committedBefore || committed <= cash.getOrDefault(pot, 0L);
    }

    /** Executes part of an order at its price. */
    Fill fill(KalshiOrder order, long count, boolean taker, String fillId, long millis) {
        if (count < 1 || count > order.remaining()) {
            throw new IllegalArgumentException("a fill must be 0.01 contracts to what remains: count=" + count
                    + " remaining=" + order.remaining() + " order=" + order.id);
        }
        final long position = position(order.pot, order.ticker);
        final long closes = Math.min(count, Math.max(0, order.bid ? -position : position));
        final long revenue = Math.subtractExact(
                Math.multiplyExact(closes, ONE - order.unit()), Math.multiplyExact(count - closes, order.unit()));
        final long fee = fee(order.price, count, taker);
        final long exact = revenue - fee;
        long change = floor(exact);
        order.shaved += exact - change;
        if (order.shaved > CENT) {
            order.shaved -= CENT;
            change += CENT;
        }
        cash.merge(order.pot, change, Math::addExact);
        positions
                .computeIfAbsent(order.pot, key -> new HashMap<>())
                .put(order.ticker, position + (order.bid ? count : -count));
        order.filled += count;
        order.changedMillis = millis;
        if (taker) {
            order.takerFees += fee;
            order.takerCost += order.unit() * count;
        } else {
            order.makerFees += fee;
            order.makerCost += order.unit() * count;
        }
        if (order.filled == order.initial) {
            order.resting = false;
        }
        final Fill fill = new Fill(fillId, order, count, order.price, taker, fee, millis);
        fills.add(fill);
        return fill;
    }

    /** Pays a dollar for each contract of the outcome that won, and ends the market's orders. */
    void settle(String ticker, boolean yes, long millis) {
        for (final KalshiOrder order : orders.values()) {
            if (order.ticker.equals(ticker) && order.resting) {
                order.resting = false;
                order.changedMillis = millis;
            }
        }
        positions.forEach((pot, each) -> {
            final Long position = each.remove(ticker);
            if (position != null && (position > 0) == yes) {
                cash.merge(pot, Math.multiplyExact(Math.abs(position), ONE), Math::addExact);
            }
        });
    }
}
