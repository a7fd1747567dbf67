package io.tollgate.torture.world;

import io.tollgate.gate.OrderSelection;
import io.tollgate.gate.OrderStatus;
import io.tollgate.gate.OrderStatusAnswer;
import java.util.ArrayList;
import java.util.List;

/** Asks the venue for the status of all orders, after a lane's death or a lost message, and tells the gate what it answers. */
final class Support implements Runnable {
    /** From a lane's asking whether an order may be sent to the order's place in an answer. */
    private static final long ACCEPTANCE_NANOS = 5_000_000L;

    private final World world;
    private boolean asking;

    Support(World world) {
        this.world = world;
    }

    boolean isAtRest() {
        return !asking;
    }

    @Override
    public void run() {
        while (world.running()) {
            if (!world.draining && world.random.nextInt(12) == 0) {
                asking = true;
                settle();
                asking = false;
            }
            world.scheduler.idle();
        }
    }

    void settle() {
        world.operations++;
        final OrderStatusAnswer answer = ask();
        try {
            world.say("support", "settles: " + world.gate().settle(answer));
        } catch (final IllegalStateException e) {
            world.say("support", "heard nothing: " + e.getMessage());
        }
    }

    private OrderStatusAnswer ask() {
        final long now = world.nowNanos;
        world.venue.arriveThoseSentBy(now - ACCEPTANCE_NANOS);
        final List<OrderStatus> listed = new ArrayList<>();
        for (final Order order : world.orders()) {
            if (order.state == Order.State.LIVE || (order.state == Order.State.NEW && order.asking > 0)) {
                // what a lane is about to send counts as sent
                listed.add(OrderStatus.open(order.id, order.filled));
            } else if (order.arrived) {
                listed.add(OrderStatus.ended(order.id, order.filled));
            }
        }
        return new OrderStatusAnswer(OrderSelection.all(), now, ACCEPTANCE_NANOS, true, listed);
    }
}
