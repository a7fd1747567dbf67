package io.tollgate.gatekeeper.agreement;

import java.util.function.LongConsumer;

/** What the scheduler does for a {@link World}. */
interface Desk {

    /** The gate wants a read as soon as the venue's limits allow. */
    void wantRead();

    /**
     * The venue pushes something: told after the stream's delay, in the order in which it was pushed. What it tells of {@link
     * World#outside} counts as delivered then.
     *
     * @param delivery is given the time of arrival
     */
    void push(LongConsumer delivery);

    /** Something happens at the venue by itself, at this time. */
    void at(long nanos, Runnable what);

    /** The venue ended a resting order by itself (a market ended, funds went elsewhere). */
    void ended(String orderId, long finalQuantity);
}
