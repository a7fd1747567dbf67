package io.tollgate.kalshi;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.rest.MalformedMessageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What resting orders need of the cash: a bid its price, an ask one dollar less its price, for each contract that does not close a position
 * of the same market. Contracts of other markets, even of one event, net nothing: the venue does so only if asked, and then differently.
 *
 * <p>Immutable; any thread.
 */
final class Commitments {
    private final CostRule bid;
    private final CostRule ask;
    private final boolean closesDearest;

    /**
     * Rules.
     *
     * @param fee what to count beside the principal
     * @param closesDearest whether positions cover the dearest of a market's orders, so that the sum is the least; else the cheapest
     */
    Commitments(FeeRule fee, boolean closesDearest) {
        this.bid = rule(Side.BUY, fee);
        this.ask = rule(Side.SELL_TO_OPEN, fee);
        this.closesDearest = closesDearest;
    }

    private static CostRule rule(Side side, FeeRule fee) {
        return new CostRule(
                side, KalshiFees.PRICE_SCALE, KalshiFees.COUNT_SCALE, KalshiFees.USD_SCALE, KalshiFees.MAX_PRICE, fee);
    }

    /**
     * The sum.
     *
     * @param positions of each market, at the count's scale, negative for NO; a market that is missing has none
     */
    long sum(Collection<RestingOrder> orders, Map<String, Long> positions) throws MalformedMessageException {
        final Map<String, List<RestingOrder>> bySide = new HashMap<>();
        for (final RestingOrder each : orders) {
            bySide.computeIfAbsent(
                            (each.order().buy() ? "bid " : "ask ")
                                    + each.order().instrument(),
                            key -> new ArrayList<>())
                    .add(each);
        }
        long sum = 0;
        for (final List<RestingOrder> side : bySide.values()) {
            final boolean isBid = side.get(0).order().buy();
            final long position = positions.getOrDefault(side.get(0).order().instrument(), 0L);
            sum = add(sum, side(side, Math.max(0, isBid ? -position : position)));
        }
        return sum;
    }

    private long side(List<RestingOrder> orders, long position) throws MalformedMessageException {
        final Comparator<RestingOrder> cheapestFirst = Comparator.comparingLong(Commitments::unit);
        orders.sort(closesDearest ? cheapestFirst.reversed() : cheapestFirst);
        long closable = position;
        long sum = 0;
        for (final RestingOrder each : orders) {
            final long closes = Math.min(closable, each.remaining());
            closable -= closes;
            if (each.remaining() > closes) {
                final CostRule rule = each.order().buy() ? bid : ask;
                final long cost = rule.cost(each.order().limitPrice(), each.remaining() - closes);
                if (cost < 0) {
                    throw new MalformedMessageException(
                            "a resting order must have a price of 0.0001 to 0.9999 and a sum below 2^61: price="
                                    + each.order().limitPrice() + " ten-thousandths, remaining=" + each.remaining()
                                    + " hundredths");
                }
                sum = add(sum, cost);
            }
        }
        return sum;
    }

    private static long unit(RestingOrder each) {
        return each.order().buy() ? each.order().limitPrice() : -each.order().limitPrice();
    }

    private static long add(long a, long b) throws MalformedMessageException {
        final long sum = a + b;
        if (sum < 0 || sum >= 1L << 61) {
            throw new MalformedMessageException(
                    "resting orders must need less than 2^61 micro-dollars: they need more");
        }
        return sum;
    }
}
