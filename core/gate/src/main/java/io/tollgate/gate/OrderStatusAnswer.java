package io.tollgate.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A venue's answer about many orders: what {@link Gate#settle} needs after a mass cancel, a lost session or a restart. Immutable; any
 * thread.
 */
public final class OrderStatusAnswer {
    private final OrderSelection selection;
    private final long askedNanos;
    private final long acceptanceDelayNanos;
    private final boolean listsAllOrders;
    private final Map<Long, OrderStatus> byReservation = new HashMap<>();

    /**
     * An answer.
     *
     * @param selection which orders were asked about
     * @param askedNanos monotonic clock of the gate when the question was sent
     * @param acceptanceDelayNanos the venue's longest time from an order's bytes to its place in such an answer
     * @param listsAllOrders whether the answer lists every order that was asked about, ended ones too: then one that is missing was never
     *     accepted. A list of open orders only does not: what is missing from it may have been filled
     * @param orders what the answer lists
     * @throws IllegalArgumentException if the delay is negative or an order is listed twice
     */
    public OrderStatusAnswer(
            OrderSelection selection,
            long askedNanos,
            long acceptanceDelayNanos,
            boolean listsAllOrders,
            List<OrderStatus> orders) {
        this.selection = Objects.requireNonNull(selection, "selection");
        this.askedNanos = askedNanos;
        this.acceptanceDelayNanos = acceptanceDelayNanos;
        this.listsAllOrders = listsAllOrders;
        if (acceptanceDelayNanos < 0) {
            throw new IllegalArgumentException(
                    "an acceptance delay must be 0 or more: acceptanceDelayNanos=" + acceptanceDelayNanos);
        }
        for (final OrderStatus order : orders) {
            final OrderStatus before = byReservation.put(order.reservation(), order);
            if (before != null && !before.equals(order)) {
                throw new IllegalArgumentException("an order must be listed once: " + before + " and " + order);
            }
        }
    }

    /** Which orders were asked about. */
    public OrderSelection selection() {
        return selection;
    }

    /** When the question was sent, monotonic clock. */
    public long askedNanos() {
        return askedNanos;
    }

    /** The venue's longest acceptance delay. */
    public long acceptanceDelayNanos() {
        return acceptanceDelayNanos;
    }

    /** Whether an order that is not listed was never accepted. */
    public boolean listsAllOrders() {
        return listsAllOrders;
    }

    /** What is said of an order, if anything. */
    public @Nullable OrderStatus statusOf(long reservation) {
        return byReservation.get(reservation);
    }
}
