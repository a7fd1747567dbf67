/**
 * The commands {@code journal print}, {@code journal verify} and {@code journal explain}: a journal as text or JSON, whether it proves
 * itself, and why the gate answered as it did.
 *
 * <p>They only read, and may look at a journal that is being written. Results go to the standard output, problems and progress to
 * the standard error. Exit status: 0 if all is well, 1 if verification found something wrong, 2 if the arguments or the
 * directory cannot be used. {@code docs/journal.md} describes the output.
 */
@NullMarked
package io.tollgate.gatekeeper.journal;

import org.jspecify.annotations.NullMarked;
