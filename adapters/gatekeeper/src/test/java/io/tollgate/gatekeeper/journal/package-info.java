/** Tests of the journal commands over a journal that a real gate wrote. */
@NullMarked
package io.tollgate.gatekeeper.journal;

import org.jspecify.annotations.NullMarked;
