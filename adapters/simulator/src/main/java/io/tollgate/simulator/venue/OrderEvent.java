package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.proto.polymarket.v1.OrderState;

/**
 * One step in an order's life, as its owner is told. Quantities and prices are in the instrument's integers.
 *
 * @param sequence position in the order stream, from 1
 * @param order the order; only what never changes may be read from it when the event is reported
 * @param kind what happened
 * @param execId unique for ever; a bust repeats that of its fill
 * @param terms the order's terms and progress after this event
 * @param fill what was filled or busted; {@link Fill#NONE} otherwise
 * @param timeMillis milliseconds since the epoch
 * @param text for people; empty if none
 * @param reason why it was rejected, for {@link Kind#REJECTED}
 * @param requestClordId the client's id of the request that was refused, for {@link Kind#CANCEL_REJECTED} and {@link
 *     Kind#REPLACE_REJECTED}; empty otherwise
 * @param lackOfFunds whether it is a refusal for lack of funds
 */
public record OrderEvent(
        long sequence,
        Order order,
        Kind kind,
        String execId,
        Terms terms,
        Fill fill,
        long timeMillis,
        String text,
        OrdRejectReason reason,
        String requestClordId,
        boolean lackOfFunds)
        implements VenueEvent {

    /** What happened. */
    public enum Kind {
        /** Accepted. */
        NEW,
        /** Some or all was filled. */
        FILL,
        /** A fill was undone. */
        BUST,
        /** Cancelled, by request or by the venue. */
        CANCELED,
        /** New terms. */
        REPLACED,
        /** Never worked. */
        REJECTED,
        /** A cancel came too late. */
        CANCEL_REJECTED,
        /** A replace was refused; the old terms stay. */
        REPLACE_REJECTED
    }

    /**
     * An order's terms and progress.
     *
     * @param clordId the client's id
     * @param origClordId the client's id before the last replace; empty if none
     * @param state as on the wire
     * @param price limit
     * @param quantity total asked for
     * @param cumQuantity filled and not busted
     * @param leavesQuantity still working
     * @param notional sum of quantity × price over the fills not busted
     */
    public record Terms(
            String clordId,
            String origClordId,
            OrderState state,
            long price,
            long quantity,
            long cumQuantity,
            long leavesQuantity,
            long notional) {}

    /**
     * A fill.
     *
     * @param tradeId the venue's trade
     * @param quantity filled
     * @param price paid
     * @param feeMicros charged, in micro-dollars; negative for a rebate
     * @param maker whether the order rested
     */
    public record Fill(String tradeId, long quantity, long price, long feeMicros, boolean maker) {
        /** Nothing was filled. */
        public static final Fill NONE = new Fill("", 0, 0, 0, false);
    }
}
