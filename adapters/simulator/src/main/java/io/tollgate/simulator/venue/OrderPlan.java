package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated market will do with one order.
 *
 * @param rejection why it is rejected whatever the funds; null if it is not
 * @param fills fills in order
 * @param cancelAfterMicros the venue cancels what is left this long after the last fill; negative: it never does
 */
public record OrderPlan(@Nullable Rejection rejection, List<PlannedFill> fills, long cancelAfterMicros) {

    /** The order rests for ever. */
    public static final OrderPlan REST = new OrderPlan(null, List.of(), -1);

    /** A rejection that has nothing to do with funds. */
    public record Rejection(OrdRejectReason reason, String text) {}

    /**
     * One fill.
     *
     * @param afterMicros delay from the step before
     * @param quantity at most this much; less if less is left
     * @param betterTicks price improvement in ticks
     * @param maker as a maker: a rebate instead of a fee
     * @param separateCommission the fee becomes a ledger entry of its own
     */
    public record PlannedFill(
            long afterMicros, long quantity, int betterTicks, boolean maker, boolean separateCommission) {}
}
