package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;

/**
 * An order arrived and was given an id; nothing is decided yet.
 *
 * @param orderId the venue's id, unique for ever
 * @param ticket what the client asked for
 * @param timeMillis milliseconds since the epoch
 */
public record OrderInserted(String orderId, Ticket ticket, long timeMillis) implements VenueEvent {

    /**
     * What a client asked for.
     *
     * @param clordId the client's id
     * @param symbol the instrument, listed or not
     * @param side buy or sell
     * @param price limit in price units
     * @param quantity in quantity units
     * @param timeInForce as on the wire
     * @param postOnly never take: {@code participate_dont_initiate}
     * @param supported false if the client used an order type or flag that the simulator does not imitate
     */
    public record Ticket(
            String clordId,
            String symbol,
            Side side,
            long price,
            long quantity,
            TimeInForce timeInForce,
            boolean postOnly,
            boolean supported) {}
}
