/**
 * The command line: {@code ./tollgate demo}, {@code journal}, {@code simulator}.
 *
 * <p>{@link io.tollgate.gatekeeper.Main} only knows the commands. Exit statuses: 0 all is well, 1 something is wrong and was said, 2 the
 * command line was not understood.
 *
 * <p>Nothing here is on a hot path and nothing here is needed to embed the gate: an embedder uses {@code io.tollgate.embedded}.
 */
@NullMarked
package io.tollgate.gatekeeper;

import org.jspecify.annotations.NullMarked;
