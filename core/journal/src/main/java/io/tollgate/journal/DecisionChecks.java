package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.gate.money.CostRule;
import io.tollgate.journal.DecisionRecord.Kind;
import io.tollgate.journal.ReservationLog.Reservation;
import io.tollgate.journal.ReservationLog.Suspect;
import java.util.function.Supplier;

/** Whether a decision follows from what its own record says. */
final class DecisionChecks {
    private static final int APPROVED = Decision.APPROVED.code();
    private static final int FUNDS = Decision.INSUFFICIENT_FUNDS.code();
    private static final int MUST_SPLIT = Decision.MUST_SPLIT.code();
    private static final int FIRST_CLOSED = Decision.FEED_STOPPED.code();
    private static final int LAST_CLOSED = Decision.CLOSED.code();
    private static final int LAST_ARITHMETIC = Decision.SIZE_OFF_STEP.code();

    private final Findings findings;
    private final ReservationLog reservations;

    DecisionChecks(Findings findings, ReservationLog reservations) {
        this.findings = findings;
        this.reservations = reservations;
    }

    private boolean wrong(MismatchKind kind, DecisionRecord d, Supplier<String> text) {
        findings.note(kind, d.ringId, d.sequence, text);
        return false;
    }

    /** Whether the decision spoke of money, so that the words it saw must have been there. */
    static boolean claimsMoney(DecisionRecord d) {
        if (d.tile || isUncovered(d)) {
            return true;
        }
        return d.code == APPROVED && (d.kind != Kind.AMEND || d.amount > 0);
    }

    /** Refused because the balance does not cover it. */
    private static boolean isUncovered(DecisionRecord d) {
        return d.code == FUNDS || d.code == MUST_SPLIT;
    }

    /** Returns whether all is right. */
    boolean right(DecisionRecord d, VerifiedLine line) {
        boolean right = d.kind == Kind.AMEND ? rightDelta(d, line.rule()) : rightCost(d, line.rule());
        if (d.kind != Kind.AMEND && d.scopeId != line.scope().scopeId) {
            right = wrong(
                    MismatchKind.SCOPE_DIFFERS,
                    d,
                    () -> "scope=" + d.scopeId + " line=" + d.lineId + " has " + line.scope());
        }
        // each is looked at, so that a record wrong in several ways is described in all of them
        if (d.code == MUST_SPLIT && !line.rule().side().closes()) {
            right = wrong(
                    MismatchKind.CLOSED_DIFFERS,
                    d,
                    () -> "MUST_SPLIT on a line of side " + line.rule().side());
        }
        final boolean rightTile = rightTileFlag(d);
        final boolean rightLimit = rightLimit(d);
        return right && rightTile && rightLimit;
    }

    private boolean rightCost(DecisionRecord d, CostRule rule) {
        final long cost = rule.orderCost(d.price, d.size);
        final boolean arithmetic = d.code > APPROVED && d.code <= LAST_ARITHMETIC;
        if (cost < 0 ? d.code != -cost || d.amount != 0 : arithmetic) {
            return wrong(
                    MismatchKind.PRICE_OR_SIZE,
                    d,
                    () -> "code=" + d.code + " price=" + d.price + " size=" + d.size + " cost=" + d.amount
                            + ", the line's rule says " + (cost < 0 ? "code " + -cost : "cost " + cost));
        }
        final boolean mayOmit = d.code > LAST_ARITHMETIC && d.code < FIRST_CLOSED && !d.tile && d.amount == 0;
        if (cost >= 0 && d.amount != cost && !mayOmit) {
            return wrong(
                    MismatchKind.COST,
                    d,
                    () -> "cost=" + d.amount + " price=" + d.price + " size=" + d.size + ", the line's rule says "
                            + cost);
        }
        return true;
    }

    private boolean rightDelta(DecisionRecord d, CostRule rule) {
        final long open = d.size - d.filledSeen;
        final long whole = rule.orderCost(d.price, d.size);
        final boolean priceBad = rule.cost(d.price, 1) == CostRule.INVALID_PRICE;
        final boolean offStep = whole == CostRule.PRICE_OFF_TICK || whole == CostRule.SIZE_OFF_STEP;
        final boolean judged = d.code == APPROVED || isUncovered(d);
        final boolean refusedFalsely = (d.code == 1 && !priceBad)
                || (d.code == 2 && d.size > 0 && open > 0)
                || (d.code > Decision.OVERFLOW.code() && d.code <= LAST_ARITHMETIC && d.code != -whole);
        if (refusedFalsely || (judged && (priceBad || offStep || d.size < 1))) {
            return wrong(
                    MismatchKind.PRICE_OR_SIZE,
                    d,
                    () -> "code=" + d.code + " new price=" + d.price + " new size=" + d.size + " filled="
                            + d.filledSeen);
        }
        if (!judged) {
            return true;
        }
        final Reservation reservation = reservations.withKnownPrice(d.reservationId, d.ringId);
        if (reservation == null) {
            findings.unchecked++;
            return true;
        }
        final long need = ReservationLog.need(reservation, rule, d.price, open);
        final long delta = Math.max(0, need - d.holdSeen);
        if (need < 0 || d.amount != delta) {
            reservation.suspect(new Suspect(
                    d.ringId,
                    d.sequence,
                    "delta=" + d.amount + " new price=" + d.price + " open=" + open + " hold=" + d.holdSeen
                            + ", the line's rule says " + (need < 0 ? "overflow" : delta),
                    findings.session));
            findings.unchecked++;
        }
        return true;
    }

    private boolean rightTileFlag(DecisionRecord d) {
        final boolean required = d.kind != Kind.CHECK && d.code == APPROVED && d.amount > 0;
        final boolean forbidden = d.kind == Kind.CHECK || d.amount <= 0;
        if ((required && !d.tile) || (forbidden && d.tile)) {
            return wrong(
                    MismatchKind.TILE_FLAG,
                    d,
                    () -> d.kind + " code=" + d.code + " amount=" + d.amount + " tile=" + d.tile);
        }
        return true;
    }

    private boolean rightLimit(DecisionRecord d) {
        if (d.code >= FIRST_CLOSED && d.code <= LAST_CLOSED) {
            return d.limitSeen == -1 || wrong(MismatchKind.CLOSED_DIFFERS, d, () -> limitText(d));
        }
        final boolean claims = isUncovered(d) || (d.code == APPROVED && claimsMoney(d));
        if (!claims) {
            return true;
        }
        if (d.limitSeen < 0) {
            return wrong(MismatchKind.CLOSED_DIFFERS, d, () -> limitText(d));
        }
        if (d.held() < 0 || d.amount < 0) {
            return wrong(MismatchKind.HELD_NEGATIVE, d, () -> limitText(d));
        }
        if (d.exceedsLimit() && d.code == APPROVED) {
            return wrong(MismatchKind.APPROVED_OVER_LIMIT, d, () -> limitText(d));
        }
        if (!d.exceedsLimit() && isUncovered(d)) {
            return wrong(MismatchKind.REFUSED_WITHIN_LIMIT, d, () -> limitText(d));
        }
        return true;
    }

    private static String limitText(DecisionRecord d) {
        return "code=" + d.code + " held=" + d.held() + " amount=" + d.amount + " limit=" + d.limitSeen + " version="
                + d.limitVersion;
    }
}
