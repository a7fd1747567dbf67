package io.tollgate.gate.keeper;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.Side;

/** What a fill does to the cash or position that its line draws on. Amounts in the asset's unit. Stateless. */
final class FillCash {
    /** Cash of a fill that has none because a sum is beyond an amount; no fill's cash, which may be below zero, is this. */
    static final long NO_AMOUNT = Long.MIN_VALUE;

    private FillCash() {}

    /** Cash that a fill takes, at worst, or {@link #NO_AMOUNT}: what sales bring counts only up to the fill's own margin. */
    static long cashOf(CostRule rule, long price, long quantity, long fee) {
        final long worstFee = fee == Long.MIN_VALUE ? rule.worstFee(price, quantity) : Math.max(fee, 0);
        if (worstFee < 0) {
            return NO_AMOUNT;
        }
        final long principal;
        if (rule.side() == Side.BUY) {
            principal = rule.principal(price, quantity);
        } else if (rule.side() == Side.SELL_TO_OPEN) {
            final long credit = rule.creditFloor(price, quantity);
            return credit < 0 ? NO_AMOUNT : worstFee - credit;
        } else {
            // closes a position: draws the position, in its own unit, in which there is no fee
            final long drawn = rule.marginOf(quantity);
            return drawn < 0 ? NO_AMOUNT : drawn;
        }
        return principal < 0 ? NO_AMOUNT : Math.addExact(principal, worstFee);
    }

    static long marginOf(CostRule rule, long quantity) {
        return rule.side() == Side.SELL_TO_OPEN ? rule.marginOf(quantity) : 0;
    }

    /** Cash that a closing fill takes at worst. */
    static long cashOfClosing(LineInfo line, LineInfo.CashLeg leg, long price, long quantity, long fee) {
        final long worstFee = fee == Long.MIN_VALUE ? leg.rule().worstFee(price, quantity) : Math.max(fee, 0);
        if (worstFee < 0 || line.rule().side() == Side.SELL_TO_CLOSE) {
            return worstFee < 0 ? NO_AMOUNT : worstFee;
        }
        final long principal = leg.rule().principal(price, quantity);
        return principal < 0 ? NO_AMOUNT : Math.addExact(principal, worstFee);
    }

    /**
     * What the ledger may show for a fill: its value, and a fee from what was told to the worst case, or to what was told if that is more.
     *
     * @param rule of the cash
     * @param cash charged for it, the fee included
     * @param fee as told, or {@link Long#MIN_VALUE}
     */
    static DebitPairs.Price priceOf(CostRule rule, long cash, long price, long quantity, long fee) {
        final long worst = Math.max(0, rule.worstFee(price, quantity));
        final boolean isTold = fee != Long.MIN_VALUE;
        final long charged = isTold ? Math.max(fee, 0) : worst;
        return new DebitPairs.Price(cash - charged, charged, isTold ? charged : 0, Math.max(charged, worst));
    }
}
