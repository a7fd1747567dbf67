package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gatekeeper.demo.VenueReport.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Settles what an earlier session left open: asks the venue what became of each order, brings the facts that were missed, and cancels what
 * still rests. What the venue cannot have is released only if it was asked for after the venue's acceptance delay.
 *
 * <p>Threading: the back office's thread.
 */
final class OldOrders {
    /** Longer than the venue takes to accept an order, and than a dead router's bytes stay on the way. */
    static final long ACCEPTANCE_DELAY_NANOS = 800_000_000L;

    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;
    private static final String RESERVED = "RESERVED";

    private final Lane lane;
    private final FactTeller facts;
    private final VenueOrders venue;
    private final Long2ObjectHashMap<OldOrder> orders = new Long2ObjectHashMap<>();

    private int neverSent;
    private int neverArrived;
    private int endedMeanwhile;
    private int cancelled;
    private int fillsBrought;

    OldOrders(Lane lane, VenueOrders venue) {
        this.lane = lane;
        this.facts = new FactTeller(lane);
        this.venue = venue;
    }

    /** One of them. */
    private static final class OldOrder {
        final ReservationView reservation;
        long cumQuantity;
        /** Filled, as far as this session has told the gate. */
        long toldQuantity;

        long askAtNanos;
        int notFound;
        boolean cancelAsked;

        OldOrder(ReservationView reservation) {
            this.reservation = reservation;
            this.cumQuantity = reservation.filled();
        }
    }

    /** Takes over what was left. Orders that were not sent are released at once. */
    void take(Collection<ReservationView> left, long nowNanos) {
        final List<ReservationView> again = new ArrayList<>();
        for (final ReservationView reservation : left) {
            if (!reservation.state().equals(RESERVED)) {
                final OldOrder order = new OldOrder(reservation);
                order.askAtNanos = nowNanos;
                orders.put(reservation.orderKey(), order);
            } else if (lane.release(reservation.id(), 0, ReleaseReason.NOT_SENT) == FactResult.JOURNAL_FULL.code()) {
                again.add(reservation);
            } else {
                neverSent++;
            }
        }
        if (!again.isEmpty()) {
            throw new DemoException(
                    "the back office's ring is full: " + again.size() + " reservations could not be released");
        }
    }

    /** Whether all have been settled. */
    boolean done() {
        return orders.isEmpty();
    }

    int open() {
        return orders.size();
    }

    /** Asks after those whose time has come. */
    int work(long nowNanos) {
        int asked = 0;
        for (final OldOrder order : orders.values()) {
            if (nowNanos - order.askAtNanos >= 0 && venue.hasRoom()) {
                order.askAtNanos = nowNanos + ASK_AGAIN_NANOS;
                venue.status(order.reservation.orderKey());
                asked++;
            }
        }
        return asked;
    }

    /** Takes a report. Returns false if the ring is full and the report must be told again. */
    boolean take(VenueReport report, long nowNanos) {
        final OldOrder order = orders.get(report.orderKey());
        if (order == null) {
            return true;
        }
        if (report.kind() == Kind.FILL && !report.ended() && report.cumQuantity() <= order.toldQuantity) {
            // asked again because a row's slots were full: only what is missing is told
            return true;
        }
        if (report.kind() == Kind.STATUS_NOT_FOUND && order.notFound++ == 0) {
            order.askAtNanos = nowNanos + ACCEPTANCE_DELAY_NANOS;
            return true;
        }
        if (report.kind() == Kind.REPLACED
                || report.kind() == Kind.REPLACE_REFUSED
                || report.kind() == Kind.CALL_FAILED) {
            // an amend of an earlier session keeps the larger hold until the order's end
            return true;
        }
        final int result = facts.tell(order.reservation.id(), report);
        if (result == FactResult.JOURNAL_FULL.code()) {
            return false;
        }
        if (result == FactResult.UNCERTAIN.code()) {
            order.askAtNanos = nowNanos + ACCEPTANCE_DELAY_NANOS;
            return true;
        }
        follow(order, report);
        return true;
    }

    private void follow(OldOrder order, VenueReport report) {
        if (report.kind() == Kind.FILL) {
            order.toldQuantity = report.cumQuantity();
        }
        if (report.kind() == Kind.FILL && report.cumQuantity() > order.cumQuantity) {
            order.cumQuantity = report.cumQuantity();
            fillsBrought++;
        }
        if (report.kind() == Kind.STATUS_NOT_FOUND) {
            neverArrived++;
            orders.remove(report.orderKey());
        } else if (report.kind() == Kind.STATUS && !report.ended()) {
            order.cancelAsked = true;
            venue.cancel(order.reservation.instrument(), report.orderKey(), report.revision());
        } else if (isEnd(report)) {
            if (order.cancelAsked) {
                cancelled++;
            } else {
                endedMeanwhile++;
            }
            orders.remove(report.orderKey());
        }
    }

    private static boolean isEnd(VenueReport report) {
        return switch (report.kind()) {
            // the executions of a status answer come before it: the order's end is told by the answer itself or by the
            // stream
            case CANCELLED, EXPIRED, REJECTED, STATUS -> report.ended();
            case FILL -> report.ended();
            default -> false;
        };
    }

    @Override
    public String toString() {
        return neverSent + " never sent, " + neverArrived + " never arrived, " + endedMeanwhile + " ended meanwhile, "
                + cancelled + " cancelled; " + fillsBrought + " fills brought";
    }
}
