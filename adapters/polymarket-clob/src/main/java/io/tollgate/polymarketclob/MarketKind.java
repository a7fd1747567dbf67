package io.tollgate.polymarketclob;

import java.math.BigInteger;

/** What settles a market's orders, and so which contract must be allowed to draw the money. */
public enum MarketKind {
    /** CTF exchange, version 2. */
    NORMAL,
    /** Neg-risk CTF exchange, version 2: markets of an event of which one outcome wins ({@code neg_risk}, {@code nr}). */
    NEG_RISK,
    /** Exchange version 3: positions of protocol version 2. */
    V2_POSITION;

    private static final BigInteger V2_MASK =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE).shiftLeft(40);

    /** The kind of a token's market. */
    public static MarketKind of(String tokenId, boolean negRisk) {
        return isV2Position(tokenId) ? V2_POSITION : negRisk ? NEG_RISK : NORMAL;
    }

    /** Whether a token is a position of protocol version 2: bits 40 to 103 of its number are zero. */
    public static boolean isV2Position(String tokenId) {
        return new BigInteger(tokenId).and(V2_MASK).signum() == 0;
    }
}
