package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Decision;

/**
 * An order, or an amend, on its way to the venue, with what was decided about it before it left.
 *
 * @param atNanos when it was decided
 * @param code number of the gate's {@link Decision}
 * @param patternApproves what poll-then-check decides; false for an amend
 * @param venueThen whether the venue would have taken it at that very moment
 * @param deliveredOutside what feeds had delivered of others' doings
 * @param oldestFallNanos when the oldest fall happened that they had not, or {@link Long#MAX_VALUE}
 */
record Decided(
        Ask ask,
        long atNanos,
        int code,
        boolean patternApproves,
        boolean venueThen,
        long deliveredOutside,
        long oldestFallNanos) {

    boolean approved() {
        return code == Decision.APPROVED.code();
    }

    /** It was money that was looked at, and there was not enough. */
    boolean refusedForFunds() {
        return code == Decision.INSUFFICIENT_FUNDS.code() || code == Decision.MUST_SPLIT.code();
    }
}
