/** Tests of the operator's commands. */
@NullMarked
package io.tollgate.gatekeeper.operator;

import org.jspecify.annotations.NullMarked;
