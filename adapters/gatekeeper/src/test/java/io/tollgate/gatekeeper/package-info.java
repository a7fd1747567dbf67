/** Tests of the command line, the launcher and the architecture. */
@NullMarked
package io.tollgate.gatekeeper;

import org.jspecify.annotations.NullMarked;
