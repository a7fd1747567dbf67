package io.tollgate.gate.keeper;

import io.tollgate.gate.money.CostRule;

/**
 * A line as BookKeeper sees it.
 *
 * @param lineId its number
 * @param scopeId scope of its reservations
 * @param rule what orders on it cost
 * @param balance what it draws on
 * @param instrument what its ledger entries are filed under
 */
record LineInfo(int lineId, int scopeId, CostRule rule, BalanceState balance, InstrumentState instrument) {}
