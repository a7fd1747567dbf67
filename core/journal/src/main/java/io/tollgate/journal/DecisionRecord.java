package io.tollgate.journal;

import io.tollgate.sbe.AmendDecoder;
import io.tollgate.sbe.CheckDecoder;
import io.tollgate.sbe.DecisionFlagsDecoder;
import io.tollgate.sbe.ReserveDecoder;

/** What a check, a reserve and an amend have in common; refilled for each. */
final class DecisionRecord {
    enum Kind {
        CHECK,
        RESERVE,
        AMEND
    }

    Kind kind = Kind.CHECK;
    int ringId;
    long sequence;
    long clockNanos;
    long back;
    long taken;
    long limitSeen;
    long limitVersion;
    long price;
    long size;
    /** Cost, or delta of an amend. */
    long amount;

    int lineId;
    /** Not of an amend. */
    int scopeId;

    int code;
    boolean shadow;
    boolean tile;
    /** Of a reserve: the order's next record in the ring names it. */
    boolean leg;
    /** Not of a check. */
    long reservationId;
    /** Of an amend. */
    long filledSeen;

    long holdSeen;

    private void begin(Kind ofKind, int ring, long sequenceInRing) {
        kind = ofKind;
        ringId = ring;
        sequence = sequenceInRing;
        leg = false;
        reservationId = 0;
        filledSeen = 0;
        holdSeen = 0;
    }

    private void flags(DecisionFlagsDecoder flags) {
        shadow = flags.shadow();
        tile = flags.tile();
    }

    DecisionRecord set(CheckDecoder check, int ring, long sequenceInRing) {
        begin(Kind.CHECK, ring, sequenceInRing);
        clockNanos = check.clockNanos();
        back = check.back();
        taken = check.taken();
        limitSeen = check.limitSeen();
        limitVersion = check.limitVersion();
        price = check.price();
        size = check.size();
        amount = check.cost();
        lineId = check.lineId();
        scopeId = check.scopeId();
        code = check.code();
        flags(check.flags());
        return this;
    }

    DecisionRecord set(ReserveDecoder reserve, int ring, long sequenceInRing) {
        begin(Kind.RESERVE, ring, sequenceInRing);
        clockNanos = reserve.clockNanos();
        back = reserve.back();
        taken = reserve.taken();
        limitSeen = reserve.limitSeen();
        limitVersion = reserve.limitVersion();
        price = reserve.price();
        size = reserve.size();
        amount = reserve.cost();
        reservationId = reserve.reservationId();
        lineId = reserve.lineId();
        scopeId = reserve.scopeId();
        code = reserve.code();
        flags(reserve.flags());
        leg = reserve.flags().leg();
        return this;
    }

    DecisionRecord set(AmendDecoder amend, int ring, long sequenceInRing) {
        begin(Kind.AMEND, ring, sequenceInRing);
        clockNanos = amend.clockNanos();
        back = amend.back();
        taken = amend.taken();
        limitSeen = amend.limitSeen();
        limitVersion = amend.limitVersion();
        price = amend.newPrice();
        size = amend.newSize();
        amount = amend.delta();
        reservationId = amend.reservationId();
        filledSeen = amend.filledSeen();
        holdSeen = amend.holdSeen();
        lineId = amend.lineId();
        code = amend.code();
        flags(amend.flags());
        return this;
    }

    long held() {
        return taken - back;
    }

    /** Whether held + amount is above the limit seen, which is 0 or more; held is 0 or more. */
    boolean exceedsLimit() {
        return amount > limitSeen || held() > limitSeen - amount;
    }
}
