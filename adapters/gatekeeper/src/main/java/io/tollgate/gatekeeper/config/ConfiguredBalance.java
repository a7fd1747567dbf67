package io.tollgate.gatekeeper.config;

import java.util.function.Supplier;

/**
 * A balance of the configuration file.
 *
 * @param venue the word in the file
 * @param account the venue's name of the account; empty if the key stands for it
 * @param asset currency or token
 * @param assetScale decimal places of its amounts
 * @param reader makes what reads it once
 */
public record ConfiguredBalance(
        String venue, String account, String asset, int assetScale, Supplier<BalanceReader> reader) {}
