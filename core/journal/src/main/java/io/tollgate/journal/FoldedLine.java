package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;

/**
 * A registered line.
 *
 * @param lineId its number
 * @param balanceId balance it draws on
 * @param scopeId scope its reservations are summed in
 * @param rule its cost rule
 * @param instrument name
 * @param sinceNanos clock of its record
 */
record FoldedLine(int lineId, int balanceId, int scopeId, CostRule rule, String instrument, long sinceNanos) {}
