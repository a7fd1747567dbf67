/** Tests of the simulated Kalshi's own rules. */
@NullMarked
package io.tollgate.simulator.kalshi;

import org.jspecify.annotations.NullMarked;
