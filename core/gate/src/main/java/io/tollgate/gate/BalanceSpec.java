package io.tollgate.gate;

import java.util.Objects;

/**
 * A balance to register, and the rules by which its money data is believed.
 *
 * @param venue who holds the money, at most 32 ASCII characters
 * @param account the venue's name of the account, at most 128
 * @param asset currency, outcome token or signed position, at most 96
 * @param assetScale amounts are in units of 10^-assetScale, 0 to 9
 * @param scopes what open reservations are summed over
 * @param rules how money data is believed
 */
public record BalanceSpec(
        String venue, String account, String asset, int assetScale, Scopes scopes, BalanceRules rules) {

    /** Begins the asset of a long position. */
    public static final String LONG = "long ";
    /** Begins the asset of a short position. */
    public static final String SHORT = "short ";

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
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(rules, "rules");
    }

    /**
     * With the scopes of a venue that sums each side of an instrument for itself, or careful.
     *
     * @param venueExact {@link Scopes#INSTRUMENT_SIDE}, else {@link Scopes#CAREFUL}
     */
    public BalanceSpec(
            String venue, String account, String asset, int assetScale, boolean venueExact, BalanceRules rules) {
        this(venue, account, asset, assetScale, venueExact ? Scopes.INSTRUMENT_SIDE : Scopes.CAREFUL, rules);
    }

    /** In careful mode. */
    public static BalanceSpec careful(String venue, String account, String asset, int assetScale, BalanceRules rules) {
        return new BalanceSpec(venue, account, asset, assetScale, Scopes.CAREFUL, rules);
    }

    /**
     * What can be sold of a long position, or bought back of a short one: a balance like cash, fed by reads of the account's positions.
     *
     * @param instrument the venue's name of the instrument, at most 90 ASCII characters
     * @param isShort the short position; else the long one
     * @param sizeScale quantities are in units of 10^-sizeScale
     */
    public static BalanceSpec position(
            String venue, String account, String instrument, boolean isShort, int sizeScale, BalanceRules rules) {
        return careful(venue, account, positionAsset(instrument, isShort), sizeScale, rules);
    }

    /**
     * What one spender contract may draw of an asset: a limit beside the balance's, fed by reads of the allowance. A read of {@link
     * io.tollgate.gate.money.Amounts#UNLIMITED} or more is told as that, and is never lowered.
     *
     * @param spender the contract
     */
    public static BalanceSpec allowance(
            String venue, String account, String asset, String spender, int assetScale, BalanceRules rules) {
        return careful(venue, account, asset + " for " + spender, assetScale, rules);
    }

    /** Asset of a position's balance. */
    public static String positionAsset(String instrument, boolean isShort) {
        return (isShort ? SHORT : LONG) + instrument;
    }

    private static void name(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be blank: give the venue's own name");
        }
    }
}
