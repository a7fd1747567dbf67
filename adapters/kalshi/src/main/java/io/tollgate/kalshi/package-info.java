/**
 * Kalshi: the cash of one subaccount on one exchange shard as a balance of the gate, with positions, resting orders, order status, fees and
 * price grids. REST only: the venue has no push of balances.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><td>{@link io.tollgate.kalshi.KalshiBalanceFeed}</td><td>the feed; settings in {@link io.tollgate.kalshi.KalshiConfig}</td></tr>
 *   <tr><td>{@link io.tollgate.kalshi.KalshiCredentials}</td><td>API key: RSA or Ed25519, PKCS #8 or PKCS #1</td></tr>
 *   <tr><td>{@link io.tollgate.kalshi.KalshiOrders}</td><td>resting and single orders, markets, rate limits</td></tr>
 *   <tr><td>{@link io.tollgate.kalshi.KalshiFees}, {@link io.tollgate.kalshi.KalshiTicks}</td><td>what an order costs and may ask</td></tr>
 *   <tr><td>{@link io.tollgate.kalshi.OpenOrderProbe}</td><td>whether the venue's figure is net of resting orders</td></tr>
 *   <tr><td>{@link io.tollgate.kalshi.KalshiRateLimits}</td><td>the key's buckets, shared by its feeds</td></tr>
 * </table>
 *
 * <h2>What decides the figures</h2>
 *
 * <ul>
 *   <li><b>A pot for each shard.</b> Cash is held per exchange shard, and an order draws on its market's shard only. There is a balance for
 *       each (account, subaccount, shard); the total over shards is never used.
 *   <li><b>Amounts</b> are micro-dollars, which hold every figure of the venue; prices have four decimals and are YES prices whatever the
 *       side, counts have two.
 *   <li><b>A bid draws {@code p}, an opening ask {@code 1 − p}</b>, which the venue takes out of the cash at the fill; there is no margin
 *       besides. Positions of the same market net; those of others do not.
 *   <li><b>Resting orders.</b> It is not known for sure whether the venue's figure is net of them: {@link
 *       io.tollgate.kalshi.OpenOrderTreatment}.
 *   <li><b>What a read contains.</b> The venue's reads lag behind its engine. It says up to when they are complete, and a snapshot counts as
 *       asked for at that moment: a fact that is newer stays in transit until a later read.
 * </ul>
 *
 * <p>Threading: the feed has one thread of its own; {@link io.tollgate.kalshi.KalshiOrders} and the probe use their caller's. Settings,
 * credentials, fees and grids are immutable.
 *
 * <p>Not supported: FIX, the WebSocket, collateral netting across the markets of an event (never credited), perpetuals.
 */
@NullMarked
package io.tollgate.kalshi;

import org.jspecify.annotations.NullMarked;
