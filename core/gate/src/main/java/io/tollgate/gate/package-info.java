/** The gate: lanes, lines and the book they are checked against. */
@NullMarked
package io.tollgate.gate;

import org.jspecify.annotations.NullMarked;
