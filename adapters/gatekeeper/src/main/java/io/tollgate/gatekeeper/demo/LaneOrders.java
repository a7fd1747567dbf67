package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gatekeeper.demo.FlowCounts.Count;
import io.tollgate.gatekeeper.demo.OrderTimers.Action;
import io.tollgate.gatekeeper.demo.OrderTimers.Timer;
import io.tollgate.gatekeeper.demo.VenueReport.Kind;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one lane on their way: amends and cancels when it is time, tells the gate what the venue reports, asks after what does not
 * end.
 *
 * <p>Threading: the lane's thread; {@link #inbox} takes reports from any.
 */
final class LaneOrders {
    private static final int MOST_REPORTS_A_TURN = 256;
    /** An order that did not end this long after it was to be cancelled is asked after. */
    private static final long LOOK_AFTER_NANOS = 2_000_000_000L;
    /** After a call failed: longer than the venue takes to accept an order. */
    private static final long ACCEPTANCE_DELAY_NANOS = 500_000_000L;

    private static final long RETRY_NANOS = 500_000L;

    private final Lane lane;
    private final VenueOrders venue;
    private final OrderFlow flow;
    private final DecisionCounts decisions;
    private final FlowCounts counts;
    private final FactTeller facts;
    private final ReportQueue inbox = new ReportQueue();
    private final Long2ObjectHashMap<RoutedOrder> orders = new Long2ObjectHashMap<>();
    private final OrderTimers timers = new OrderTimers();
    private final SingleWriterRecorder acknowledgeNanos =
            new SingleWriterRecorder(Latencies.HIGHEST_NANOS, Latencies.DIGITS);
    private @Nullable VenueReport untold;
    private int unacknowledged;

    LaneOrders(Lane lane, VenueOrders venue, OrderFlow flow, DecisionCounts decisions, FlowCounts counts) {
        this.lane = lane;
        this.venue = venue;
        this.flow = flow;
        this.decisions = decisions;
        this.counts = counts;
        this.facts = new FactTeller(lane);
    }

    ReportQueue inbox() {
        return inbox;
    }

    /** From an order's bytes to the venue's acknowledgement, at the lane. */
    SingleWriterRecorder acknowledgeNanos() {
        return acknowledgeNanos;
    }

    /** Orders that have not ended, and reports that have not been told. */
    int open() {
        return orders.size() + (untold == null ? 0 : 1);
    }

    /** Orders that left and of which the venue has said nothing. */
    int unacknowledged() {
        return unacknowledged;
    }

    /** Orders of which the venue has said something. */
    long acknowledged() {
        return counts.get(Count.ORDERS_SENT) - unacknowledged;
    }

    /** Takes over an order whose bytes are leaving. */
    void follow(RoutedOrder order, long nowNanos) {
        order.sentNanos = nowNanos;
        unacknowledged++;
        orders.put(order.key, order);
        if (flow.amends()) {
            timers.at(nowNanos + flow.amendAfterNanos(), Action.AMEND, order);
        }
        timers.at(nowNanos + flow.cancelAfterNanos(), Action.CANCEL, order);
    }

    /** Gives back what was reserved for an order that is not sent. */
    void abandon(RoutedOrder order, long nowNanos) {
        if (lane.release(order.reservation, 0, ReleaseReason.NOT_SENT) == FactResult.JOURNAL_FULL.code()) {
            counts.increment(Count.FACTS_RETRIED);
            timers.at(nowNanos + RETRY_NANOS, Action.ABANDON, order);
        }
    }

    /** Cancels everything that rests. */
    void cancelAll() {
        orders.values().forEach(this::cancel);
    }

    /** Does what is due. */
    int work(long nowNanos) {
        int done = takeReports(nowNanos);
        for (Timer timer = timers.poll(nowNanos); timer != null; timer = timers.poll(nowNanos)) {
            done++;
            final RoutedOrder order = timer.order();
            switch (timer.action()) {
                case AMEND -> amend(order);
                case CANCEL -> cancel(order);
                case LOOK -> look(order);
                case ABANDON -> abandon(order, nowNanos);
            }
        }
        return done;
    }

    private void amend(RoutedOrder order) {
        if (order.ended || order.amendInFlight || order.cancelAsked || !order.acknowledged || !venue.hasRoom()) {
            return;
        }
        final long price = flow.amendedPrice(order.price);
        final long size = flow.amendedSize(order.size, order.cumQuantity);
        final int answer = order.line.amend(order.reservation, price, size, System.nanoTime());
        decisions.count(answer);
        if (answer == Decision.APPROVED.code()) {
            order.amendInFlight = true;
            order.lastRevision++;
            venue.replace(order.symbol, order.key, order.revision, order.lastRevision, price, size);
        }
    }

    private void cancel(RoutedOrder order) {
        if (order.ended) {
            return;
        }
        order.cancelAsked = true;
        // else by which id the venue knows the order, or whether it does, is told soon
        if (!order.amendInFlight && order.acknowledged) {
            venue.cancel(order.symbol, order.key, order.revision);
        }
        lookAt(order, System.nanoTime() + LOOK_AFTER_NANOS);
    }

