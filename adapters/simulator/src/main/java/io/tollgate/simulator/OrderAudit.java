package io.tollgate.simulator;

/**
 * One order as the venue has it, for an audit.
 *
 * @param orderId the venue's id
 * @param clordId the client's id, after the last replace
 * @param firstClordId the client's id when the order arrived
 * @param symbol the instrument
 * @param side {@code BUY} or {@code SELL}
 * @param state the contract's name without its prefix, such as {@code FILLED}
 * @param price limit in price units
 * @param quantity total in quantity units
 * @param cumQuantity filled and not busted
 * @param leavesQuantity still working
 * @param requirementMicros the worst case that is still open, before what a position covers
 * @param feesMicros fees charged over all fills not busted, rebates subtracted
 * @param fills number of fills, busted ones included
 * @param refusedForFunds whether the venue rejected it for lack of funds
 */
public record OrderAudit(
        String orderId,
        String clordId,
        String firstClordId,
        String symbol,
        String side,
        String state,
        long price,
        long quantity,
        long cumQuantity,
        long leavesQuantity,
        long requirementMicros,
        long feesMicros,
        int fills,
        boolean refusedForFunds) {}
