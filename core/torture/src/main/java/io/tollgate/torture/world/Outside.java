package io.tollgate.torture.world;

import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.money.Side;
import java.util.List;

/** The venue's doings, the passing of time, and at the end of a run the quiet in which everything must come out right. */
final class Outside implements Runnable {
    private static final long MILLI = 1_000_000L;
    private static final int QUIET_ROUNDS = 14;

    private final World world;
    private final boolean last;
    private final long stepsToRun;

    Outside(World world, boolean last) {
        this.world = world;
        this.last = last;
        this.stepsToRun = world.scheduler.steps() + world.random.nextInt(200, 8_000);
    }

    @Override
    public void run() {
        while (!last || world.scheduler.steps() < stepsToRun) {
            act();
            world.scheduler.idle();
        }
        quiet();
    }

    private void act() {
        if (!last && world.kind.lanesDie() && world.random.nextInt(100) == 0) {
            world.killALane();
        }
        if (world.random.nextInt(3) > 0) {
            world.operations++;
            world.venue.act();
        }
        final int dice = world.random.nextInt(100);
        if (dice < 60) {
            world.nowNanos += world.random.nextLong(1, MILLI / 8);
        } else if (dice < 97) {
            world.nowNanos += world.random.nextLong(1, 4 * MILLI);
        } else if (dice < 99) {
            world.nowNanos += world.random.nextLong(1, 120 * MILLI);
        } else {
            world.nowNanos += world.random.nextLong(1, 1_500 * MILLI);
        }
    }

    private void quiet() {
        world.say("outside", "quiet from now on");
        world.draining = true;
        while (!world.isAtRest()) {
            cycle();
            world.feeds().catchUp();
            world.nowNanos += MILLI;
        }
        for (final Order order : List.copyOf(world.bench.open())) {
            if (order.state == Order.State.NEW) {
                world.giveUp(order, ReleaseReason.NOT_SENT);
            }
        }
        while (world.venue.arrive()) {
            cycle();
        }
        for (final Order order : List.copyOf(world.bench.open())) {
            if (order.terms.side() == Side.SELL_TO_OPEN) {
                // while it is open, credits that it may have had before its fill was told are held back
                world.venue.end(order, ReleaseReason.CANCELLED);
            }
        }
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            while (!world.allTold()) {
                cycle();
            }
            world.feeds().catchUp();
            cycle();
            endUncertain();
            if (world.kind.smallTables()) {
                tellAgain();
            }
            if (world.kind.answersStatus()) {
                world.support().settle();
            }
            world.nowNanos += 40 * MILLI;
            cycle();
        }
        world.scheduler.look(world.scheduler.me());
        world.judgeExactness();
    }

    /**
     * Where more fills found no room in transit than the gate remembers, it holds for those it has forgotten until they are told again: the
     * venue is asked for the executions of orders that are over and still hold.
     */
    private void tellAgain() {
        for (final ReservationView view : world.gate().reservations()) {
            final Order order = world.order(view.id());
            if (order != null && order.state == Order.State.OVER && view.hold() > 0) {
                order.fills.forEach(world::tell);
            }
        }
    }

    /**
     * Orders whose facts may have been lost: the venue is asked how they stand, and ends those that are still open. So are orders of which an
     * execution was undone: of two final quantities told within one cycle BookKeeper may take the older one last.
     */
    private void endUncertain() {
        for (final ReservationView view : world.gate().reservations()) {
            final Order order = world.order(view.id());
            if (order == null || !(view.uncertain() || order.undone)) {
                continue;
            }
            if (order.state == Order.State.LIVE) {
                world.venue.end(order, ReleaseReason.CANCELLED);
            } else if (order.state == Order.State.OVER) {
                world.tell(Fact.release(order, order.filled, ReleaseReason.STATUS_ANSWER));
            }
        }
    }

    /** Until BookKeeper has gone through at least two whole cycles. */
    private void cycle() {
        final long until = world.cycles() + 3;
        while (world.cycles() < until) {
            world.scheduler.idle();
        }
    }
}
