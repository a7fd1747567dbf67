package io.tollgate.gate;

import java.util.Objects;
import java.util.function.LongPredicate;

/**
 * Which reservations an order-status answer speaks of: those that meet all conditions.
 *
 * @param balanceId balance they draw on, or {@link #ANY}
 * @param instrument their instrument, or empty for any
 * @param laneId lane that made them, or {@link #ANY}
 * @param orderKeys whether an order's key is meant: for a venue's session, where its number is part of the key
 */
public record OrderSelection(int balanceId, String instrument, int laneId, LongPredicate orderKeys) {
    /** Any balance, any lane. */
    public static final int ANY = -1;

    /** Checks that nothing is missing. */
    public OrderSelection {
        Objects.requireNonNull(instrument, "instrument");
        Objects.requireNonNull(orderKeys, "orderKeys");
    }

    /** All reservations of the gate. */
    public static OrderSelection all() {
        return new OrderSelection(ANY, "", ANY, key -> true);
    }

    /** All reservations on a balance. */
    public static OrderSelection of(Balance balance) {
        return new OrderSelection(balance.id(), "", ANY, key -> true);
    }

    /** Only those on this instrument. */
    public OrderSelection onInstrument(String name) {
        return new OrderSelection(balanceId, name, laneId, orderKeys);
    }

    /** Only those made on this lane. */
    public OrderSelection ofLane(Lane lane) {
        return new OrderSelection(balanceId, instrument, lane.laneId(), orderKeys);
    }

    /** Only those with such a key. */
    public OrderSelection withOrderKeys(LongPredicate keys) {
        return new OrderSelection(balanceId, instrument, laneId, keys);
    }

    /** Whether a reservation is meant. */
    public boolean matches(int ofBalance, String onInstrument, int ofLane, long orderKey) {
        return (balanceId == ANY || balanceId == ofBalance)
                && (instrument.isEmpty() || instrument.equals(onInstrument))
                && (laneId == ANY || laneId == ofLane)
                && orderKeys.test(orderKey);
    }
}
