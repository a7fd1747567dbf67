package io.tollgate.gatekeeper.agreement;

/** An order of ours that the venue took, as the router knows it. One thread. */
final class OwnOrder {
    final long reservation;
    final String orderId;
    final Ask asked;
    long price;
    long size;
    /** The router has been told that it is over, or has asked for its end. */
    boolean ending;

    boolean amending;
    long filled;

    OwnOrder(long reservation, String orderId, Ask asked) {
        this.reservation = reservation;
        this.orderId = orderId;
        this.asked = asked;
        this.price = asked.price();
        this.size = asked.size();
    }
}
