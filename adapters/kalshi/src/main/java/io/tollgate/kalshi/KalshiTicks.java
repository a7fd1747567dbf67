package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;

/**
 * A market's price grid, from {@code price_ranges} alone: the names of price level structures grow in number and say nothing that the
 * ranges do not. Prices are at {@link KalshiFees#PRICE_SCALE}.
 *
 * <p>Immutable; any thread.
 *
 * @param ranges at least one
 */
public record KalshiTicks(List<Range> ranges) {
    /** What a contract pays. */
    static final long ONE = 10_000;

    private static final int MOST_RANGES = 100;

    /** Whole cents, which are valid on every market. */
    public static final KalshiTicks CENTS = new KalshiTicks(List.of(new Range(0, ONE, 100)));

    /** Whether an order may have a price. */
    public enum Verdict {
        /** It may. */
        ON_GRID,
        /** Not above 0 and below 1. */
        OUT_OF_RANGE,
        /** Between two steps: the venue refuses it. */
        OFF_TICK
    }

    /**
     * Part of a grid: from {@code start} by {@code step} to {@code end}, both included.
     *
     * @param start lowest price
     * @param end highest price
     * @param step 1 or more
     */
    public record Range(long start, long end, long step) {
        /** Checks the order. */
        public Range {
            if (start < 0 || end > ONE || start > end || step < 1) {
                throw new IllegalArgumentException("a price range must go up from 0 to 10000 by steps: start=" + start
                        + " end=" + end + " step=" + step + "; give price_ranges of the market");
            }
        }

        boolean has(long price) {
            return price >= start && price <= end && (price - start) % step == 0;
        }
    }

    /** Keeps a copy. */
    public KalshiTicks {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || ranges.size() > MOST_RANGES) {
            throw new IllegalArgumentException("a price grid must have 1 to " + MOST_RANGES + " ranges: ranges="
                    + ranges.size() + "; give price_ranges of the market");
        }
    }

    /** Judges a price. Does not allocate. */
    public Verdict check(long price) {
        if (price < 1 || price > KalshiFees.MAX_PRICE) {
            return Verdict.OUT_OF_RANGE;
        }
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).has(price)) {
                return Verdict.ON_GRID;
            }
        }
        return Verdict.OFF_TICK;
    }

    /** Reads {@code price_ranges}. */
    static KalshiTicks read(JsonNode market) throws MalformedMessageException {
        final List<Range> ranges = new ArrayList<>();
        for (final JsonNode each : Json.array(market, "price_ranges")) {
            try {
                ranges.add(new Range(price(each, "start"), price(each, "end"), price(each, "step")));
            } catch (IllegalArgumentException e) {
                throw new MalformedMessageException(String.valueOf(e.getMessage()));
            }
        }
        try {
            return new KalshiTicks(ranges);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }

    private static long price(JsonNode range, String name) throws MalformedMessageException {
        final long price = Json.amount(range, name, KalshiFees.PRICE_SCALE);
        if (price != Json.amountUp(range, name, KalshiFees.PRICE_SCALE)) {
            throw new MalformedMessageException(
                    name
                            + " of a price range must have at most 4 decimals: it has more, so this version cannot price the market");
        }
        return price;
    }
}
