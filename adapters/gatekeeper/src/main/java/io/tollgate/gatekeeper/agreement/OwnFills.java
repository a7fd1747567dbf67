package io.tollgate.gatekeeper.agreement;

import java.util.ArrayDeque;

/**
 * Executions of our own orders whose reports are under way. Where the venue, and the gate with it, sums each instrument for itself, an execution
 * takes cash from the other instruments' orders too, and until it is told nothing is held against them for it. One thread.
 */
final class OwnFills {
    private static final long KEPT_NANOS = 10 * Delays.SECOND;

    /** One execution. */
    static final class Fill {
        private final int kind;
        private final long cost;
        private final long atNanos;
        private long toldNanos = Long.MAX_VALUE;

        private Fill(int kind, long cost, long atNanos) {
            this.kind = kind;
            this.cost = cost;
            this.atNanos = atNanos;
        }

        void told(long nowNanos) {
            toldNanos = nowNanos;
        }
    }

    private final World world;
    private final ArrayDeque<Fill> fills = new ArrayDeque<>();

    OwnFills(World world) {
        this.world = world;
    }

    Fill add(int kind, Execution execution, long nowNanos) {
        while (!fills.isEmpty() && nowNanos - fills.peek().atNanos > KEPT_NANOS) {
            fills.poll();
        }
        final long cost = world.guideCost(kind, execution.price(), execution.quantity());
        final Fill fill = new Fill(kind, Math.addExact(cost, Math.max(0, execution.fee())), nowNanos);
        fills.add(fill);
        return fill;
    }

    /** Cash that executions on other instruments have taken and that was not told at that time. */
    long unseen(int kind, long decidedNanos) {
        long sum = 0;
        for (final Fill fill : fills) {
            if (fill.toldNanos > decidedNanos && world.isTakenBeside(fill.kind, kind)) {
                sum = Math.addExact(sum, fill.cost);
            }
        }
        return sum;
    }

    /** When the oldest of them happened, or {@code nowNanos}. */
    long oldest(int kind, long decidedNanos, long nowNanos) {
        for (final Fill fill : fills) {
            if (fill.toldNanos > decidedNanos && world.isTakenBeside(fill.kind, kind)) {
                return fill.atNanos;
            }
        }
        return nowNanos;
    }
}
