package io.tollgate.simulator.polymarketclob;

import java.util.Locale;

/**
 * The account of a simulated venue, and where it listens.
 *
 * @param port 0 for a free one
 * @param chainId 137 or 80002
 * @param owner address of the key that owns the API key, lower case with 0x
 * @param funder the wallet that holds the money
 * @param signatureType the type of that wallet; a read with another one answers zero, as at the venue
 * @param apiKey name of the API key of nonce 0
 * @param secret URL-safe base64
 * @param passphrase any text
 * @param perMarket whether active and matched orders are summed by market (what older pages of the venue say), else over the account
 * @param laggingBalances whether the balance that is told follows the chain only when it is told to look
 * @param pageSize rows of a page
 */
public record ClobAccount(
        int port,
        long chainId,
        String owner,
        String funder,
        int signatureType,
        String apiKey,
        String secret,
        String passphrase,
        boolean perMarket,
        boolean laggingBalances,
        int pageSize) {
    /** The key of {@link #example}: of a test suite that everybody knows; no money is there. */
    public static final String EXAMPLE_PRIVATE_KEY =
            "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    /** Checks the forms. */
    public ClobAccount {
        owner = owner.toLowerCase(Locale.ROOT);
        funder = funder.toLowerCase(Locale.ROOT);
        if (!owner.matches("0x[0-9a-f]{40}") || !funder.matches("0x[0-9a-f]{40}")) {
            throw new IllegalArgumentException("owner and funder must be addresses: owner=" + owner + " funder="
                    + funder + "; 0x and 40 hexadecimal digits");
        }
        if (signatureType < 0 || signatureType > 3 || pageSize < 1) {
            throw new IllegalArgumentException("signatureType must be 0 to 3 and a page have a row: signatureType="
                    + signatureType + " pageSize=" + pageSize);
        }
    }

    /** A plain account on a free port, with credentials that a test may use. */
    public static ClobAccount example() {
        final String owner = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
        return new ClobAccount(
                0,
                137,
                owner,
                owner,
                0,
                "5f0c8f5e-0000-4000-8000-000000000001",
                "c2ltdWxhdG9yLXNlY3JldC1zaW11bGF0b3Itc2VjcmV0",
                "simulator-passphrase",
                false,
                true,
                100);
    }

    /** On another port. */
    public ClobAccount withPort(int newPort) {
        return new ClobAccount(
                newPort,
                chainId,
                owner,
                funder,
                signatureType,
                apiKey,
                secret,
                passphrase,
                perMarket,
                laggingBalances,
                pageSize);
    }

    /** With another wallet. */
    public ClobAccount withWallet(String newFunder, int newSignatureType) {
        return new ClobAccount(
                port,
                chainId,
                owner,
                newFunder,
                newSignatureType,
                apiKey,
                secret,
                passphrase,
                perMarket,
                laggingBalances,
                pageSize);
    }

    /** Summed by market or not, lagging or not, with other pages. */
    public ClobAccount withRules(boolean newPerMarket, boolean newLaggingBalances, int newPageSize) {
        return new ClobAccount(
                port,
                chainId,
                owner,
                funder,
                signatureType,
                apiKey,
                secret,
                passphrase,
                newPerMarket,
                newLaggingBalances,
                newPageSize);
    }

    @Override
    public String toString() {
        return "ClobAccount[port=" + port + ", owner=" + owner + ", funder=" + funder + ", signatureType="
                + signatureType + ", apiKey=" + apiKey + ", secret=***, passphrase=***]";
    }
}
