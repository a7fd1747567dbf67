package io.tollgate.journal.explain;

import io.tollgate.sbe.ScopeMode;

/**
 * A balance as registered.
 *
 * @param balanceId its number
 * @param venue who holds the money
 * @param account whose it is
 * @param asset what it is
 * @param assetScale decimal places of its unit
 * @param scopeMode number of what open reservations are summed over
 */
public record BalanceFacts(int balanceId, String venue, String account, String asset, int assetScale, int scopeMode) {
    /** What a decision is summed with. */
    String summed() {
        if (scopeMode == ScopeMode.CAREFUL.value()) {
            return "reservations of the whole balance";
        }
        return scopeMode == ScopeMode.MARKET.value()
                ? "reservations of the instrument's market"
                : "reservations of this side of the instrument";
    }

    @Override
    public String toString() {
        return venue + " " + account + " " + asset;
    }
}
