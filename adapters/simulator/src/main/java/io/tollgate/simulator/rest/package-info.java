/**
 * The HTTP side: the token endpoint, the retail API and health, which imitate the venue, and {@code /simulator/…}, which is the
 * simulator's own back door.
 *
 * <table>
 *   <caption>paths</caption>
 *   <tr><td>POST /oauth/token</td><td>client assertion in, bearer token out</td></tr>
 *   <tr><td>GET /v1/account/balances</td><td>retail snapshot, Ed25519</td></tr>
 *   <tr><td>GET /v1/portfolio/positions</td><td>retail positions, in pages of at most 100</td></tr>
 *   <tr><td>POST /v1/orders</td><td>makes an order; the venue's own rule decides on it, its state tells how</td></tr>
 *   <tr><td>GET /v1/orders/open, GET /v1/order/{id}</td><td>orders that work; one order</td></tr>
 *   <tr><td>POST /v1/order/{id}/cancel, …/modify, POST /v1/orders/open/cancel</td><td>cancel, replace, cancel all</td></tr>
 *   <tr><td>/v1/ws/private</td><td>the private WebSocket, on a port of its own: the account's balance, pushed</td></tr>
 *   <tr><td>GET /v1/health</td><td>{@code {"status":"ok"}}</td></tr>
 *   <tr><td>GET /simulator/truth, /simulator/orders</td><td>the truth; all orders as lines of JSON</td></tr>
 *   <tr><td>POST /simulator/{operation}</td><td>money, settlement, busts, faults</td></tr>
 * </table>
 *
 * <p>The back door wants the control token of this run in {@code X-Simulator-Token}, so that no other user of the machine and no web
 * page can open it.
 *
 * <p>Served by a small pool of threads; handlers are thread-safe and ask the venue's thread for everything that is true.
 */
@NullMarked
package io.tollgate.simulator.rest;

import org.jspecify.annotations.NullMarked;
