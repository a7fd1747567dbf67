package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.recovery.JournaledState.JournaledCash;
import org.jspecify.annotations.Nullable;

/**
 * A registered line.
 *
 * @param lineId its number
 * @param balanceId balance it draws on
 * @param scopeId scope its reservations are summed in
 * @param rule its cost rule
 * @param instrument name
 * @param sinceNanos clock of its record
 * @param market0 first word of the market's digest, or 0
 * @param market1 second word of the market's digest, or 0
 * @param cash what a closing line's fills move of cash, or null
 */
record FoldedLine(
        int lineId,
        int balanceId,
        int scopeId,
        CostRule rule,
        String instrument,
        long sinceNanos,
        long market0,
        long market1,
        @Nullable JournaledCash cash) {

    /**
     * Cash of a record.
     *
     * @param balanceId the cash, or a negative number: none, or a record from before version 3
     * @throws IllegalArgumentException if there is no such fee
     */
    static @Nullable JournaledCash cash(int balanceId, int feeKind, long rate, long rounding, long slack) {
        if (balanceId < 0) {
            return null;
        }
        final FeeRule.Kind kind = FeeRule.Kind.of(feeKind);
        return new JournaledCash(
                balanceId, kind == FeeRule.Kind.NONE ? FeeRule.none() : new FeeRule(kind, rate, rounding, slack));
    }

    /** What a closing fill takes of cash at worst, as of a buy. */
    CostRule cashRule(JournaledCash of, int cashScale) {
        return new CostRule(Side.BUY, rule.priceScale(), rule.sizeScale(), cashScale, rule.maxPrice(), of.fee());
    }
}
