package io.tollgate.gatekeeper.crash;

import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.util.ArrayDeque;

/** An order as the gate's process knows it. Threading: the lane that follows it, except the constants. */
final class HeldOrder {
    final long key;
    final long reservation;
    /** The lane that brings its facts: not always the one that reserved. */
    final int follower;

    final int account;
    final int instrument;
    long price;
    long size;
    long cumQuantity;
    boolean cancelAsked;
    boolean amending;
    long amendPrice;
    long amendSize;
    boolean over;
    /** Reports that the gate could not take yet, in the venue's order. */
    final ArrayDeque<Frame> untold = new ArrayDeque<>();

    HeldOrder(long key, long reservation, int follower, int account, int instrument, long price, long size) {
        this.key = key;
        this.reservation = reservation;
        this.follower = follower;
        this.account = account;
        this.instrument = instrument;
        this.price = price;
        this.size = size;
    }
}
