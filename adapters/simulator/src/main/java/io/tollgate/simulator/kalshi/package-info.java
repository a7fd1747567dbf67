/**
 * Kalshi on loopback, a venue of its own beside the one of {@link io.tollgate.simulator.VenueSimulator}: {@link
 * io.tollgate.simulator.kalshi.KalshiSimulator}. For users' own tests, too; it shares no code with the adapter that it judges.
 *
 * <pre>{@code
 * try (KalshiSimulator venue = KalshiSimulator.start(KalshiSimulator.Settings.defaults())) {
 *     venue.addKey("key-id", publicKey);                       // RSA or Ed25519
 *     venue.list(KalshiMarketSpec.cents("KXTEST-26DEC31-T5", 3));
 *     venue.setCash(0, 3, 100_000_000);                        // $100 of the primary account on shard 3
 *     client.pointAt(venue.baseUrl());                         // http://127.0.0.1:PORT/trade-api/v2
 *     ...
 *     venue.fill(venue.restingOrderIds().get(0), 500);         // 5 contracts trade
 * }
 * }</pre>
 *
 * <table>
 *   <caption>paths below /trade-api/v2</caption>
 *   <tr><td>GET /portfolio/balance</td><td>cash by subaccount and shard, three forms of the amount, breakdown</td></tr>
 *   <tr><td>GET /portfolio/subaccounts/balances</td><td>one row for each pot</td></tr>
 *   <tr><td>GET /portfolio/orders, /portfolio/orders/{id}</td><td>by status, ticker, subaccount, shard and time, in pages</td></tr>
 *   <tr><td>GET /portfolio/positions, /portfolio/fills</td><td>in pages</td></tr>
 *   <tr><td>POST /portfolio/events/orders, …/{id}/amend; DELETE …/{id}</td><td>orders; the older paths answer 410</td></tr>
 *   <tr><td>GET /exchange/user_data_timestamp, /exchange/status</td><td>how old reads are</td></tr>
 *   <tr><td>GET /account/limits, /markets/{ticker}</td><td>buckets; shard and price grid</td></tr>
 * </table>
 *
 * <p><b>Who may ask.</b> Each request's signature is verified, its time has to be within 10 s; refusals are the venue's, in its three
 * shapes. Reads and writes have a bucket of tokens each; a refusal for that says nothing about when to come back.
 *
 * <p><b>Which orders it takes.</b> What all resting orders of a subaccount on a shard need may not exceed its cash there: the price or a
 * dollar less it for each contract that does not close a position of the same market, and the taker's fee, rounded up to the balance's
 * precision. A shard that never had cash does not know the member (404). Whether the balances that it <em>shows</em> are net of resting
 * orders is a setting, because that is not known of the real venue; the rule is the same.
 *
 * <p><b>Fills</b> take the cost from the cash, bring in what a closed position pays, charge the fee rounded up to a micro-dollar, round the
 * change down to the balance's precision and give back a cent when an order's shavings exceed one.
 *
 * <p><b>Wrong on purpose.</b> {@link io.tollgate.simulator.kalshi.KalshiFault}, and {@code holdReads()}: reads that lag behind.
 *
 * <p>Not simulated: order groups, batches, transfers, collateral netting across markets, pauses, FIX, the WebSocket.
 *
 * <p>In process, {@link io.tollgate.simulator.kalshi.KalshiVenue} is the same truth and the same rule without a server; of orders and fills that are over the
 * newest are kept.
 *
 * <p>Threading: everything true is behind one lock; the server has a small pool of threads.
 */
@NullMarked
package io.tollgate.simulator.kalshi;

import org.jspecify.annotations.NullMarked;
