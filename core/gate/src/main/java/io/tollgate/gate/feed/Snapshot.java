package io.tollgate.gate.feed;

/**
 * A balance as one read reported it. Amounts are in the asset's own unit (10^-scale), rounded down where the venue gives more digits.
 *
 * @param ledger the amount the venue says is in the balance, gross of open orders; {@link
 *     io.tollgate.gate.money.Amounts#UNLIMITED} for an allowance of that or more
 * @param netSpendable what the venue would let us spend (its buying power), net of {@code openOrders}; {@link #UNKNOWN} if the
 *     venue does not say
 * @param openOrders what the venue subtracted for open orders in {@code netSpendable}; 0 if it does not say
 * @param venueTimeNanos the venue's own time of the last change, nanoseconds since the epoch; {@link #NO_TIME} if it gives none
 * @param requestNanos monotonic clock when the request was sent: what BookKeeper stamped before (less the venue's lag) is contained
 * @param arrivalNanos monotonic clock when the answer arrived
 */
public record Snapshot(
        long ledger, long netSpendable, long openOrders, long venueTimeNanos, long requestNanos, long arrivalNanos) {

    /** The venue did not say. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** The venue gave no time-stamp. */
    public static final long NO_TIME = Long.MIN_VALUE;
}
