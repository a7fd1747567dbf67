/**
 * The tests, by what they are about:
 *
 * <pre>
 *   Reserves   lanes that want the same dollar, alone and beside a fill
 *   Limits     a limit that changes while lanes look
 *   Halts      the halt word and retired lines
 *   Ends       a time-out against sending and acknowledgement
 *   Facts      facts and amends of one order by several lanes
 *   Rings      a lane's ring and its free rows
 * </pre>
 *
 * <p>Figures are whole dollars: $10 to spend at the start, orders at 50 cents. Each class is one test with its actors, its outcomes and a
 * sentence for each. What a test must see is derived from the rules, not from what the gate does: a bug is a forbidden outcome, and
 * {@code src/test/planted} holds bugs that show it.
 *
 * <p>Threading: jcstress runs each {@code Actor} method on a thread of its own, once for each state.
 */
@NullMarked
package io.tollgate.stress.tests;

import org.jspecify.annotations.NullMarked;
