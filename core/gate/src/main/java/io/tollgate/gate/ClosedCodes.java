package io.tollgate.gate;

import io.tollgate.sbe.BalanceStatus;

/** The refusal that a closed balance gives, by its published status. */
final class ClosedCodes {
    private static final int[] BY_STATUS = new int[8];

    static {
        java.util.Arrays.fill(BY_STATUS, Decision.UNKNOWN_BALANCE.code());
        BY_STATUS[BalanceStatus.STALE.value()] = Decision.STALE.code();
        BY_STATUS[BalanceStatus.RECONCILING.value()] = Decision.RECONCILING.code();
        BY_STATUS[BalanceStatus.STOPPED.value()] = Decision.FEED_STOPPED.code();
        BY_STATUS[BalanceStatus.JOURNAL_FULL.value()] = Decision.CLOSED.code();
    }

    private ClosedCodes() {}

    static int of(int status) {
        return BY_STATUS[status & 7];
    }
}
