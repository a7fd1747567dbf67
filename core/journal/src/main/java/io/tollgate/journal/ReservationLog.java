package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;
import io.tollgate.journal.Findings.SessionCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reservations by id: which exist, and at what price their orders stand. Lanes have no order among each other, so a fact may be met
 * before its reservation; it is kept until the journal ends. Ended reservations are forgotten after a million others have ended.
 */
final class ReservationLog {
    private static final int MOST_ENDED = 1 << 20;
    private static final int MOST_WAITING = 1 << 20;

    /** An approved reservation. */
    static final class Reservation {
        private final int ringId;
        private long price;
        private long amendedPrice;
        private boolean amending;
        /** Prices came from one lane, so their order is known. */
        private boolean priceKnown = true;

        private boolean ended;
        /** Reservations of the same order on other limits: answers to its amends are told of this one. */
        private List<Reservation> legs = List.of();
        /** Amends of its own lane that do not fit the price known; wrong unless another lane turns out to have amended too. */
        private @Nullable List<Suspect> suspects;

        private Reservation(int ringId, long price) {
            this.ringId = ringId;
            this.price = price;
        }

        void suspect(Suspect suspect) {
            if (suspects == null) {
                suspects = new ArrayList<>();
            }
            suspects.add(suspect);
        }

        /** Another lane has a say in the price: in which order, nobody knows. */
        private void priceUnknown() {
            priceKnown = false;
            suspects = null;
        }
    }

    /** An amend whose increment does not fit, counted as verified until it is known to be wrong. */
    record Suspect(int ringId, long sequence, String text, SessionCounts session) {}

    /** A fact that was met before its reservation. */
    record Waiting(int ringId, long sequence, String type) {}

    private final Long2ObjectHashMap<Reservation> byId = new Long2ObjectHashMap<>();
    /** By ring: reservations whose order is named by the next record. */
    private final Int2ObjectHashMap<List<Reservation>> unnamed = new Int2ObjectHashMap<>();

    private final Long2ObjectHashMap<ArrayDeque<Waiting>> waiting = new Long2ObjectHashMap<>();
    private final ArrayDeque<Long> ended = new ArrayDeque<>();
    private final Consumer<Suspect> onWrong;
    private int waitingCount;

    /** @param onWrong told of amends that turned out to be wrong */
    ReservationLog(Consumer<Suspect> onWrong) {
        this.onWrong = onWrong;
    }

    /** Goes on from a checkpoint. */
    void restore(FoldedOrder order) {
        if (!order.approved) {
            if (order.hasFact()) {
                fact(order.id, order.ringId, -1, "a fact before the checkpoint");
            }
            return;
        }
        final Reservation reservation = new Reservation(order.ringId, order.price);
        reservation.amending = order.amending;
        reservation.amendedPrice = order.amendPrice;
        // which lane answered, and in which order, is not in a checkpoint
        reservation.priceKnown = !order.amended && !order.amending;
        byId.put(order.id, reservation);
        if (order.isOver()) {
            ended(order.id);
        }
    }

    /** After all were restored: those of one order find each other. */
    void restoreLegs(FoldedOrder order) {
        final Reservation naming = byId.get(order.id);
        if (naming != null && !order.legs().isEmpty()) {
            naming.legs = order.legs().stream()
                    .map(leg -> byId.get(leg.id))
                    .filter(Objects::nonNull)
                    .toList();
        }
        final Reservation own = byId.get(order.id);
        if (own != null && order.orderReservation == FoldedOrder.NOT_NAMED) {
            unnamed.computeIfAbsent(order.ringId, ring -> new ArrayList<>()).add(own);
        }
    }

    /** A reserve of this ring was refused: what went before it in the ring was of the same order. */
    void refused(int ringId) {
        unnamed.remove(ringId);
    }

