/** Tests of the crash test. */
@NullMarked
package io.tollgate.gatekeeper.crash;

import org.jspecify.annotations.NullMarked;
