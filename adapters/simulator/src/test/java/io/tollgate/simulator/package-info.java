/** Tests of the simulator over its wires, with real clients on loopback. */
@NullMarked
package io.tollgate.simulator;

import org.jspecify.annotations.NullMarked;
