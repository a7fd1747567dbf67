/** Tests of the simulator's exact dollars. */
@NullMarked
package io.tollgate.simulator.money;

import org.jspecify.annotations.NullMarked;
