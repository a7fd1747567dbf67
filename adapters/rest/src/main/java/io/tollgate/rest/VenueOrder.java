package io.tollgate.rest;

import io.tollgate.gate.OrderStatus;

/**
 * An order as a venue tells it, for recovery and unknown outcomes.
 *
 * @param venueOrderId the venue's name of it
 * @param clientOrderId the name we gave it; empty if the venue keeps none
 * @param instrument the venue's name of the instrument
 * @param buy whether it buys
 * @param state whether it still works
 * @param limitPrice at {@code priceScale}
 * @param priceScale decimal places of the price
 * @param size whole size, at {@code sizeScale}
 * @param cumQuantity executed so far, or in all if it has ended, at {@code sizeScale}
 * @param sizeScale decimal places of size and quantity
 */
public record VenueOrder(
        String venueOrderId,
        String clientOrderId,
        String instrument,
        boolean buy,
        OrderStatus.State state,
        long limitPrice,
        int priceScale,
        long size,
        long cumQuantity,
        int sizeScale) {}
