/**
 * jcstress on the shipped classes: what threads of a real JVM, compiled by its compilers, can see.
 *
 * <p>{@link io.tollgate.stress.StressMain} runs the tests of {@link io.tollgate.stress.tests}. Each state of a test is a whole gate on
 * mapped files, {@link io.tollgate.stress.StressGate}: three lanes, and a BookKeeper whose cycle is one actor's step. A gate is not made
 * for each of the millions of states: it goes back to a {@link io.tollgate.stress.Pool} and is brought to rest by its own operations,
 * which takes a few microseconds and makes every state also a test of the gate's long life.
 *
 * <pre>
 *   state made     a gate from the pool, brought to rest; orders of the set-up; facts told and not yet taken
 *   actors         a lane each, or BookKeeper's cycle, or an operator; all at once
 *   arbiter        BookKeeper until nothing is left to take; the records of all rings are read; limit, held and takes are compared
 * </pre>
 *
 * <p>An outcome is the actors' answers as words, and {@code exact} if the books add up afterwards. Outcomes that would spend money twice
 * are listed as forbidden with the sentence that says why, and so is everything that is not listed.
 *
 * <p>Threading: actors run without assertions, so that a lane may be used by another thread in the next iteration; jcstress orders one
 * iteration before the next.
 */
@NullMarked
package io.tollgate.stress;

import org.jspecify.annotations.NullMarked;
