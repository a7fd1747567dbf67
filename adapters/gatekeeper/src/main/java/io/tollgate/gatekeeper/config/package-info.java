/**
 * The configuration file: whose balances are read, at which venues, with which credentials. {@code tollgate config check} and {@code tollgate
 * balances} read it.
 *
 * <pre>{@code
 * credentials:
 *   main: {venue: privy, appId: app_..., appSecretFile: secrets/privy.txt}
 * balances:
 *   - {credentials: main, account: acct_..., symbol: USDC}
 * }</pre>
 *
 * <p>A key that is not known is an error that names the nearest one that is; all errors of a file are told at once, each with its place. A secret is
 * named by the environment variable or the file that holds it ({@code appSecretEnv}, {@code appSecretFile}) and never stands in the file itself;
 * paths are relative to the file's folder. Values of secrets are in no message.
 *
 * <p>A venue is one class ({@link io.tollgate.gatekeeper.config.Venue}), listed in {@link io.tollgate.gatekeeper.config.Venues}.
 */
@NullMarked
package io.tollgate.gatekeeper.config;

import org.jspecify.annotations.NullMarked;
