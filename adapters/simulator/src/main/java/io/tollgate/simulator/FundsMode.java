package io.tollgate.simulator;

/** What the venue sums open orders over when it asks whether an order can be paid. */
public enum FundsMode {
    /** All open orders of the account share its cash: the careful reading of the venue's {@code buyingPower} formula. */
    ACCOUNT,
    /**
     * Only the worse side of the same instrument counts, as the venue's collateral page describes: $10 buy $10 worth of orders on A and
     * on B. A fill elsewhere then cancels resting orders that are no longer funded.
     */
    INSTRUMENT
}
