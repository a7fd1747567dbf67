package io.tollgate.simulator.privy;

import java.util.Map;
import java.util.Set;

/** The assets and chains of the simulated venue, and its prices, which do not move. */
final class PrivyCatalog {
    private static final Map<String, Integer> DECIMALS =
            Map.of("usdc", 6, "usdt", 6, "usdb", 6, "eth", 18, "pol", 18, "sol", 9);
    private static final Map<String, String> PRICES =
            Map.of("usdc", "1.00", "usdt", "1.00", "usdb", "1.00", "eth", "2448.53", "pol", "0.21", "sol", "97.21");
    private static final Map<String, String> CHAINS = Map.of(
            "ethereum",
            "eip155:1",
            "base",
            "eip155:8453",
            "arbitrum",
            "eip155:42161",
            "polygon",
            "eip155:137",
            "tempo",
            "eip155:4217",
            "solana",
            "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
            "sepolia",
            "eip155:11155111",
            "base_sepolia",
            "eip155:84532");
    private static final Set<String> TEST_CHAINS = Set.of("sepolia", "base_sepolia");

    private PrivyCatalog() {}

    static int decimals(String asset) {
        return known(DECIMALS, "asset", asset);
    }

    static String price(String asset) {
        return known(PRICES, "asset", asset);
    }

    static String caip2(String chain) {
        return known(CHAINS, "chain", chain);
    }

    static boolean isTest(String chain) {
        return TEST_CHAINS.contains(chain);
    }

    private static <T> T known(Map<String, T> table, String what, String name) {
        final T value = table.get(name);
        if (value == null) {
            throw new PrivyRefusal(400, "invalid_data", what + " is not supported: " + name);
        }
        return value;
    }
}
