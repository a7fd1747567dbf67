package io.tollgate.journal.explain;

import io.tollgate.gate.money.CostRule;

/**
 * A line as registered.
 *
 * @param lineId its number
 * @param balanceId balance it draws on
 * @param scopeId what its reservations are summed over
 * @param takenAtStart {@code taken} of the scope when its generation began
 * @param instrument its instrument
 * @param rule its cost, with its side and scales
 * @param sinceNanos clock of the registration
 */
public record LineFacts(
        int lineId, int balanceId, int scopeId, long takenAtStart, String instrument, CostRule rule, long sinceNanos) {
    @Override
    public String toString() {
        return rule.side() + " " + instrument;
    }
}
