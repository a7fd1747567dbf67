/**
 * What the journal hands to a gate that starts: the facts of its records, without the records.
 *
 * <p>The gate does not know what a journal is made of. Whoever keeps one folds it into a {@link
 * io.tollgate.gate.recovery.JournaledState} and gives it to the gate through {@code GateHost.journaled()}, after the rings were drained
 * into it. Recovery compares it with the mapped book, word by word, and keeps the more careful of the two; where the book is gone it makes
 * a new one of it, and the gate stays closed until it is opened.
 *
 * <p>Everything here is immutable.
 */
@NullMarked
package io.tollgate.gate.recovery;

import org.jspecify.annotations.NullMarked;
