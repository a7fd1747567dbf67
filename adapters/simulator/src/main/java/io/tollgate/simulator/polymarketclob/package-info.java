/**
 * The Polymarket CLOB, version 2, on loopback: for tests of order routers, of clients, and of the gate.
 *
 * <pre>{@code
 * try (ClobSimulator venue = ClobSimulator.start(ClobAccount.example().withPort(0))) {
 *     venue.venue().list(ClobMarketSpec.of("0x…condition", List.of("1099520129273", "1099520129274")));
 *     venue.venue().deposit("", 100_000_000);                 // 100 pUSD, in millionths
 *     venue.venue().allow("", spender, ClobVenue.UNLIMITED);  // what the exchange contract may draw
 *     // point a client at venue.url() with venue.account().apiKey() …
 *     venue.venue().fill(orderId, 5_000_000);                 // 5 shares of a resting order
 *     venue.venue().settleAll();                              // the chain has confirmed them
 *     venue.fault(ClobFault.TOO_MANY_REQUESTS, 3);            // the next three requests are refused
 * }
 * }</pre>
 *
 * <p>What is real: both ways of proving oneself (HMAC over the path without query; EIP-712 with the signer recovered from the
 * signature), signatures of orders of the types 0 to 2, tick and least size, and the venue's own rule by which it takes an order: <em>balance ≥
 * active + matched + order amount with fees</em>, and the spender's allowance. Its refusals have the venue's words. Lists have
 * pages, requests have limits, {@code /balance-allowance} may lag behind the chain until it is told to look.
 *
 * <p>What is not: there is no book. An order rests until {@link io.tollgate.simulator.polymarketclob.ClobVenue#fill} fills it; FOK and FAK
 * orders are filled whole at their own price. Signatures of type 3 are of a contract and are not verified. The user channel ({@code socketUrl()}) tells orders and
 * trades as they change; subscriptions by market are not told apart.
 *
 * <p>Nothing is shared with the adapters that it judges: keccak, curve and typed data are written here once more.
 *
 * <p>In process, {@code new ClobVenue(account, clock)} is the same truth and the same rule without a server: {@link
 * io.tollgate.simulator.polymarketclob.ClobVenue#wouldAccept}, {@code place}, {@code fill}, {@code settle}. What is open is kept for good, of what is over the
 * newest.
 *
 * <p>Threading: everything may be called by any thread; {@link io.tollgate.simulator.polymarketclob.ClobVenue} does one thing at a time.
 */
@NullMarked
package io.tollgate.simulator.polymarketclob;

import org.jspecify.annotations.NullMarked;
