package io.tollgate.journal.explain;

import io.tollgate.journal.explain.DecisionExplained.Event;
import io.tollgate.journal.explain.DecisionExplained.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was known at a moment, by the clock that BookKeeper writes: its resolution is one of BookKeeper's cycles.
 *
 * @param epochNanos the moment
 * @param session the start of the gatekeeper's session; null if none had started
 * @param halt the operator's halt that stood then, or null
 * @param balances every balance
 * @param reservations reservations that held money, oldest first
 * @param lastDecisions the last decision of each lane
 */
public record MomentExplained(
        long epochNanos,
        @Nullable Event session,
        @Nullable Event halt,
        List<BalanceAt> balances,
        List<ReservationAt> reservations,
        List<DecisionExplained> lastDecisions) {

    /**
     * A balance then.
     *
     * @param balance which
     * @param limit the last publication; null if none
     * @param status the last change of its status; null if none
     * @param entry the last ledger entry; null if none
     * @param snapshot the last read; null if none
     * @param held by open reservations
     */
    public record BalanceAt(
            BalanceFacts balance,
            @Nullable Limit limit,
            @Nullable Event status,
            @Nullable Event entry,
            @Nullable Event snapshot,
            long held) {}

    /**
     * A reservation then.
     *
     * @param reservationId its id
     * @param orderKey its order's key
     * @param line its line; null if the journal does not hold it
     * @param balance its balance; null as {@code line}
     * @param price its price when it was made
     * @param size its size when it was made
     * @param held what it held
     * @param last the last that was known of it
     */
    public record ReservationAt(
            long reservationId,
            long orderKey,
            @Nullable LineFacts line,
            @Nullable BalanceFacts balance,
            long price,
            long size,
            long held,
            Event last) {}
}
