package io.tollgate.gate;

import io.tollgate.sbe.BalanceStatus;

/**
 * A balance as people and monitors see it; each figure is read by itself, so they need not fit together while money moves.
 *
 * @param balance which
 * @param status published status
 * @param limit published limit, or -1 for CLOSED
 * @param ledger the amount the venue says is in the balance
 * @param encumbered {@code ledger - in transit - spendable}: held back for what is not our reservations
 * @param inTransit cash of our fills that the ledger does not show yet
 * @param held what open reservations hold, all scopes
 * @param venueRefusals approved orders that the venue refused for lack of funds, ever: to be alerted on
 */
public record BalanceView(
        Balance balance,
        BalanceStatus status,
        long limit,
        long ledger,
        long encumbered,
        long inTransit,
        long held,
        long venueRefusals) {

    /** What could still be reserved in careful mode; 0 while closed. */
    public long available() {
        return limit < 0 ? 0 : Math.max(0, limit - held);
    }
}
