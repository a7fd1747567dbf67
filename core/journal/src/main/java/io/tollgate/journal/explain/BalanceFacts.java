package io.tollgate.journal.explain;

/**
 * A balance as registered.
 *
 * @param balanceId its number
 * @param venue who holds the money
 * @param account whose it is
 * @param asset what it is
 * @param assetScale decimal places of its unit
 * @param venueExact whether each side of an instrument has a scope of its own, instead of the whole balance
 */
public record BalanceFacts(
        int balanceId, String venue, String account, String asset, int assetScale, boolean venueExact) {
    @Override
    public String toString() {
        return venue + " " + account + " " + asset;
    }
}
