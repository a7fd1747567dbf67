/** Tests of the journal, over rings and queues as they are in production. */
@NullMarked
package io.tollgate.journal;

import org.jspecify.annotations.NullMarked;
