package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Balance;
import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gatekeeper.demo.FlowCounts.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One router thread with its own lane: places orders on a planned timetable (open loop: an answer that is late does not slow the plan), and
 * follows them to their end.
 *
 * <p>Threading: {@link #run} is the thread. {@link #inbox} takes reports from the network's thread, {@link #stopPlacing} and {@link
 * #finish} come from the one that started it.
 */
final class RouterLane implements Runnable {
    private static final int MOST_ORDERS_A_TURN = 64;
    /** With so many orders of which the venue has said nothing, or half a second's worth, it is behind: orders are skipped. */
    private static final int LEAST_UNACKNOWLEDGED = 200;

    /**
     * While the JVM is cold, no more than so many orders are on their way. The lane is warm when it was not held back by this for a while and
     * a third of a second's orders were acknowledged, or after the longest warm-up.
     */
    private static final int COLD_UNACKNOWLEDGED = 50;

    private static final long WARM_AFTER_NANOS = 700_000_000L;
    private static final long LONGEST_WARM_UP_NANOS = 8_000_000_000L;

    private static final long LONGEST_PARK_NANOS = 500_000;
    private static final int ACCEPTED = FactResult.ACCEPTED.code();
    private static final int APPROVED = Decision.APPROVED.code();

    private final int number;
    private final int session;
    private final Lane lane;
    private final Balance balance;
    private final VenueOrders venue;
    private final OrderFlow flow;
    private final ShortLivedMarket shortLived;
    private final long intervalNanos;
    private final int mostUnacknowledged;
    private final long warmAfterOrders;
    private final LaneOrders orders;
    private final DecisionCounts decisions = new DecisionCounts();
    private final FlowCounts counts = new FlowCounts();
    private final SingleWriterRecorder reserveNanos =
            new SingleWriterRecorder(Latencies.HIGHEST_NANOS, Latencies.DIGITS);
    private final List<Line> lastingLines = new ArrayList<>();

    private @Nullable Line shortLivedLine;
    private String shortLivedSymbol = "";
    private long sequence;
    private long heldBackNanos;
    private volatile boolean warm;
    private volatile boolean placing = true;
    private volatile boolean finished;
    private volatile int openOrders;
    private volatile @Nullable Throwable failure;

    RouterLane(
            int number,
            int session,
            DemoOptions options,
            Lane lane,
            Balance balance,
            VenueOrders venue,
            ShortLivedMarket shortLived) {
        this.number = number;
        this.session = session;
        this.lane = lane;
        this.balance = balance;
        this.venue = venue;
        this.shortLived = shortLived;
        this.flow = new OrderFlow(options.seed(), number, Markets.LASTING.size());
        this.intervalNanos = 1_000_000_000L * options.lanes() / options.ordersPerSecond();
        this.warmAfterOrders = options.ordersPerSecond() / options.lanes() / 3;
        this.mostUnacknowledged = Math.max(LEAST_UNACKNOWLEDGED, options.ordersPerSecond() / options.lanes() / 2);
        this.orders = new LaneOrders(lane, venue, flow, decisions, counts);
    }

    ReportQueue inbox() {
        return orders.inbox();
    }

    DecisionCounts decisions() {
        return decisions;
    }

    FlowCounts counts() {
        return counts;
    }

    SingleWriterRecorder reserveNanos() {
        return reserveNanos;
    }

    SingleWriterRecorder acknowledgeNanos() {
        return orders.acknowledgeNanos();
    }

    /** Whether the JVM is warm enough for the plan. */
    boolean isWarm() {
        return warm;
    }

    /** Orders that have not ended yet. */
    int openOrders() {
        return openOrders;
    }

    /** What ended the thread before its time, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** No new orders; those that rest are cancelled. */
    void stopPlacing() {
        placing = false;
    }

    /** Ends the thread; no report waits for it any more. */
    void finish() {
        finished = true;
        inbox().abandon();
    }

    @Override
    public void run() {
        try {
            for (final String symbol : Markets.LASTING) {
                lastingLines.add(lane.bind(balance, Markets.buyLine(symbol)));
            }
            loop();
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void loop() {
        final long started = System.nanoTime();
        heldBackNanos = started;
        long planned = started + number * (intervalNanos / 2);
        boolean cancelledAll = false;
        while (!finished) {
            long now = System.nanoTime();
            int work = orders.work(now);
            if (!warm) {
                warmUp(now, started);
            }
            if (placing) {
                for (int i = 0; i < MOST_ORDERS_A_TURN && planned - now <= 0; i++) {
                    place(now);
                    planned += intervalNanos;
                    work++;
                }
            } else if (!cancelledAll) {
                cancelledAll = true;
                orders.cancelAll();
            }
            openOrders = orders.open();
            if (work == 0) {
                now = System.nanoTime();
                final long untilNext = placing ? planned - now : LONGEST_PARK_NANOS;
                LockSupport.parkNanos(Math.max(1, Math.min(LONGEST_PARK_NANOS, untilNext)));
            }
        }
    }

    /** Whether the plan has to let this order go because the venue is behind. */
    private boolean isHeldBack(long nowNanos) {
        if (warm) {
            final boolean behind = !venue.hasRoom() || orders.unacknowledged() >= mostUnacknowledged;
            if (behind) {
                counts.increment(Count.SKIPPED);
            }
            return behind;
        }
        if (orders.unacknowledged() >= COLD_UNACKNOWLEDGED) {
            heldBackNanos = nowNanos;
            return true;
        }
        return false;
    }

    private void warmUp(long nowNanos, long startedNanos) {
        final boolean keepsUp = nowNanos - heldBackNanos > WARM_AFTER_NANOS && orders.acknowledged() >= warmAfterOrders;
        warm = keepsUp || nowNanos - startedNanos > LONGEST_WARM_UP_NANOS;
    }

    // ---- decisions ----

    private void place(long nowNanos) {
        flow.draw();
        if (isHeldBack(nowNanos)) {
            return;
        }
        final int market = flow.market();
        final Line line = market < lastingLines.size() ? lastingLines.get(market) : shortLivedLine();
        final String symbol = market < lastingLines.size() ? Markets.LASTING.get(market) : shortLivedSymbol;
        // the first decision is a reserve: its order key marks where the session begins in the journal
        if (flow.asksFirst() && sequence > 0) {
            final int answer = line.canAfford(flow.price(), flow.size(), System.nanoTime());
            decisions.count(answer);
            if (answer != APPROVED) {
                return;
            }
        }
        final long key = OrderKey.of(session, number, sequence++);
        final long before = System.nanoTime();
        final long reservation = line.reserve(flow.price(), flow.size(), key, before);
        final long after = System.nanoTime();
        reserveNanos.recordValue(Math.min(after - before, Latencies.HIGHEST_NANOS));
        decisions.countReservation(reservation);
        if (reservation < 0) {
            return;
        }
        final RoutedOrder order = new RoutedOrder(key, reservation, line, symbol, flow.price(), flow.size());
        if (!flow.sends()) {
            counts.increment(Count.NOT_SENT);
            if (flow.flip()) {
                // the other half runs into the time-out
                orders.abandon(order, after);
            }
            return;
        }
        if (lane.sent(reservation) != ACCEPTED) {
            // halted or full: it stays unsent and ends by its time-out
            counts.increment(Count.NOT_SENT);
            return;
        }
        orders.follow(order, after);
        counts.increment(Count.ORDERS_SENT);
        venue.insert(symbol, key, order.price, order.size);
    }

    private Line shortLivedLine() {
        final String symbol = shortLived.symbol();
        Line line = shortLivedLine;
        if (line == null || !symbol.equals(shortLivedSymbol)) {
            line = lane.bind(balance, Markets.buyLine(symbol));
            shortLivedLine = line;
            shortLivedSymbol = symbol;
        }
        return line;
    }
}