    /**
     * Returns false if an open reservation has this id.
     *
     * @param leg whether the ring's next reserve names its order
     */
    boolean approved(long id, int ringId, long price, boolean leg) {
        final Reservation made = new Reservation(ringId, price);
        final Reservation old = byId.put(id, made);
        convict(old);
        if (leg) {
            unnamed.computeIfAbsent(ringId, ring -> new ArrayList<>()).add(made);
        } else {
            final List<Reservation> legs = unnamed.remove(ringId);
            made.legs = legs == null ? List.of() : legs;
        }
        final ArrayDeque<Waiting> facts = waiting.remove(id);
        if (facts != null) {
            waitingCount -= facts.size();
        }
        return old == null || old.ended;
    }

    /** Returns false if the reservation is not known and no more can be kept waiting for theirs. */
    boolean fact(long id, int ringId, long sequence, String type) {
        if (byId.containsKey(id)) {
            return true;
        }
        if (waitingCount >= MOST_WAITING) {
            return false;
        }
        waitingCount++;
        ArrayDeque<Waiting> facts = waiting.get(id);
        if (facts == null) {
            facts = new ArrayDeque<>();
            waiting.put(id, facts);
        }
        facts.add(new Waiting(ringId, sequence, type));
        return true;
    }

    void ended(long id) {
        final Reservation reservation = byId.get(id);
        if (reservation == null || reservation.ended) {
            return;
        }
        reservation.ended = true;
        ended.add(id);
        if (ended.size() > MOST_ENDED) {
            final long oldest = ended.remove();
            final Reservation forgotten = byId.get(oldest);
            if (forgotten != null && forgotten.ended) {
                byId.remove(oldest);
                convict(forgotten);
            }
        }
    }

    /** The reservation if the prices at which its order may stand are known to this lane's record, else null. */
    @Nullable
    Reservation withKnownPrice(long id, int ringId) {
        final Reservation reservation = byId.get(id);
        return reservation != null && reservation.priceKnown && reservation.ringId == ringId && !reservation.amending
                ? reservation
                : null;
    }

    void amendApproved(long id, int ringId, long price) {
        final Reservation reservation = byId.get(id);
        if (reservation != null) {
            if (reservation.ringId != ringId || reservation.amending) {
                reservation.priceUnknown();
            }
            reservation.amendedPrice = price;
            reservation.amending = true;
        }
    }

    void amendUnclear(long id) {
        final Reservation reservation = byId.get(id);
        if (reservation != null) {
            reservation.priceUnknown();
        }
    }

    /** @param price price of the amend that was answered, or 0 if that was not said */
    void amendOutcome(long id, int ringId, boolean accepted, long price) {
        final Reservation reservation = byId.get(id);
        if (reservation != null) {
            answered(reservation, ringId, accepted, price);
            for (final Reservation leg : reservation.legs) {
                // one that refused the amend has none in flight
                if (leg.amending) {
                    answered(leg, ringId, accepted, price);
                }
                if (!reservation.priceKnown) {
                    leg.priceUnknown();
                }
            }
        }
    }

    private static void answered(Reservation reservation, int ringId, boolean accepted, long price) {
        // an answer to another amend changes nothing
        if (price == 0 || price == reservation.amendedPrice) {
            // told twice, and perhaps differently: which answer the gate took first is not known
            if (reservation.ringId != ringId || !reservation.amending) {
                reservation.priceUnknown();
            }
            if (accepted && reservation.amending) {
                reservation.price = reservation.amendedPrice;
            }
            reservation.amending = false;
        }
    }

    /** What an order may draw once amended: the open quantity at the worse of the old and the new price. */
    static long need(Reservation reservation, CostRule rule, long newPrice, long open) {
        if (open <= 0) {
            return 0;
        }
        final long atOld = rule.cost(reservation.price, open);
        final long atNew = rule.cost(newPrice, open);
        return atOld < 0 || atNew < 0 ? CostRule.OVERFLOW : Math.max(atOld, atNew);
    }

    private void convict(@Nullable Reservation reservation) {
        if (reservation != null && reservation.suspects != null) {
            reservation.suspects.forEach(onWrong);
            reservation.suspects = null;
        }
    }

    /** The journal has ended: no other lane will turn out to have amended. */
    void end() {
        byId.values().forEach(this::convict);
    }

    /** Facts whose reservation never came. */
    Long2ObjectHashMap<ArrayDeque<Waiting>> waiting() {
        return waiting;
    }
}
