/**
 * Torture: the shipped gate under a seeded scheduler whose step is one access to shared memory.
 *
 * <p>{@link io.tollgate.torture.SteppingLoader} loads the gate's classes a second time and puts a call of {@link io.tollgate.torture.Hook}
 * before every access they make to a mapped buffer. The threads of a gate are {@link io.tollgate.torture.Actor}s that hand one baton round:
 * only its holder runs, and at each access {@link io.tollgate.torture.Scheduler} decides from its seed whether the holder goes on, another one
 * is let run, a thread dies, or the whole process does. So every interleaving of accesses and every crash between two of them can occur, and
 * a seed always gives the same run.
 *
 * <p>What the accesses mean is judged in {@code io.tollgate.torture.world}, which is loaded beside the gate's classes. {@link
 * io.tollgate.torture.Torture} runs many seeds.
 *
 * <p>The memory model is sequential consistency: an order of accesses that only a weaker processor or the compiler can produce is not seen
 * here; that is what the jcstress tests are for.
 */
@NullMarked
package io.tollgate.torture;

import org.jspecify.annotations.NullMarked;
