package io.tollgate.gate;

/** Why an order's reservation ends. For the journal; what is freed depends on the final quantity alone. */
public enum ReleaseReason {
    /** The router decided not to send it. */
    NOT_SENT(1),
    /** The venue cancelled it, asked or unasked. */
    CANCELLED(2),
    /** The venue rejected it. */
    REJECTED(3),
    /** It ran out at the venue. */
    EXPIRED(4),
    /** It was filled in full. */
    FILLED(5),
    /** An order-status answer, also "not found" if asked later than the venue's longest acceptance delay. */
    STATUS_ANSWER(6),
    /** An operator's decision. */
    OPERATOR(7),
    /** The venue refused it for lack of funds although the gate had approved it: the balance reconciles. */
    REFUSED_FOR_FUNDS(8);

    private final int code;

    ReleaseReason(int code) {
        this.code = code;
    }

    /** Fixed number. */
    public int code() {
        return code;
    }
}
