/** Tests of the Kalshi adapter: against answers made by hand, against the simulated venue, and against the venue's own client. */
@NullMarked
package io.tollgate.kalshi;

import org.jspecify.annotations.NullMarked;
