/** Tests of the venue without wires: time and steps are run by hand. */
@NullMarked
package io.tollgate.simulator.venue;

import org.jspecify.annotations.NullMarked;
