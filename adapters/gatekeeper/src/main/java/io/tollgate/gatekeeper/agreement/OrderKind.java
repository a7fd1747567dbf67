package io.tollgate.gatekeeper.agreement;

/**
 * A kind of order: side and instrument.
 *
 * @param name for people
 * @param lowestPrice lowest price that the flow asks for, in the line's scale
 * @param highestPrice highest
 * @param priceTick prices are multiples of this
 * @param sizeStep sizes are multiples of this, 1 or more
 * @param lowestCost orders cost at least this, in the unit of what they draw on
 * @param highestCost at most this: more than there ever is, so that some are beyond all funds
 * @param weight how often it is asked for, relative to the others
 * @param partial whether it may be filled in parts
 * @param amendable whether the venue replaces price and size in place
 */
record OrderKind(
        String name,
        long lowestPrice,
        long highestPrice,
        long priceTick,
        long sizeStep,
        long lowestCost,
        long highestCost,
        int weight,
        boolean partial,
        boolean amendable) {}
