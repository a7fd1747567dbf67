package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gatekeeper.crash.Pipe.Frame;

/** Tells the gate what the venue reported, and the parent which fills the gate has accepted. Threading: the lane's thread. */
final class FactDuty {
    private static final int ACCEPTED = FactResult.ACCEPTED.code();

    private final Lane lane;
    private final Venue.Reports parent;

    FactDuty(Lane lane, Venue.Reports parent) {
        this.lane = lane;
        this.parent = parent;
    }

    /**
     * Tells one report; telling it twice changes nothing.
     *
     * @return false if the gate had no room: to be told again
     * @throws CrashTestException if the gate does not know the order
     */
    boolean tell(HeldOrder order, Frame frame) {
        final long id = order.reservation;
        switch (frame.word()) {
            case ACKED -> {
                return isTold(order, frame, lane.acked(id));
            }
            case REJECTED -> {
                return ends(order, frame, lane.release(id, 0, ReleaseReason.REJECTED));
            }
            case FILL -> {
                return fill(order, frame);
            }
            case CANCELLED -> {
                return ends(order, frame, lane.release(id, frame.value(1), ReleaseReason.CANCELLED));
            }
            case AMENDED -> {
                if (!isTold(order, frame, lane.amendAccepted(id))) {
                    return false;
                }
                if (order.amending) {
                    order.price = order.amendPrice;
                    order.size = order.amendSize;
                }
                order.amending = false;
                return true;
            }
            case AMEND_REFUSED -> {
                if (!isTold(order, frame, lane.amendRefused(id))) {
                    return false;
                }
                order.amending = false;
                return true;
            }
            case STATUS_UNKNOWN -> {
                return ends(order, frame, lane.release(id, 0, ReleaseReason.STATUS_ANSWER));
            }
            case STATUS_IS -> {
                return frame.value(1) == 1
                        ? isTold(order, frame, lane.acked(id))
                        : ends(order, frame, lane.release(id, frame.value(2), ReleaseReason.STATUS_ANSWER));
            }
            default -> throw new CrashTestException("a lane takes reports of orders: " + frame.word());
        }
    }

    private boolean fill(HeldOrder order, Frame frame) {
        final long cumQuantity = frame.value(3);
        final int code = lane.fill(
                order.reservation,
                frame.value(1),
                frame.value(2),
                cumQuantity,
                frame.value(4),
                frame.value(5),
                frame.value(6));
        if (!isTold(order, frame, code)) {
            return false;
        }
        parent.send(Word.TOLD, order.key, frame.value(1));
        order.cumQuantity = Math.max(order.cumQuantity, cumQuantity);
        return frame.value(7) == 0
                || ends(order, frame, lane.release(order.reservation, cumQuantity, ReleaseReason.FILLED));
    }

    private static boolean ends(HeldOrder order, Frame frame, int code) {
        order.over = isTold(order, frame, code);
        return order.over;
    }

    private static boolean isTold(HeldOrder order, Frame frame, int code) {
        if (code == ACCEPTED) {
            return true;
        }
        if (code == FactResult.JOURNAL_FULL.code() || code == FactResult.UNCERTAIN.code()) {
            return false;
        }
        if (code == FactResult.INVALID.code() && (frame.word() == Word.AMENDED || frame.word() == Word.AMEND_REFUSED)) {
            // an earlier life asked for it, and died before its increment was taken
            return true;
        }
        if (code == FactResult.UNKNOWN_RESERVATION.code() && order.cumQuantity >= order.size) {
            // filled whole it ended by itself, and this thread stood still for longer than tombstones are kept
            return true;
        }
        throw new CrashTestException("the gate must know an order that was sent: " + frame.word() + " of order "
                + order.key + " reservation " + order.reservation + " was answered " + FactResult.of(code));
    }
}
