package io.tollgate.simulator.polymarketclob;

/**
 * An order as it is asked for. Amounts in millionths of pUSD or of a share.
 *
 * @param salt makes it unique
 * @param maker the wallet that pays, lower case with 0x
 * @param signer who signed
 * @param tokenId the outcome token
 * @param buy whether it buys
 * @param makerAmount what it gives: pUSD of a buy, shares of a sell
 * @param takerAmount what it wants
 * @param signatureType 0 to 3
 * @param timestampMillis signed
 * @param expirationSeconds of a GTD order; 0 for none
 * @param metadata 0x and 64 digits, signed
 * @param builder 0x and 64 digits, signed
 * @param orderType GTC, GTD, FOK or FAK
 * @param postOnly whether it must rest
 */
public record ClobOrderRequest(
        long salt,
        String maker,
        String signer,
        String tokenId,
        boolean buy,
        long makerAmount,
        long takerAmount,
        int signatureType,
        long timestampMillis,
        long expirationSeconds,
        String metadata,
        String builder,
        String orderType,
        boolean postOnly) {
    private static final String ZERO = "0x" + "0".repeat(64);

    /** A GTC order without a signature, for {@link ClobVenue#submit}: there nobody checks it. */
    public static ClobOrderRequest limit(
            long salt, String maker, String tokenId, boolean buy, long makerAmount, long takerAmount) {
        return new ClobOrderRequest(
                salt, maker, maker, tokenId, buy, makerAmount, takerAmount, 0, 0, 0, ZERO, ZERO, "GTC", false);
    }

    long shares() {
        return buy ? takerAmount : makerAmount;
    }

    long cash() {
        return buy ? makerAmount : takerAmount;
    }
}
