package io.tollgate.rest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where a venue tells what became of orders: read at a restart, after a lost session and for an unknown outcome. What it answers becomes an
 * {@link io.tollgate.gate.OrderStatusAnswer} once the caller has named each order's reservation.
 *
 * <p>Threading: one thread at a time; calls wait for the venue.
 */
public interface OrderStatusSource extends AutoCloseable {

    /** Whether {@link #openOrders} leaves out orders that have ended: then one that is missing may have been filled. */
    boolean listsOnlyOpenOrders();

    /**
     * All orders of the account that still work, to the last page.
     *
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if an answer cannot be read: none of it counts
     * @throws RefusedException if the venue refused
     */
    List<VenueOrder> openOrders() throws IOException, MalformedMessageException, RefusedException;

    /**
     * One order, by the venue's own name of it.
     *
     * @return empty if the venue does not know it
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if the answer cannot be read
     * @throws RefusedException if the venue refused
     */
    Optional<VenueOrder> order(String venueOrderId) throws IOException, MalformedMessageException, RefusedException;

    @Override
    void close();
}
