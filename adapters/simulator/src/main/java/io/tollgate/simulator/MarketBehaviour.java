package io.tollgate.simulator;

import java.util.Arrays;
import java.util.Map;

/**
 * How the simulated market treats orders: shares in per mille, drawn for each order from a generator seeded by the run's seed and the
 * order's client id, so that the same order meets the same fate whatever else is going on.
 *
 * <p>Each order is first rejected, filled at once, filled in parts or left to rest ({@code rejected + filledAtOnce + filledInParts} is
 * at most 1000, the rest rests). Then the other shares apply.
 *
 * @param rejected orders rejected for a reason other than funds
 * @param filledAtOnce orders filled in full in one fill
 * @param filledInParts orders filled in 2 to 5 fills over time
 * @param partsLeftOpen of those filled in parts: the last part is never filled and rests
 * @param betterPrice fills at a price better than the limit, by 1 to 5 ticks
 * @param makerFills of the orders filled in parts: as a maker, with a rebate instead of a fee
 * @param separateCommission fills whose fee is a ledger entry of its own instead of part of the execution's entry
 * @param unsolicitedCancels resting orders that the venue cancels by itself
 * @param lateRests resting orders that are filled after all, in one fill
 * @param acknowledgeMicros a request is processed this long after it arrived, at most (at least half of it)
 * @param fillMillis delay between fills of an order, at most
 * @param restMillis a resting order meets its late fill or unsolicited cancel after this time, at most
 */
public record MarketBehaviour(
        int rejected,
        int filledAtOnce,
        int filledInParts,
        int partsLeftOpen,
        int betterPrice,
        int makerFills,
        int separateCommission,
        int unsolicitedCancels,
        int lateRests,
        int acknowledgeMicros,
        int fillMillis,
        int restMillis) {

    /** A lively market: everything happens. */
    public static final MarketBehaviour LIVELY =
            new MarketBehaviour(10, 400, 300, 200, 250, 0, 300, 30, 300, 2_000, 20, 2_000);

    /** Every order rests until it is cancelled or filled through {@link VenueControl#fill}. */
    public static final MarketBehaviour ALL_REST = new MarketBehaviour(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Every order is filled at once, in full, at its limit. */
    public static final MarketBehaviour ALL_FILL = new MarketBehaviour(0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int ALL = 1000;
    private static final int MAX_DELAY = 60_000_000;

    /** Checks the ranges. */
    public MarketBehaviour {
        int[] shares = {
            rejected,
            filledAtOnce,
            filledInParts,
            partsLeftOpen,
            betterPrice,
            makerFills,
            separateCommission,
            unsolicitedCancels,
            lateRests
        };
        if (Arrays.stream(shares).anyMatch(share -> share < 0 || share > ALL)
                || rejected + filledAtOnce + filledInParts > ALL
                || unsolicitedCancels + lateRests > ALL) {
            throw new IllegalArgumentException(
                    "shares must be 0 to 1000 per mille, rejected + filledAtOnce + filledInParts and unsolicitedCancels + lateRests"
                            + " at most 1000: shares="
                            + Arrays.toString(shares));
        }
        if (Math.min(acknowledgeMicros, Math.min(fillMillis, restMillis)) < 0
                || Math.max(acknowledgeMicros, Math.max(fillMillis, restMillis)) > MAX_DELAY) {
            throw new IllegalArgumentException("delays must be 0 to " + MAX_DELAY + ": acknowledgeMicros="
                    + acknowledgeMicros + " fillMillis=" + fillMillis + " restMillis=" + restMillis);
        }
    }

    /**
     * This behaviour with some values replaced, by the names of the components: {@code Map.of("rejected", 50)}.
     *
     * @throws IllegalArgumentException if a name is unknown; the message lists the names
     */
    public MarketBehaviour with(Map<String, Integer> changes) {
        String[] names = Arrays.stream(MarketBehaviour.class.getRecordComponents())
                .map(component -> component.getName())
                .toArray(String[]::new);
        int[] values = {
            rejected,
            filledAtOnce,
            filledInParts,
            partsLeftOpen,
            betterPrice,
            makerFills,
            separateCommission,
            unsolicitedCancels,
            lateRests,
            acknowledgeMicros,
            fillMillis,
            restMillis
        };
        changes.forEach((name, value) -> {
            int index = Arrays.asList(names).indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "unknown behaviour: name=" + name + "; known names are " + String.join(", ", names));
            }
            values[index] = value;
        });
        return new MarketBehaviour(
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                values[5],
                values[6],
                values[7],
                values[8],
                values[9],
                values[10],
                values[11]);
    }
}
