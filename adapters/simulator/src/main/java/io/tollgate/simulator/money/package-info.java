/**
 * Exact dollars for the simulated venue, written independently of the gate's own arithmetic: two implementations that agree prove
 * more than one that is shared.
 *
 * <p>Amounts are {@code long}s in micro-dollars (10⁻⁶). An instrument's price scale times its quantity scale divides a million, so
 * that every principal is a whole number of micro-dollars; fees are whole cents by the venue's rule. Decimal text appears only at
 * the edges ({@link io.tollgate.simulator.money.Micros}); nothing here knows a {@code double}.
 *
 * <p>Everything in this package is immutable or static and may be used by any thread.
 */
@NullMarked
package io.tollgate.simulator.money;

import org.jspecify.annotations.NullMarked;
