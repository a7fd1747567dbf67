/**
 * The state directory: mapped files that any process may open, preallocated with real zeros.
 *
 * <p>{@link io.tollgate.gate.state.MappedFile} creates a file only if the disk has room, so that no page of it can turn into a
 * signal later, and refuses a file of another kind, layout or size with an error that names the cure. {@link
 * io.tollgate.gate.state.StateLock} keeps a second gatekeeper out. Everything inside is offset-based.
 */
@NullMarked
package io.tollgate.gate.state;

import org.jspecify.annotations.NullMarked;
