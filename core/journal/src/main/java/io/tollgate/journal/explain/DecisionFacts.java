package io.tollgate.journal.explain;

import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.ReserveDecoder;

/**
 * The numbers of a decision's record, as they are in the journal.
 *
 * @param kind check, reserve or amend
 * @param ringId the lane
 * @param sequence the record's sequence in the lane's ring
 * @param clockNanos BookKeeper's clock word when it was made, nanoseconds since the epoch
 * @param back given back, as seen
 * @param taken taken, as seen; {@code held = taken − back}
 * @param limitSeen the limit as seen, −1 closed
 * @param limitVersion its version
 * @param price price, of an amend the new one
 * @param size size, of an amend the new total
 * @param amount cost, of an amend the increment
 * @param lineId line
 * @param code the answer's number
 * @param shadow not enforced
 * @param tile {@code taken} was moved by {@code amount}
 * @param reservationId reservation, or 0
 * @param orderKey the caller's key; 0 of a check and an amend
 * @param filledSeen of an amend: filled, as seen
 * @param holdSeen of an amend: held by the order, as seen
 * @param leg of a reserve: on one of several limits of the order, which another reservation names
 */
public record DecisionFacts(
        Kind kind,
        int ringId,
        long sequence,
        long clockNanos,
        long back,
        long taken,
        long limitSeen,
        long limitVersion,
        long price,
        long size,
        long amount,
        int lineId,
        int code,
        boolean shadow,
        boolean tile,
        long reservationId,
        long orderKey,
        long filledSeen,
        long holdSeen,
        boolean leg) {
    /** What was asked. */
    public enum Kind {
        /** {@code canAfford}. */
        CHECK,
        /** {@code reserve}. */
        RESERVE,
        /** {@code amend}. */
        AMEND
    }

    /** What open reservations of the scope held, as seen. */
    public long held() {
        return taken - back;
    }

    static DecisionFacts of(int ringId, long sequence, CheckDecoder d) {
        return new DecisionFacts(
                Kind.CHECK,
                ringId,
                sequence,
                d.clockNanos(),
                d.back(),
                d.taken(),
                d.limitSeen(),
                d.limitVersion(),
                d.price(),
                d.size(),
                d.cost(),
                d.lineId(),
                d.code(),
                d.flags().shadow(),
                d.flags().tile(),
                0,
                0,
                0,
                0,
                false);
    }

    static DecisionFacts of(int ringId, long sequence, ReserveDecoder d) {
        return new DecisionFacts(
                Kind.RESERVE,
                ringId,
                sequence,
                d.clockNanos(),
                d.back(),
                d.taken(),
                d.limitSeen(),
                d.limitVersion(),
                d.price(),
                d.size(),
                d.cost(),
                d.lineId(),
                d.code(),
                d.flags().shadow(),
                d.flags().tile(),
                d.reservationId(),
                d.orderKey(),
                0,
                0,
                d.flags().leg());
    }

    static DecisionFacts of(int ringId, long sequence, AmendDecoder d) {
        return new DecisionFacts(
                Kind.AMEND,
                ringId,
                sequence,
                d.clockNanos(),
                d.back(),
                d.taken(),
                d.limitSeen(),
                d.limitVersion(),
                d.newPrice(),
                d.newSize(),
                d.delta(),
                d.lineId(),
                d.code(),
                d.flags().shadow(),
                d.flags().tile(),
                d.reservationId(),
                0,
                d.filledSeen(),
                d.holdSeen(),
                false);
    }
}
