/**
 * The gatekeeper inside the router's own process: one call opens the gate on its state directory and starts the three threads that keep
 * it.
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>thread</th><th>duty</th></tr>
 *   <tr><td>tollgate-bookkeeper</td><td>the single writer of the book</td></tr>
 *   <tr><td>tollgate-journaler</td><td>drains the rings into the Chronicle Queue</td></tr>
 *   <tr><td>tollgate-watchdog</td><td>halts the lanes while BookKeeper gives no sign of life</td></tr>
 * </table>
 *
 * <p>Feeds bring threads of their own. The router's threads own lanes, and never wait for any of these.
 */
@NullMarked
package io.tollgate.embedded;

import org.jspecify.annotations.NullMarked;
