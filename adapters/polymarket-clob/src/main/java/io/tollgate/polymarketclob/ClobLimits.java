package io.tollgate.polymarketclob;

import io.tollgate.rest.RequestBudget;

/**
 * The venue's limits of requests for reads, by IP address: defaults of 2026-08, from the page "Rate limits" of its documentation. Balances
 * 200 and updates 50 in 10 s, orders and trades 500 in 10 s each.
 *
 * <p>One bucket keeps to all of them: a token each 50 ms, of which an update takes four and every other request one. All feeds that leave
 * the machine by one address share it.
 */
public final class ClobLimits {
    /** Reads of a balance in 10 s. */
    public static final int BALANCE_READS_IN_10_S = 200;
    /** An update counts for so many reads. */
    public static final int UPDATE_TOKENS = 4;
    /** Requests at once; the venue counts over 10 s, so this leaves it room. */
    public static final int BURST = 40;

    private static final long NANOS_PER_TOKEN = 10_000_000_000L / BALANCE_READS_IN_10_S;

    private ClobLimits() {}

    /**
     * A full budget with the defaults.
     *
     * @param nowNanos monotonic clock
     */
    public static RequestBudget budget(long nowNanos) {
        // what is left of the window after a burst refills slower than the venue allows
        return new RequestBudget(
                BURST, NANOS_PER_TOKEN * BALANCE_READS_IN_10_S / (BALANCE_READS_IN_10_S - BURST), nowNanos);
    }
}
