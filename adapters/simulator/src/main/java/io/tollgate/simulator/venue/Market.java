package io.tollgate.simulator.venue;

/** Decides an order's fate. Called by the venue's thread; must depend on its arguments only if runs are to be repeatable. */
public interface Market {
    /** How long the venue takes to look at a request, in microseconds. */
    long acknowledgeMicros(String clordId);

    /**
     * What will become of an order, or of a replaced order.
     *
     * @param clordId the client's id of the order or of the replace
     * @param leavesQuantity what is to be filled, in quantity units
     * @param postOnly whether the order must not take
     */
    OrderPlan plan(String clordId, long leavesQuantity, boolean postOnly);
}