    private void cancelIfAsked(RoutedOrder order) {
        if (order.cancelAsked && !order.ended) {
            venue.cancel(order.symbol, order.key, order.revision);
        }
    }

    private void lookAt(RoutedOrder order, long dueNanos) {
        if (!order.lookSet) {
            order.lookSet = true;
            timers.at(dueNanos, Action.LOOK, order);
        }
    }

    private void look(RoutedOrder order) {
        order.lookSet = false;
        if (order.ended) {
            return;
        }
        if (venue.hasRoom()) {
            counts.increment(Count.STATUS_REQUESTS);
            venue.status(order.key);
        }
        lookAt(order, System.nanoTime() + LOOK_AFTER_NANOS);
    }

    // ---- reports ----

    private int takeReports(long nowNanos) {
        int taken = 0;
        VenueReport report = untold != null ? untold : inbox.poll();
        while (report != null) {
            if (!take(report, nowNanos)) {
                untold = report;
                counts.increment(Count.FACTS_RETRIED);
                return taken;
            }
            untold = null;
            taken++;
            report = taken < MOST_REPORTS_A_TURN ? inbox.poll() : null;
        }
        return taken;
    }

    /** Returns false if the ring is full and the report must be told again. */
    private boolean take(VenueReport report, long nowNanos) {
        final RoutedOrder order = orders.get(report.orderKey());
        if (order == null || isOld(order, report)) {
            // what comes twice or after the end is at the gate already
            return true;
        }
        if (report.kind() == Kind.STATUS_NOT_FOUND && order.notFound++ == 0) {
            // it may still be on its way: only a later answer counts
            lookAt(order, nowNanos + ACCEPTANCE_DELAY_NANOS);
            return true;
        }
        final int result = facts.tell(order.reservation, report);
        if (result == FactResult.JOURNAL_FULL.code()) {
            return false;
        }
        if (result == FactResult.UNCERTAIN.code()) {
            // the row had no free slot: only an order-status answer frees it
            lookAt(order, nowNanos + ACCEPTANCE_DELAY_NANOS);
            return true;
        }
        told(order, report, nowNanos);
        return true;
    }

    private static boolean isOld(RoutedOrder order, VenueReport report) {
        return switch (report.kind()) {
            case FILL -> report.cumQuantity() <= order.cumQuantity;
            case REPLACED -> report.revision() <= order.revision;
            case REPLACE_REFUSED -> !order.amendInFlight || report.revision() != order.lastRevision;
            default -> false;
        };
    }

    private void told(RoutedOrder order, VenueReport report, long nowNanos) {
        switch (report.kind()) {
            case ACCEPTED -> {
                if (!order.acknowledged) {
                    acknowledgeNanos.recordValue(Math.min(nowNanos - order.sentNanos, Latencies.HIGHEST_NANOS));
                }
                acknowledge(order);
                cancelIfAsked(order);
            }
            case FILL -> filled(order, report);
            case CANCELLED, EXPIRED -> {
                counts.increment(Count.CANCELS);
                end(order);
            }
            case REJECTED -> {
                counts.increment(report.lackOfFunds() ? Count.REJECTS_FOR_FUNDS : Count.REJECTS);
                end(order);
            }
            case REPLACED -> {
                counts.increment(Count.AMENDS);
                order.amendInFlight = false;
                order.revision = report.revision();
                order.price = report.price();
                order.size = report.orderQuantity();
                cancelIfAsked(order);
            }
            case REPLACE_REFUSED -> {
                counts.increment(report.lackOfFunds() ? Count.AMEND_REJECTS_FOR_FUNDS : Count.AMENDS_REFUSED_BY_VENUE);
                order.amendInFlight = false;
                cancelIfAsked(order);
            }
            case STATUS -> status(order, report);
            case STATUS_NOT_FOUND -> end(order);
            case CALL_FAILED -> lookAt(order, nowNanos + ACCEPTANCE_DELAY_NANOS);
            case BUST, CANCEL_REFUSED -> {
                // the ledger tells a bust; a cancel is refused because the order has ended, which is told by itself
            }
        }
    }

    private void filled(RoutedOrder order, VenueReport report) {
        counts.increment(Count.FILLS);
        counts.add(Count.SPENT_MICROS, Markets.principalMicros(report.quantity(), report.price()) + report.feeMicros());
        order.cumQuantity = report.cumQuantity();
        if (report.ended()) {
            end(order);
        } else {
            counts.increment(Count.PARTIALS);
        }
    }

    private void acknowledge(RoutedOrder order) {
        if (!order.acknowledged) {
            order.acknowledged = true;
            unacknowledged--;
        }
    }

    private void status(RoutedOrder order, VenueReport report) {
        acknowledge(order);
        if (report.ended()) {
            end(order);
            return;
        }
        order.revision = Math.max(order.revision, report.revision());
        if (!order.amendInFlight) {
            cancelIfAsked(order);
        }
    }

    private void end(RoutedOrder order) {
        acknowledge(order);
        order.ended = true;
        orders.remove(order.key);
    }
}
