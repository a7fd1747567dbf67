package io.tollgate.polymarketclob;

import io.tollgate.rest.VenueOrder;

/**
 * Hears what the user channel says of our orders, for a router that turns it into facts for its lane ({@code acked}, {@code fill}, {@code
 * release}). The channel has no sequence: what is told may come late, twice or never, so an order's end is settled by its status, not by silence.
 *
 * <p>Threading: called on the socket's reader, one call at a time; must not wait. Hand over to the lane's own thread.
 */
public interface ClobUserListener {
    /** Hears nothing. */
    ClobUserListener NONE = new ClobUserListener() {
        @Override
        public void order(Change change, VenueOrder order) {}

        @Override
        public void execution(ClobExecution execution) {}
    };

    /** What happened to an order. */
    enum Change {
        /** The venue has it. */
        PLACED,
        /** More of it is matched. */
        UPDATED,
        /** It has ended without being filled whole: cancelled by us, or by the venue (no longer covered, market resolved). */
        CANCELED
    }

    /** An order has changed; it is as the venue says after the change. */
    void order(Change change, VenueOrder order);

    /** A trade executed something of our order, or its trade has a further status. */
    void execution(ClobExecution execution);
}
