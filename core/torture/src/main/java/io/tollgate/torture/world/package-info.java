/**
 * The world around a tortured gate, and its judge.
 *
 * <p>{@link io.tollgate.torture.world.Truth} is the model, in unlimited numbers: what the venue holds and what it may still be asked for.
 * {@link io.tollgate.torture.world.Watch} looks at the shared words and the committed records after every access and compares. {@link
 * io.tollgate.torture.world.World} plays routers, venue, feeds, clock, operator and Journaler.
 *
 * <p>These classes are loaded by {@code SteppingLoader}, unchanged, beside the gate's. Threading: whoever holds the baton.
 */
@NullMarked
package io.tollgate.torture.world;

import org.jspecify.annotations.NullMarked;
