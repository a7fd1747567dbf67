package io.tollgate.torture.world;

import io.tollgate.gate.ReleaseReason;

/** Something that the venue has done and a lane is to tell. */
record Fact(
        Kind kind, Order order, long execId, long quantity, long cumQuantity, long price, long fee, ReleaseReason why) {
    /** What it is. */
    enum Kind {
        ACKED,
        FILL,
        BUST,
        RELEASE,
        AMEND_ACCEPTED,
        AMEND_REFUSED
    }

    static Fact acked(Order order) {
        return new Fact(Kind.ACKED, order, 0, 0, 0, 0, 0, ReleaseReason.STATUS_ANSWER);
    }

    static Fact fill(Order order, long execId, long quantity, long price, long fee) {
        return new Fact(Kind.FILL, order, execId, quantity, order.filled, price, fee, ReleaseReason.STATUS_ANSWER);
    }

    static Fact bust(Order order, long execId) {
        return new Fact(Kind.BUST, order, execId, 0, 0, 0, 0, ReleaseReason.STATUS_ANSWER);
    }

    static Fact release(Order order, long finalQuantity, ReleaseReason why) {
        return new Fact(Kind.RELEASE, order, 0, 0, finalQuantity, 0, 0, why);
    }

    static Fact amend(Order order, boolean accepted) {
        return new Fact(
                accepted ? Kind.AMEND_ACCEPTED : Kind.AMEND_REFUSED, order, 0, 0, 0, 0, 0, ReleaseReason.STATUS_ANSWER);
    }

    /**
     * Told only after the order's executions: the answer to an amend, that an execution was undone, and the final quantity of an order of
     * which one was.
     */
    boolean comesAfterFills() {
        return isAmend() || kind == Kind.BUST || (kind == Kind.RELEASE && order.undone);
    }

    /** Filled in all: of an order of which an execution was undone, what it is now. */
    long finalQuantity() {
        return order.undone ? order.filled : cumQuantity;
    }

    boolean isAmend() {
        return kind == Kind.AMEND_ACCEPTED || kind == Kind.AMEND_REFUSED;
    }

    @Override
    public String toString() {
        return kind + " of " + order.id
                + switch (kind) {
                    case FILL -> " exec " + execId + ": " + quantity + "@" + price + " fee " + fee;
                    case BUST -> " exec " + execId;
                    case RELEASE -> " final " + finalQuantity() + " " + why;
                    default -> "";
                };
    }
}
