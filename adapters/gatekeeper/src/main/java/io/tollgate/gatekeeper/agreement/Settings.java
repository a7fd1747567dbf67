package io.tollgate.gatekeeper.agreement;

/**
 * How the flow is. Times are means of exponential distributions, in nanoseconds.
 *
 * @param orders decisions to judge
 * @param seed of everything random
 * @param betweenBursts from one burst of orders to the next
 * @param burst mean number of orders in a burst
 * @param withinBurst from one order of a burst to the next
 * @param lifetime of an order that rests
 * @param pollPeriod between reads, as the adapters do it by default
 * @param leastBetweenReads when the gate asks for one
 * @param betweenOthers from one deed of the other client to the next
 * @param betweenTransfers from one look at the account to the next: what is missing is deposited, what is too much is withdrawn
 * @param betweenSettlements from the end of one market to that of the next
 * @param fillPermille of resting orders are filled, whole or in parts
 * @param amendPermille are amended on the way
 * @param takerPermille take at once what there is, and rest no longer
 */
record Settings(
        long orders,
        long seed,
        long betweenBursts,
        int burst,
        long withinBurst,
        long lifetime,
        long pollPeriod,
        long leastBetweenReads,
        long betweenOthers,
        long betweenTransfers,
        long betweenSettlements,
        int fillPermille,
        int amendPermille,
        int takerPermille) {

    /** As documented. */
    static Settings of(long orders, long seed) {
        return new Settings(
                orders,
                seed,
                10 * Delays.SECOND,
                10,
                5 * Delays.MILLI,
                20 * Delays.SECOND,
                2 * Delays.SECOND,
                100 * Delays.MILLI,
                180 * Delays.SECOND,
                1_800 * Delays.SECOND,
                900 * Delays.SECOND,
                40,
                80,
                10);
    }
}
