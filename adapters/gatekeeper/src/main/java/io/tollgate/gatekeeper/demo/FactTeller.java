package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReleaseReason;

/**
 * Tells the gate what the venue reported. Telling a report twice changes nothing, so a report that met a full ring is told again whole.
 *
 * <p>Threading: the lane's thread.
 */
final class FactTeller {
    private static final int ACCEPTED = FactResult.ACCEPTED.code();

    private final Lane lane;

    FactTeller(Lane lane) {
        this.lane = lane;
    }

    /**
     * Tells one report.
     *
     * @return number of the {@link FactResult}: the first that is not ACCEPTED
     */
    int tell(long reservation, VenueReport report) {
        return switch (report.kind()) {
            case ACCEPTED -> lane.acked(reservation);
            case FILL -> fill(reservation, report);
            case BUST -> lane.bust(reservation, report.executionKey());
            case CANCELLED -> lane.release(reservation, report.cumQuantity(), ReleaseReason.CANCELLED);
            case EXPIRED -> lane.release(reservation, report.cumQuantity(), ReleaseReason.EXPIRED);
            case REJECTED -> lane.release(reservation, 0, ReleaseReason.REJECTED);
            case REPLACED -> lane.amendAccepted(reservation);
            case REPLACE_REFUSED -> lane.amendRefused(reservation);
            case STATUS ->
                report.ended()
                        ? lane.release(reservation, report.cumQuantity(), ReleaseReason.STATUS_ANSWER)
                        : ACCEPTED;
            case STATUS_NOT_FOUND -> lane.release(reservation, 0, ReleaseReason.STATUS_ANSWER);
            case CANCEL_REFUSED, CALL_FAILED -> ACCEPTED;
        };
    }

    private int fill(long reservation, VenueReport report) {
        final int code = lane.fill(
                reservation,
                report.executionKey(),
                report.quantity(),
                report.cumQuantity(),
                report.price(),
                report.feeMicros(),
                report.venueTimeNanos());
        if (code != ACCEPTED || !report.ended()) {
            return code;
        }
        return lane.release(reservation, report.cumQuantity(), ReleaseReason.FILLED);
    }
}
