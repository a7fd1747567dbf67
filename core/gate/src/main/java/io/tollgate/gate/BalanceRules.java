package io.tollgate.gate;

/**
 * How money data about a balance is believed. Times are nanoseconds of the monotonic clock.
 *
 * @param staleAfterNanos the balance is STALE this long after the last money data
 * @param heartbeatVouchNanos how long heartbeats alone may stand in for money data
 * @param venueLagNanos how old a snapshot without a time-stamp may be when it is answered
 * @param visibleAfterNanos a read asked for this long after a fact was taken contains it
 * @param streamGraceNanos how long a snapshot that is newer than the stream is kept to be compared
 * @param driftTolerance a disagreement up to this amount is carried without RECONCILING
 * @param soleTrader nobody else trades this account: an execution debit that comes before its fill is kept for it
 * @param netting what the venue's own figure of spendable money says about open orders
 */
public record BalanceRules(
        long staleAfterNanos,
        long heartbeatVouchNanos,
        long venueLagNanos,
        long visibleAfterNanos,
        long streamGraceNanos,
        long driftTolerance,
        boolean soleTrader,
        Netting netting) {

    /** What the venue's own figure of spendable money says about open orders. */
    public enum Netting {
        /** It is not used: only the ledger is. */
        IGNORED,
        /** All orders of the account are ours, and the venue sums them in {@code openOrders}. */
        ALL_OURS,
        /** Others may trade the account, or it is not known how the venue sums: the careful reading. */
        SHARED
    }

    /** Careful defaults: 10 s stale, 60 s heartbeats, 1 s lag and visibility, 500 ms grace, no tolerance, shared account. */
    public static final BalanceRules CAREFUL = new BalanceRules(
            10_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000_000L, 500_000_000L, 0, false, Netting.SHARED);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    public BalanceRules {
        range("staleAfterNanos", staleAfterNanos, 1_000_000, 3_600_000_000_000L);
        range("heartbeatVouchNanos", heartbeatVouchNanos, 0, 3_600_000_000_000L);
        range("venueLagNanos", venueLagNanos, 0, 60_000_000_000L);
        range("visibleAfterNanos", visibleAfterNanos, 0, 3_600_000_000_000L);
        range("streamGraceNanos", streamGraceNanos, 0, 60_000_000_000L);
        range("driftTolerance", driftTolerance, 0, Long.MAX_VALUE >> 2);
    }

    private static void range(String name, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    name + " must be from " + low + " to " + high + ": " + name + "=" + value);
        }
    }

    /** With another stale time. */
    public BalanceRules withStaleAfterNanos(long nanos) {
        return new BalanceRules(
                nanos,
                heartbeatVouchNanos,
                venueLagNanos,
                visibleAfterNanos,
                streamGraceNanos,
                driftTolerance,
                soleTrader,
                netting);
    }

    /** With another time for which heartbeats vouch. */
    public BalanceRules withHeartbeatVouchNanos(long nanos) {
        return new BalanceRules(
                staleAfterNanos,
                nanos,
                venueLagNanos,
                visibleAfterNanos,
                streamGraceNanos,
                driftTolerance,
                soleTrader,
                netting);
    }

    /** With another lag of snapshots. */
    public BalanceRules withVenueLagNanos(long nanos) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                nanos,
                visibleAfterNanos,
                streamGraceNanos,
                driftTolerance,
                soleTrader,
                netting);
    }

    /** With another visibility rule. */
    public BalanceRules withVisibleAfterNanos(long nanos) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                venueLagNanos,
                nanos,
                streamGraceNanos,
                driftTolerance,
                soleTrader,
                netting);
    }

    /** With another grace for the stream. */
    public BalanceRules withStreamGraceNanos(long nanos) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                venueLagNanos,
                visibleAfterNanos,
                nanos,
                driftTolerance,
                soleTrader,
                netting);
    }

    /** With another tolerance. */
    public BalanceRules withDriftTolerance(long amount) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                venueLagNanos,
                visibleAfterNanos,
                streamGraceNanos,
                amount,
                soleTrader,
                netting);
    }

    /** With another reading of the venue's own figure of spendable money. */
    public BalanceRules withNetting(Netting venueNetting) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                venueLagNanos,
                visibleAfterNanos,
                streamGraceNanos,
                driftTolerance,
                soleTrader,
                venueNetting);
    }

    /** Says that nobody else trades the account and how the venue sums open orders. */
    public BalanceRules soleTrader(Netting venueNetting) {
        return new BalanceRules(
                staleAfterNanos,
                heartbeatVouchNanos,
                venueLagNanos,
                visibleAfterNanos,
                streamGraceNanos,
                driftTolerance,
                true,
                venueNetting);
    }
}
