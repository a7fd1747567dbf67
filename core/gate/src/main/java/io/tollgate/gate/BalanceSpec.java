package io.tollgate.gate;

import java.util.Objects;

/**
 * A balance to register, and the rules by which its money data is believed.
 *
 * @param venue who holds the money, at most 32 ASCII characters
 * @param account the venue's name of the account, at most 128
 * @param asset currency, outcome token or signed position, at most 96
 * @param assetScale amounts are in units of 10^-assetScale, 0 to 9
 * @param venueExact one scope for each side of each instrument, as the venue itself checks; else (careful) one for the whole balance
 * @param rules how money data is believed
 */
public record BalanceSpec(
        String venue, String account, String asset, int assetScale, boolean venueExact, BalanceRules rules) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public BalanceSpec {
        name("venue", venue);
        name("account", account);
        name("asset", asset);
        if (assetScale < 0 || assetScale > 9) {
            throw new IllegalArgumentException("assetScale must be from 0 to 9: assetScale=" + assetScale);
        }
        Objects.requireNonNull(rules, "rules");
    }

    /** In careful mode. */
    public static BalanceSpec careful(String venue, String account, String asset, int assetScale, BalanceRules rules) {
        return new BalanceSpec(venue, account, asset, assetScale, false, rules);
    }

    private static void name(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be blank: give the venue's own name");
        }
    }
}
