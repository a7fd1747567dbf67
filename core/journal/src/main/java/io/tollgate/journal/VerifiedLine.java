package io.tollgate.journal;

import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.LineRegisteredDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A line as registered.
 *
 * @param balanceId what it draws on
 * @param scope what its reservations are summed over
 * @param rule its cost
 * @param sinceNanos clock of the registration
 * @param before what the number stood for before, if it was used before
 */
record VerifiedLine(
        int balanceId,
        VerifiedScope scope,
        CostRule rule,
        long sinceNanos,
        @Nullable VerifiedLine before) {

    /**
     * What the number stood for at this clock: a lane's record may stand behind a registration in the queue that it came before. The
     * oldest one known if the record is older than that.
     */
    VerifiedLine at(long clockNanos) {
        return before != null && clockNanos < sinceNanos ? before : this;
    }

    /** Without what is so old that no record can mean it. */
    VerifiedLine latest() {
        return new VerifiedLine(balanceId, scope, rule, sinceNanos, null);
    }

    /** @throws IllegalArgumentException if there is no such rule */
    static CostRule rule(LineRegisteredDecoder line, int assetScale) {
        final FeeRule.Kind kind = FeeRule.Kind.of(line.feeKindRaw());
        final FeeRule fee = kind == FeeRule.Kind.NONE
                ? FeeRule.none()
                : new FeeRule(kind, line.feeRate(), line.feeRounding(), line.feeSlack());
        return new CostRule(
                Side.of(line.sideRaw()),
                line.priceScale(),
                line.sizeScale(),
                assetScale,
                line.maxPrice(),
                fee,
                // records of version 2 have none
                Math.max(1, line.priceTick()),
                Math.max(1, line.sizeStep()));
    }
}
