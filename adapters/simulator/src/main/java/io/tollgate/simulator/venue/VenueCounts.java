package io.tollgate.simulator.venue;

/** What has happened since the truth began. Owned by the venue's thread. */
public final class VenueCounts {
    /** Orders that were given an id. */
    public long inserted;
    /** Orders accepted. */
    public long accepted;
    /** Orders rejected for lack of funds. */
    public long rejectedForFunds;
    /** Orders rejected for another reason. */
    public long rejectedOtherwise;
    /** Fills, partial ones included, busts not taken back. */
    public long fills;
    /** Fills that left something of the order open. */
    public long partialFills;
    /** Orders cancelled, by request or not. */
    public long cancels;
    /** Cancels by the venue itself. */
    public long unsolicitedCancels;
    /** Replaces accepted. */
    public long replaces;
    /** Replaces refused for lack of funds. */
    public long replacesRefusedForFunds;
    /** Cancels and replaces refused otherwise. */
    public long requestsRefused;
    /** Trades busted. */
    public long busts;
    /** Deposits booked. */
    public long deposits;
    /** Withdrawals paid. */
    public long withdrawals;
    /** Withdrawals refused (since the simulator started). */
    public long withdrawalsRefused;
    /** Entries that no client ever sees. */
    public long suppressedEntries;
}
