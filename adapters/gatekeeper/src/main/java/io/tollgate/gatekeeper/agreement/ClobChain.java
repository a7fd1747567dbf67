package io.tollgate.gatekeeper.agreement;

import io.tollgate.simulator.polymarketclob.ClobVenue;
import java.util.PriorityQueue;

/**
 * Settles trades some time after they matched, a few of them not at all. What is due is settled before anybody looks.
 * One thread.
 */
final class ClobChain {
    private static final long SOONEST = 2 * Delays.SECOND;
    /** A chain is slow now and then; the figure has no meaning but that it repeats. */
    private static final int SPREAD_SECONDS = 29;

    private static final int FAILED_OF = 97;

    /** A trade that is matched; {@code order} keeps those that are due at once in the order in which they came. */
    private record Matched(long dueNanos, long order, String tradeId, String asset, long brings, String brought)
            implements Comparable<Matched> {
        @Override
        public int compareTo(Matched other) {
            final int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Is told what comes back or in with a settlement. */
    interface Inflows {
        void came(String asset, long amount);
    }

    private final ClobVenue venue;
    private final SimulatedTime time;
    private final Inflows inflows;
    private final Runnable told;
    private final PriorityQueue<Matched> matched = new PriorityQueue<>();
    private long trades;

    /** @param told runs when something has settled, which the venue tells its users at once */
    ClobChain(ClobVenue venue, SimulatedTime time, Inflows inflows, Runnable told) {
        this.venue = venue;
        this.time = time;
        this.inflows = inflows;
        this.told = told;
    }

    /**
     * A trade matched.
     *
     * @param desk wakes the chain when it is due
     * @param asset what its order draws on
     * @param brought what it brings when it settles
     * @param brings how much of it
     */
    void matched(Desk desk, String tradeId, String asset, String brought, long brings) {
        final long due = time.nanoTime() + SOONEST + trades * 7 % SPREAD_SECONDS * Delays.SECOND;
        matched.add(new Matched(due, trades++, tradeId, asset, brings, brought));
        desk.at(due, () -> {
            catchUp();
            told.run();
        });
    }

    /** Settles what is due. */
    void catchUp() {
        final long nanos = time.nanoTime();
        while (!matched.isEmpty() && matched.peek().dueNanos() <= nanos) {
            final Matched trade = matched.remove();
            if (trade.order() % FAILED_OF == FAILED_OF - 1) {
                final long before = venue.committed(trade.asset());
                venue.fail(trade.tradeId());
                inflows.came(trade.asset(), before - venue.committed(trade.asset()));
            } else {
                venue.settle(trade.tradeId());
                inflows.came(trade.brought(), trade.brings());
            }
        }
    }
}
