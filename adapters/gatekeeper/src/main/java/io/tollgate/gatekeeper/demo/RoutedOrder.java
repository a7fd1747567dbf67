package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Line;

/** An order that left, as its lane knows it. Owned by the lane's thread. */
final class RoutedOrder {
    final long key;
    final long reservation;
    final Line line;
    final String symbol;

    long price;
    long size;
    long cumQuantity;
    /** Revision by which the venue knows the order. */
    int revision;
    /** Last revision that was asked for. */
    int lastRevision;

    /** Whether a time is set at which the venue is asked after it. */
    boolean lookSet;
    /** How often the venue said that it does not know the order. */
    int notFound;

    /** When its bytes left. */
    long sentNanos;

    boolean amendInFlight;
    boolean cancelAsked;
    boolean acknowledged;
    boolean ended;

    RoutedOrder(long key, long reservation, Line line, String symbol, long price, long size) {
        this.key = key;
        this.reservation = reservation;
        this.line = line;
        this.symbol = symbol;
        this.price = price;
        this.size = size;
    }
}
