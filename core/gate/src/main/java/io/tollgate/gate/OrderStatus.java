package io.tollgate.gate;

/**
 * What the venue says of one order.
 *
 * @param reservation the order's reservation
 * @param state whether it still works
 * @param cumQuantity executed so far, or in all if it has ended; 0 if it was not found
 */
public record OrderStatus(long reservation, State state, long cumQuantity) {

    /** Whether an order still works. */
    public enum State {
        /** It works, or may: it keeps its hold. */
        OPEN,
        /** It is over, with the final quantity. */
        ENDED,
        /** The venue does not know it: counts only if it was asked later than the venue's longest acceptance delay. */
        NOT_FOUND
    }

    /**
     * Checks the quantity.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public OrderStatus {
        if (cumQuantity < 0) {
            throw new IllegalArgumentException("an order's executed quantity must be 0 or more: cumQuantity="
                    + cumQuantity + " reservation=" + reservation + ": leave out orders whose quantity is not known");
        }
    }

    /** The order works. */
    public static OrderStatus open(long reservation, long cumQuantity) {
        return new OrderStatus(reservation, State.OPEN, cumQuantity);
    }

    /** The order is over. */
    public static OrderStatus ended(long reservation, long finalQuantity) {
        return new OrderStatus(reservation, State.ENDED, finalQuantity);
    }

    /** The venue does not know the order. */
    public static OrderStatus notFound(long reservation) {
        return new OrderStatus(reservation, State.NOT_FOUND, 0);
    }
}
