/**
 * What Lincheck's operations call, loaded by the class loader that rewrites the gate: each access that the shipped classes make to a buffer is
 * announced before it happens. Nothing in here is known to Lincheck; the operations see it through {@link
 * io.tollgate.lincheck.DrivenGate}.
 */
@NullMarked
package io.tollgate.lincheck.driven;

import org.jspecify.annotations.NullMarked;
