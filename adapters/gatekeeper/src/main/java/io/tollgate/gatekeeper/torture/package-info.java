/**
 * {@code tollgate torture}: the simulator of time and failure, as long as wanted, with progress and a closing line for scripts. What it does
 * is in {@link io.tollgate.torture}.
 */
@NullMarked
package io.tollgate.gatekeeper.torture;

import org.jspecify.annotations.NullMarked;
