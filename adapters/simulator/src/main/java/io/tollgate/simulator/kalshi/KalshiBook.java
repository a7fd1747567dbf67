package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    private static final long FEE_DIVISOR = 10_000_000_000L;
    private static final long CENT = 10_000;
    private static final int HISTORY = 100_000;

    final Map<Pot, Long> cash = new LinkedHashMap<>();
    final Map<Pot, Map<String, Long>> positions = new HashMap<>();
    /** All that rest, and the newest of the others. */
    final Map<String, KalshiOrder> orders = new LinkedHashMap<>();
    /** By id, oldest first. */
    final Map<String, KalshiOrder> resting = new LinkedHashMap<>();
    /** The newest. */
    final Deque<Fill> fills = new ArrayDeque<>();

    private final Terms terms;
    private final int history;
    private final Map<String, String> byClientId = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private final KalshiSides sides = new KalshiSides(this);

    KalshiBook(Terms terms) {
        this(terms, HISTORY);
    }

    /** @param history orders that do not rest, and fills, that are still told */
    KalshiBook(Terms terms, int history) {
        this.terms = terms;
        this.history = history;
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
        final KalshiBook copy = new KalshiBook(terms, history);
        copy.cash.putAll(cash);
        positions.forEach((pot, each) -> copy.positions.put(pot, new HashMap<>(each)));
        orders.values().forEach(order -> copy.add(order.copy()));
        copy.fills.addAll(fills);
        return copy;
    }

    @Nullable
    KalshiOrder byClientId(String clientId) {
        final String id = byClientId.get(clientId);
        return id == null ? null : orders.get(id);
    }

    void add(KalshiOrder order) {
        orders.put(order.id, order);
        if (!order.clientId.isEmpty()) {
            byClientId.put(order.clientId, order.id);
        }
        changed(order);
    }

    /** Its terms are others, or it does not rest any more. */
    void changed(KalshiOrder order) {
        sides.changed(order);
        if (order.resting) {
            resting.put(order.id, order);
        } else {
            resting.remove(order.id);
            ended.add(order.id);
            if (ended.size() > history) {
                final KalshiOrder oldest = orders.remove(ended.remove());
                if (oldest != null) {
                    byClientId.remove(oldest.clientId);
                }
            }
        }
    }

    long position(Pot pot, String ticker) {
        return positions.getOrDefault(pot, Map.of()).getOrDefault(ticker, 0L);
    }

    /** Rounded up to a micro-dollar. */
    long fee(long price, long count, boolean taker) {
        final long ofOne = (taker ? terms.takerRateMillionths() : terms.makerRateMillionths()) * price * (ONE - price);
        if (count <= Long.MAX_VALUE / Math.max(1, ofOne)) {
            return -Math.floorDiv(-ofOne * count, FEE_DIVISOR);
        }
        final BigInteger[] parts = BigInteger.valueOf(ofOne)
                .multiply(BigInteger.valueOf(count))
                .divideAndRemainder(BigInteger.valueOf(FEE_DIVISOR));
        return parts[0].add(parts[1].signum() > 0 ? BigInteger.ONE : BigInteger.ZERO)
                .longValueExact();
    }

    /** What the pot's resting orders need. */
    long committed(Pot pot) {
        return sides.need(pot);
    }

    /** What contracts that close nothing need: their cost and the taker's fee, rounded up to the balance's precision. */
    long need(boolean bid, long price, long opens) {
        if (opens == 0) {
            return 0;
        }
        final long exact =
                Math.addExact(Math.multiplyExact(KalshiOrder.unit(bid, price), opens), fee(price, opens, true));
        return -floor(-exact);
    }

    private long floor(long micros) {
        return Math.multiplyExact(Math.floorDiv(micros, terms.balanceStepMicros()), terms.balanceStepMicros());
    }

    /**
     * The rule: whether the pot pays for a new or a resting order on these terms, had so much cash not left it.
     *
     * @param outflow what withdrawals and fills took
     */
    boolean pays(KalshiOrder order, long price, long remaining, long outflow) {
        final long committed = sides.needWith(order, new KalshiSides.Terms(price, remaining));
        return committed <= committed(order.pot)
                || committed <= Math.addExact(cash.getOrDefault(order.pot, 0L), outflow);
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
        final long after = position + (order.bid ? count : -count);
        final Map<String, Long> each = positions.computeIfAbsent(order.pot, key -> new HashMap<>());
        if (after == 0) {
            each.remove(order.ticker);
        } else {
            each.put(order.ticker, after);
        }
        order.filled += count;
        order.changedMillis = millis;
        if (taker) {
            order.takerFees += fee;
            order.takerCost += order.unit() * count;
        } else {
            order.makerFees += fee;
            order.makerCost += order.unit() * count;
        }
        order.resting = order.filled < order.initial;
        changed(order);
        sides.moved(order.pot, order.ticker);
        final Fill fill = new Fill(fillId, order, count, order.price, taker, fee, millis);
        fills.add(fill);
        if (fills.size() > history) {
            fills.remove();
        }
        return fill;
    }

    /** Pays a dollar for each contract of the outcome that won, and ends the market's orders. */
    void settle(String ticker, boolean yes, long millis) {
        for (final KalshiOrder order : List.copyOf(resting.values())) {
            if (order.ticker.equals(ticker)) {
                order.resting = false;
                order.changedMillis = millis;
                changed(order);
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
