/**
 * One small interface over HTTP to the truth of all simulated venues: what is true can be read, money moved, orders filled and cancelled, faults
 * planted and cleared. {@code ./tollgate simulator} offers it; in a process of your own:
 *
 * <pre>{@code
 * AdminServer admin = AdminServer.start(0, token, List.of(new ClobAdmin(clob), new KalshiAdmin(kalshi)));
 * // GET  admin.url()                     the venues, what may be done at each, with which keys
 * // GET  admin.url()/kalshi              balances, open orders, fills: the truth, whatever the venue's own reads show
 * // POST admin.url()/kalshi/deposit      {"account": "0/0", "amount": "12.50"}
 * }</pre>
 *
 * <p>A venue is an {@link io.tollgate.simulator.admin.AdminVenue}, in the venue's own package; its operations are declared with their keys, so a key
 * that is not known is an error that names the known ones. Amounts are decimal text in units of the asset and exact.
 *
 * <p>Loopback only, and only with the token: whoever may speak to it may change what every client of the venues sees.
 *
 * <p>Threading: thread-safe; the venues' own locks guard their truth.
 */
@NullMarked
package io.tollgate.simulator.admin;

import org.jspecify.annotations.NullMarked;
