package io.tollgate.torture.world;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** An order, from its approval to the last word about it. */
final class Order {
    /** Where it is. */
    enum State {
        /** Approved and not sent. */
        NEW,
        /** On its way to the venue. */
        FLYING,
        /** At the venue. */
        LIVE,
        /** The venue takes no more for it, or it will never be sent. */
        OVER
    }

    final long id;
    final Terms terms;
    State state = State.NEW;
    long price;
    long size;
    long filled;
    boolean accepted;
    /** Lanes that are asking whether it may be sent. */
    int asking;
    /** A replacement was approved, and the venue has not answered or the answer was not told. */
    boolean amending;

    long newPrice;
    long newSize;
    /** Its executions, as they were told. */
    final List<Fact> fills = new ArrayList<>();

    /** The venue has said something of it, and knows it for ever. */
    boolean arrived;
    /** The venue has undone an execution of it. */
    boolean undone;
    /** When a lane began to ask whether it may be sent. */
    long askedNanos;

    Order(long id, Terms terms, long price, long size) {
        this.id = id;
        this.terms = terms;
        this.price = price;
        this.size = size;
        this.newPrice = price;
        this.newSize = size;
    }

    /** The most that the venue may still take for it: as it is, or as it is to be. */
    BigInteger worst() {
        if (state == State.OVER) {
            return BigInteger.ZERO;
        }
        return terms.cost(price, size - filled).max(terms.cost(newPrice, newSize - filled));
    }

    /** What must be held for it once its amend was answered. */
    BigInteger open() {
        return state == State.OVER ? BigInteger.ZERO : terms.cost(price, size - filled);
    }
}
