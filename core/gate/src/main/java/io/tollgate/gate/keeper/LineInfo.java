package io.tollgate.gate.keeper;

import io.tollgate.gate.money.CostRule;
import org.jspecify.annotations.Nullable;

/**
 * A line as BookKeeper sees it.
 *
 * @param lineId its number
 * @param scopeId scope of its reservations
 * @param rule what orders on it cost
 * @param balance what it draws on
 * @param instrument what its ledger entries are filed under
 * @param cash what a closing line's fills do to cash, if the caller said which cash
 */
record LineInfo(
        int lineId,
        int scopeId,
        CostRule rule,
        BalanceState balance,
        InstrumentState instrument,
        @Nullable CashLeg cash) {

    /**
     * Cash beside a position.
     *
     * @param rule value and fee of a fill, as of a buy
     * @param balance the cash
     * @param instrument what its ledger entries are filed under
     */
    record CashLeg(CostRule rule, BalanceState balance, InstrumentState instrument) {}
}
