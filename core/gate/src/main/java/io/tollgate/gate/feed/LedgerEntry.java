package io.tollgate.gate.feed;

/**
 * One change of a balance, as the venue's ledger tells it. Amounts are in the asset's own unit (10^-scale), exact.
 *
 * @param id the venue's id of the entry; unique in the account
 * @param kind what the gate may conclude from it
 * @param venueType the venue's own number for the type, for the journal
 * @param beforeBalance balance before, as the venue says; need not chain with the entry before it
 * @param afterBalance balance after: absolute and authoritative
 * @param updateTimeNanos venue's time of the change, nanoseconds since the epoch; several entries may share it
 * @param instrument the instrument it belongs to, or empty
 */
public record LedgerEntry(
        String id,
        Kind kind,
        int venueType,
        long beforeBalance,
        long afterBalance,
        long updateTimeNanos,
        String instrument) {

    /** What the gate may conclude from an entry. */
    public enum Kind {
        /** Principal of a fill, with or without its fee: clears cash in transit. */
        EXECUTION,
        /** Fee of a fill: clears cash in transit. */
        COMMISSION,
        /** Anything else: changes the ledger and clears nothing. */
        OTHER
    }

    /** Change of the balance, negative for a debit. */
    public long change() {
        return Math.subtractExact(afterBalance, beforeBalance);
    }
}
