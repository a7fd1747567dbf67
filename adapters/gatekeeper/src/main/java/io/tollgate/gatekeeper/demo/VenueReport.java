package io.tollgate.gatekeeper.demo;

/**
 * One thing that the venue reported about an order, in the router's terms.
 *
 * @param kind what happened
 * @param orderKey the router's key
 * @param revision which replace of the order it speaks of
 * @param executionKey for {@link Kind#FILL} and {@link Kind#BUST}
 * @param quantity executed now, in hundredths of a contract
 * @param cumQuantity executed in all
 * @param price execution price, or the order's limit, in tenths of a cent
 * @param orderQuantity the order's total at the venue
 * @param feeMicros fee of the fill in micro-dollars, negative for a rebate
 * @param venueTimeNanos nanoseconds since the epoch, or 0
 * @param ended whether nothing of the order is left at the venue
 * @param lackOfFunds whether it is a refusal for lack of funds
 */
record VenueReport(
        Kind kind,
        long orderKey,
        int revision,
        long executionKey,
        long quantity,
        long cumQuantity,
        long price,
        long orderQuantity,
        long feeMicros,
        long venueTimeNanos,
        boolean ended,
        boolean lackOfFunds) {

    /** What happened. */
    enum Kind {
        ACCEPTED,
        FILL,
        BUST,
        CANCELLED,
        EXPIRED,
        REJECTED,
        REPLACED,
        CANCEL_REFUSED,
        REPLACE_REFUSED,
        /** Answer to a status request: the order as it is now. Its executions were reported before this. */
        STATUS,
        /** Answer to a status request: the venue has no such order. */
        STATUS_NOT_FOUND,
        /** A request got no answer or a refusal of the call: what became of it is not known. */
        CALL_FAILED
    }

    /** A report about a request, without an order's terms. */
    static VenueReport about(Kind kind, long orderKey, int revision) {
        return new VenueReport(kind, orderKey, revision, 0, 0, 0, 0, 0, 0, 0, false, false);
    }
}
