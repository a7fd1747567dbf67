package io.tollgate.simulator.kalshi;

import java.util.List;

/**
 * A market to list.
 *
 * @param ticker its name
 * @param shard where its orders draw cash
 * @param ranges price grid
 */
public record KalshiMarketSpec(String ticker, int shard, List<Range> ranges) {

    /**
     * Part of a price grid, in ten-thousandths of a dollar.
     *
     * @param start lowest price
     * @param end highest price
     * @param step between two prices
     */
    public record Range(long start, long end, long step) {}

    /** Keeps a copy. */
    public KalshiMarketSpec {
        ranges = List.copyOf(ranges);
    }

    /** With prices of whole cents. */
    public static KalshiMarketSpec cents(String ticker, int shard) {
        return new KalshiMarketSpec(ticker, shard, List.of(new Range(0, KalshiBook.ONE, 100)));
    }

    boolean has(long price) {
        return price >= 1
                && price < KalshiBook.ONE
                && ranges.stream()
                        .anyMatch(r -> price >= r.start() && price <= r.end() && (price - r.start()) % r.step() == 0);
    }
}
