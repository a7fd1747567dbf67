/**
 * The Polymarket CLOB, version 2: a balance of pUSD or of an outcome token, polled.
 *
 * <p>The venue tells three things apart that the gate needs together, so one read of a balance asks for all of them, in this order:
 *
 * <pre>
 *   /data/orders               what rests: encumbered, as far as it is not our own reservations
 *   /data/trades               what is matched and not settled on the chain: gone from the ledger already
 *   /balance-allowance/update  only where asked, at start, after a deposit, after a settlement
 *   /balance-allowance         what the wallet holds, and what each exchange contract may draw of it
 * </pre>
 *
 * <p>In this order an order that fills, and a trade that settles, between two requests is counted twice and never not at all.
 *
 * <ul>
 *   <li>{@link io.tollgate.polymarketclob.ClobConfig}: settings; {@link io.tollgate.polymarketclob.ClobBalanceFeed}: the feed; {@link
 *       io.tollgate.polymarketclob.ClobFigure}: an allowance within the balance or as a limit of its own.
 *   <li>{@link io.tollgate.polymarketclob.ClobPushFeed}: the same, read at once when the user channel tells of an order or a trade; {@link
 *       io.tollgate.polymarketclob.ClobUserListener} hears them. {@link io.tollgate.polymarketclob.ClobBalanceCheck}: one look, for people.
 *   <li>{@link io.tollgate.polymarketclob.ClobAuthentication}: API credentials given, or derived from a {@link
 *       io.tollgate.polymarketclob.WalletKey}.
 *   <li>{@link io.tollgate.polymarketclob.ClobOrderStatusSource}: what became of orders; {@link
 *       io.tollgate.polymarketclob.FundsRejection}: the sums in a refusal.
 *   <li>{@link io.tollgate.polymarketclob.ClobMarket}: tick, least size, kind and fee of a market; {@link
 *       io.tollgate.polymarketclob.FeeTerms}: fees and the rule by which they are reserved.
 * </ul>
 *
 * <p>Threading: a feed has one thread of its own, which also does the calls; credentials may be shared by feeds.
 */
@NullMarked
package io.tollgate.polymarketclob;

import org.jspecify.annotations.NullMarked;
