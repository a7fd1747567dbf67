package io.tollgate.gate;

import io.tollgate.gate.money.Side;

/**
 * A reservation as people and a restarted router see it.
 *
 * @param id what facts about it name
 * @param orderReservation the reservation that names the order: another one if this is on one of several limits of it. Facts name that one
 * @param orderKey the caller's key of the order
 * @param lineId line it was made on
 * @param instrument its instrument
 * @param side its side
 * @param state RESERVED, SENT or ACKED
 * @param uncertain whether only an order-status answer can end it
 * @param price limit price, the last accepted amend included
 * @param size total size, the last accepted amend included
 * @param filled filled quantity
 * @param hold what it holds
 */
public record ReservationView(
        long id,
        long orderReservation,
        long orderKey,
        int lineId,
        String instrument,
        Side side,
        String state,
        boolean uncertain,
        long price,
        long size,
        long filled,
        long hold) {}
