/** Tests of {@code tollgate simulator}, some of them against the command as users start it. */
@NullMarked
package io.tollgate.gatekeeper.simulator;

import org.jspecify.annotations.NullMarked;
