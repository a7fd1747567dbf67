/**
 * Privy: the balances of a custody account, polled, and what became of its transfers. The venue's order is a transfer out of a wallet.
 *
 * <p>{@link io.tollgate.privy.PrivySnapshotFeed} reads {@code GET /v1/accounts/{id}/balance}. Its figures are rounded, to one decimal as
 * documented: what the rounding may have added is taken off before the gate sees the balance ({@link io.tollgate.privy.AmountRounding}).
 * Where the answer has {@code assets_by_chain} the finer of the two figures counts, and one chain can be a balance of its own. Raw
 * balances of wallets, exact integers of the chain, may be read beside ({@link io.tollgate.privy.WalletUse}): the smaller of ledger and
 * chain counts, because what is on the chain may still be screened, and what is in the ledger may lie in another wallet.
 *
 * <p>{@link io.tollgate.privy.PrivyTransfers} tells the state of transfers for recovery and unknown outcomes; {@link
 * io.tollgate.privy.PrivyRules} has the line a transfer is checked on and how its balance is believed.
 *
 * <p>The answer has no time and no sequence: a balance is as old as its read, and a read contains a transfer only after a time that is a
 * setting. Requests are authenticated with HTTP Basic and the app's id; secrets are in no message and no {@code toString}.
 */
@NullMarked
package io.tollgate.privy;

import org.jspecify.annotations.NullMarked;
