/** Tests of the agreement with the venues' own rules. */
@NullMarked
package io.tollgate.gatekeeper.agreement;

import org.jspecify.annotations.NullMarked;
