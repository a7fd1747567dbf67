/**
 * The HTTP side: the token endpoint, the retail balances and health, which imitate the venue, and {@code /simulator/…}, which is the
 * simulator's own back door.
 *
 * <table>
 *   <caption>paths</caption>
 *   <tr><td>POST /oauth/token</td><td>client assertion in, bearer token out</td></tr>
 *   <tr><td>GET /v1/account/balances</td><td>retail snapshot, Ed25519</td></tr>
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
