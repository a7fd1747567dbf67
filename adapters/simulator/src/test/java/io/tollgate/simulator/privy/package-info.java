/** Tests of the simulated Privy, over HTTP and over its control methods. */
@NullMarked
package io.tollgate.simulator.privy;

import org.jspecify.annotations.NullMarked;
