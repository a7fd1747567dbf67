package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;

/**
 * One change of the cash balance.
 *
 * @param sequence position in the ledger, from 1
 * @param id unique for ever
 * @param type the venue's type
 * @param beforeMicros balance before, micro-dollars
 * @param afterMicros balance after, micro-dollars
 * @param timeMillis milliseconds since the epoch; never falls, often repeats
 * @param symbol the instrument; empty if none
 * @param description for people
 */
public record LedgerEntry(
        long sequence,
        String id,
        LedgerEntryType type,
        long beforeMicros,
        long afterMicros,
        long timeMillis,
        String symbol,
        String description)
        implements VenueEvent {

    /** What the entry added; negative for a debit. */
    public long amountMicros() {
        return afterMicros - beforeMicros;
    }

    /** Whether the venue keeps entries of this type from its clients although they move the balance. */
    public boolean suppressed() {
        return isSuppressed(type);
    }

    /** Whether the venue keeps entries of the type from its clients. */
    public static boolean isSuppressed(LedgerEntryType type) {
        return type != LedgerEntryType.UNRECOGNIZED
                && type.getValueDescriptor().getOptions().getDeprecated();
    }
}
