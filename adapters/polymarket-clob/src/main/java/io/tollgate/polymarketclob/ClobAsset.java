package io.tollgate.polymarketclob;

import io.tollgate.rest.VenueText;
import java.util.regex.Pattern;

/**
 * What a balance is of: the collateral pUSD, or one outcome token. Both have six decimal places.
 *
 * @param tokenId the token's number in decimal; empty for the collateral
 */
public record ClobAsset(String tokenId) {
    /** Decimal places of every asset of this venue. */
    public static final int SCALE = 6;

    /** pUSD. */
    public static final ClobAsset COLLATERAL = new ClobAsset("");

    private static final Pattern TOKEN = Pattern.compile("[1-9][0-9]{0,77}");

    /** Checks the form. */
    public ClobAsset {
        if (!tokenId.isEmpty() && !TOKEN.matcher(tokenId).matches()) {
            throw new IllegalArgumentException("tokenId must be a decimal number of up to 78 digits: tokenId="
                    + VenueText.clean(tokenId) + "; take clobTokenIds of the market, not its condition id");
        }
    }

    /** An outcome token. */
    public static ClobAsset token(String tokenId) {
        if (tokenId.isEmpty()) {
            throw new IllegalArgumentException("tokenId must be given: tokenId=; use ClobAsset.COLLATERAL for pUSD");
        }
        return new ClobAsset(tokenId);
    }

    /** Whether it is pUSD. */
    public boolean isCollateral() {
        return tokenId.isEmpty();
    }

    /** {@code asset_type} on the wire. */
    String wireType() {
        if (isCollateral()) {
            return "COLLATERAL";
        }
        return MarketKind.isV2Position(tokenId) ? "CONDITIONAL-V2" : "CONDITIONAL";
    }

    /** The asset's name in a {@link io.tollgate.gate.BalanceSpec}: pUSD, or the token's number. */
    public String assetName() {
        return isCollateral() ? "pUSD" : tokenId;
    }

    @Override
    public String toString() {
        return isCollateral() ? "pUSD" : "token-" + tokenId;
    }
}
