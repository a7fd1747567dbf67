package io.tollgate.simulator;

import java.util.Map;

/**
 * What is true at the venue at one moment, whatever its feeds say. Amounts are micro-dollars.
 *
 * @param balanceMicros cash
 * @param openRequirementMicros what open orders keep from being spent, in the worst case
 * @param marginMicros margin on short positions
 * @param buyingPowerMicros cash less open requirement less margin
 * @param initialBalanceMicros cash at the very beginning
 * @param entriesSumMicros the sum of all ledger entries, those the venue hides included: initial + sum = balance
 * @param entries number of ledger entries, hidden ones included
 * @param lastEntryId id of the last entry that clients can see; empty if there is none
 * @param orderSequence sequence of the last event of the order stream
 * @param pendingOrders orders not yet accepted or rejected
 * @param openOrders orders that work
 * @param positions contracts by symbol, in quantity units, negative if short
 * @param counts what has happened since the truth began
 */
public record VenueTruth(
        long balanceMicros,
        long openRequirementMicros,
        long marginMicros,
        long buyingPowerMicros,
        long initialBalanceMicros,
        long entriesSumMicros,
        long entries,
        String lastEntryId,
        long orderSequence,
        long pendingOrders,
        long openOrders,
        Map<String, Long> positions,
        Counts counts) {

    /** Keeps a copy of the positions. */
    public VenueTruth {
        positions = Map.copyOf(positions);
    }

    /**
     * What has happened since the truth began.
     *
     * @param inserted orders given an id
     * @param accepted orders accepted
     * @param rejectedForFunds orders rejected for lack of funds
     * @param rejectedOtherwise orders rejected for another reason
     * @param fills fills, partial ones included; busts are not taken back
     * @param partialFills fills that left something of the order open
     * @param cancels orders cancelled, by request or not
     * @param unsolicitedCancels orders cancelled by the venue itself
     * @param replaces replaces accepted
     * @param replacesRefusedForFunds replaces refused for lack of funds
     * @param requestsRefused cancels and replaces refused otherwise
     * @param busts trades undone
     * @param deposits deposits booked
     * @param withdrawals withdrawals paid
     * @param withdrawalsRefused withdrawals refused since the simulator started
     * @param suppressedEntries entries no client ever sees
     */
    public record Counts(
            long inserted,
            long accepted,
            long rejectedForFunds,
            long rejectedOtherwise,
            long fills,
            long partialFills,
            long cancels,
            long unsolicitedCancels,
            long replaces,
            long replacesRefusedForFunds,
            long requestsRefused,
            long busts,
            long deposits,
            long withdrawals,
            long withdrawalsRefused,
            long suppressedEntries) {}
}
