package io.tollgate.privy;

import io.tollgate.gate.money.CostRule;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the venue's assets and chains, as of the official client 0.35.0 (November 2026). Both are open sets: what is not here can
 * be configured.
 */
public final class PrivyAssets {
    private static final Map<String, Integer> DECIMALS = Map.ofEntries(
            Map.entry("USDC", 6),
            Map.entry("USDC.E", 6),
            Map.entry("USDT", 6),
            Map.entry("USDB", 6),
            Map.entry("EURC", 6),
            Map.entry("OUSD", 6),
            Map.entry("PATHUSD", 6),
            Map.entry("TRX", 6),
            Map.entry("SOL", 9),
            Map.entry("ETH", 18),
            Map.entry("POL", 18),
            Map.entry("AVAX", 18),
            Map.entry("BNB", 18));

    private static final Map<String, String> CHAINS = Map.ofEntries(
            Map.entry("eip155:1", "ethereum"),
            Map.entry("eip155:8453", "base"),
            Map.entry("eip155:42161", "arbitrum"),
            Map.entry("eip155:137", "polygon"),
            Map.entry("eip155:10", "optimism"),
            Map.entry("eip155:56", "bsc"),
            Map.entry("eip155:59144", "linea"),
            Map.entry("eip155:43114", "avalanche"),
            Map.entry("eip155:4217", "tempo"),
            Map.entry("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "solana"),
            Map.entry("eip155:11155111", "sepolia"),
            Map.entry("eip155:84532", "base_sepolia"),
            Map.entry("eip155:421614", "arbitrum_sepolia"),
            Map.entry("eip155:80002", "polygon_amoy"),
            Map.entry("solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "solana_devnet"));

    private PrivyAssets() {}

    /** Decimal places in which a chain counts an asset; empty if it is not known here. */
    public static Optional<Integer> decimals(String symbol) {
        return Optional.ofNullable(DECIMALS.get(symbol.toUpperCase(Locale.ROOT)));
    }

    /** The scale of an asset's balance in the gate: its decimals, but not more than the gate has (9: gwei, lamports). */
    public static int defaultScale(String symbol) {
        return Math.min(CostRule.MAX_SCALE, decimals(symbol).orElse(6));
    }

    /** The name of a CAIP-2 chain in paths about wallets; empty if it is not known here. */
    public static Optional<String> chainName(String caip2) {
        return Optional.ofNullable(CHAINS.get(caip2));
    }
}
