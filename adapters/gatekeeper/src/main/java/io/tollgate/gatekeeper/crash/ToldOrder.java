package io.tollgate.gatekeeper.crash;

import java.util.ArrayList;
import java.util.List;

/** An approval that the parent has heard of, and the order that it became at the venue. Threading: the parent's main thread. */
final class ToldOrder {
    /** Where it is. */
    enum Place {
        /** Approved; nothing has reached the venue. */
        APPROVED,
        /** Approved by a gate that died before the order went: nobody will send it. */
        ABANDONED,
        /** The router has said that it will never send it. */
        DROPPED,
        /** Open at the venue. */
        OPEN,
        /** Over at the venue. */
        ENDED
    }

    /** What an order was to become; the size with what was filled. */
    record Amend(long price, long size) {}

    /** One execution; price in tenths of a cent, quantity in hundredths of a contract, fee in micro-dollars. */
    record Execution(long id, long quantity, long price, long fee, long timeNanos) {}

    final long key;
    final long reservation;
    final long cost;
    final int account;
    final int instrument;
    long price;
    long size;
    Place place = Place.APPROVED;
    long cumQuantity;
    final List<Execution> executions = new ArrayList<>();

    /** An amend whose approval was told and that the venue has not answered; 0 if none. */
    long amendPrice;

    long amendSize;

    /** What it counts for among the money approved and not ended, micro-dollars. */
    long counted;
    /** Executions that the gate accepted as facts. */
    final List<Long> toldExecutions = new ArrayList<>();
    /** Approved amends that were told. */
    final List<Amend> toldAmends = new ArrayList<>();

    /** A restarted gate did not hold it any more, and the journal says why: not looked at again before the end. */
    boolean settled;
    /** Counted as lost or unjournaled. */
    boolean convicted;

    ToldOrder(long key, long reservation, long cost, int account, int instrument, long price, long size) {
        this.key = key;
        this.reservation = reservation;
        this.cost = cost;
        this.account = account;
        this.instrument = instrument;
        this.price = price;
        this.size = size;
    }

    /** The most that it may still cost at the venue, micro-dollars: nothing where it is over. */
    long openCost() {
        return place == Place.OPEN ? Terms.worstCost(price, size - cumQuantity) : 0;
    }

    /** What the gate has approved for it and cannot have back yet, micro-dollars. */
    long approvedCost() {
        return switch (place) {
            case APPROVED -> Terms.worstCost(price, size);
            case ABANDONED, DROPPED, ENDED -> 0;
            case OPEN ->
                amendPrice == 0
                        ? openCost()
                        : Math.max(openCost(), Terms.worstCost(Math.max(price, amendPrice), amendSize - cumQuantity));
        };
    }

    @Override
    public String toString() {
        return "order " + key + " reservation " + reservation + " " + place + " account=" + account + " price=" + price
                + " size=" + size + " filled=" + cumQuantity;
    }
}
