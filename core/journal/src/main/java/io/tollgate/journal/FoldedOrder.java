package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState.JournaledFill;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/** A reservation as its records tell it, in whatever order lanes and BookKeeper brought them. One thread. */
final class FoldedOrder {
    static final long NOT_RELEASED = -1;
    /** Of a reservation on one of several limits, while the one that names its order is not known. */
    static final long NOT_NAMED = -1;

    private static final int MANY = 32;

    final long id;
    long orderKey;
    long price;
    long size;
    long amendPrice;
    long amendSize;
    /** Taken less given back: a sum, because records of different rings have no order. */
    long hold;

    long finalQuantity = NOT_RELEASED;
    long clockNanos;
    int ringId;
    int lineId = -1;
    int scopeId = -1;
    boolean approved;
    boolean sent;
    boolean acked;
    boolean amending;
    boolean amended;
    boolean uncertain;
    boolean expired;
    /** The reservation that names the order, if this one does not; {@link #NOT_NAMED}; else 0. */
    long orderReservation;
    /** The order's other reservations, if this one names it: what is told of it counts for them too. */
    private final List<FoldedOrder> legs = new ArrayList<>(0);

    final List<JournaledFill> fills = new ArrayList<>(0);
    /** Keys of the executions, once there are many. */
    private @Nullable LongHashSet execIds;

    private long filled;

    FoldedOrder(long id) {
        this.id = id;
    }

    long filled() {
        return filled;
    }

    /** A reservation of the same order on another limit. */
    void join(FoldedOrder leg) {
        leg.orderReservation = id;
        if (!legs.contains(leg)) {
            legs.add(leg);
        }
    }

    List<FoldedOrder> legs() {
        return legs;
    }

    /** Returns false if the execution was told before. */
    boolean fill(long execId, long quantity, long fillPrice, long fee) {
        if (knows(execId)) {
            return false;
        }
        fills.add(new JournaledFill(execId, quantity, fillPrice, fee));
        filled += quantity;
        return true;
    }

    private boolean knows(long execId) {
        if (fills.size() < MANY) {
            for (final JournaledFill fill : fills) {
                if (fill.execId() == execId) {
                    return true;
                }
            }
            return false;
        }
        LongHashSet known = execIds;
        if (known == null) {
            known = new LongHashSet();
            execIds = known;
            for (final JournaledFill fill : fills) {
                known.add(fill.execId());
            }
        }
        return !known.add(execId);
    }

    void bust(long execId) {
        for (int i = 0; i < fills.size(); i++) {
            final JournaledFill fill = fills.get(i);
            if (fill.execId() == execId) {
                filled -= fill.quantity();
                fills.set(i, new JournaledFill(execId, 0, fill.price(), fill.fee()));
            }
        }
    }

    /** Whether nothing but late news can come: as BookKeeper sees it once it has taken all facts. */
    boolean isOver() {
        if (!approved) {
            return false;
        }
        if (expired) {
            return true;
        }
        return finalQuantity >= 0 ? filled >= finalQuantity : !amending && !uncertain && filled >= size;
    }

    /** Whether it may still be at the venue and holds something: BookKeeper gives all of it back when it ends. */
    boolean isOpen() {
        return approved && !isOver() && hold > 0;
    }

    /** Whether nothing at all is known of it: a take and its giving back, of a reservation that was void. */
    boolean isNothing() {
        return !approved && hold == 0 && !hasFact();
    }

    boolean hasFact() {
        return sent || acked || uncertain || finalQuantity >= 0 || !fills.isEmpty();
    }

    JournaledOrder snapshot() {
        return new JournaledOrder(
                id,
                orderKey,
                lineId,
                scopeId,
                price,
                size,
                amendPrice,
                amendSize,
                amending,
                amended,
                Math.max(0, hold),
                finalQuantity,
                clockNanos,
                sent,
                acked,
                uncertain,
                Math.max(0, orderReservation),
                List.copyOf(fills));
    }
}
