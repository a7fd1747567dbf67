/**
 * Privy on loopback: custody accounts, their wallets, balances and transfers, for tests of routers and of the gate.
 *
 * <pre>{@code
 * try (PrivySimulator venue = PrivySimulator.start(PrivySimulatorConfig.defaults())) {
 *     venue.addWallet("acct_1", "wallet_1");
 *     venue.setBalance("wallet_1", "base", "usdc", new BigInteger("300000000"));   // base units: 300 USDC
 *     connectYourRouter(venue.url(), venue.config().appId(), venue.config().appSecret());
 *     PrivyTransfer transfer = venue.transfer("wallet_1", "base", "usdc", "12.5", "order-7"); // or over POST /v1/wallets/{id}/transfer
 *     venue.succeed(transfer.id());
 *     venue.answerNext(429, 1);                                                      // and other faults
 * }
 * }</pre>
 *
 * <table>
 *   <caption>paths</caption>
 *   <tr><td>GET /v1/accounts</td><td>all accounts, one page</td></tr>
 *   <tr><td>GET /v1/accounts/{id}</td><td>an account and its wallets</td></tr>
 *   <tr><td>GET /v1/accounts/{id}/balance</td><td>rounded amounts, {@code assets_by_chain} if configured, {@code testnet_mode}</td></tr>
 *   <tr><td>GET /v1/wallets/{id}/balance</td><td>raw balances of the chain; {@code asset}, {@code chain}</td></tr>
 *   <tr><td>POST /v1/wallets/{id}/transfer</td><td>a transfer: {@code source}, {@code destination}, {@code amount}, {@code reference_id}</td></tr>
 *   <tr><td>GET /v1/wallets/{id}/actions</td><td>transfers, newest first, {@code limit}, {@code cursor}</td></tr>
 *   <tr><td>GET /v1/wallets/{id}/actions/{action}</td><td>one transfer, {@code include=steps}</td></tr>
 * </table>
 *
 * <p>Every request must carry HTTP Basic of app id and secret and {@code privy-app-id}. Where an authorization key is configured a transfer must
 * carry {@code privy-authorization-signature} too: ECDSA P-256 over the canonical JSON of the request, as the venue's owned wallets ask.
 *
 * <p>Its acceptance rule: a transfer is accepted if the wallet's own money of that asset on that chain, less what is still being screened, less
 * what its pending transfers take, covers it; otherwise 400 with code {@code insufficient_funds} (the venue's own code is not published). A
 * transfer stays pending until the test says what becomes of it. Repeating a {@code reference_id} is 409.
 *
 * <p>The ledger of an account is the chain less what is being screened; whether pending transfers are subtracted from what it shows is a
 * setting, because it is not known of the venue. Not imitated: prices that move, gas, transfers across chains or assets, idempotency keys,
 * policies, webhooks.
 *
 * <p>Thread-safe: one lock guards all truth.
 */
@NullMarked
package io.tollgate.simulator.privy;

import org.jspecify.annotations.NullMarked;
