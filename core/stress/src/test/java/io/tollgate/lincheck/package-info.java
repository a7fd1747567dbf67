/**
 * Linearizability of the book's operations, by Lincheck's model checker, on the shipped classes.
 *
 * <p>What runs is a whole gate on mapped files ({@link io.tollgate.stress.StressGate}): lanes reserve, send, amend and tell facts, and
 * BookKeeper's cycle is an operation like the others. Lincheck sees no word in mapped memory. So the gate's classes are loaded by the class
 * loader of torture, which puts one call before each access to a buffer; {@link io.tollgate.lincheck.Steps} makes of it a write to the one
 * field that Lincheck watches, {@link io.tollgate.lincheck.SwitchPoint}. Nothing else of the gate is known to Lincheck, so it switches threads
 * exactly before accesses to shared words, and its traces name them.
 *
 * <pre>
 *   io.tollgate.lincheck          BookOperations (rewritten by Lincheck) ──► DrivenGate
 *   io.tollgate.lincheck.driven   DrivenStressGate ──► StressGate ──► the shipped gate (rewritten by SteppingLoader)
 *                                                                        │ before each access
 *   io.tollgate.lincheck          SwitchPoint (rewritten by Lincheck) ◄── Steps
 * </pre>
 *
 * <p>{@link io.tollgate.lincheck.BookModel} is the book as a page of arithmetic: what the operations mean one after the other. A run is right
 * if {@link io.tollgate.lincheck.BookVerifier} finds an order of its operations, one that keeps what was over before something else began,
 * in which the model gives the same answers. There it says too in what the gate is allowed to be less than linearizable.
 *
 * <pre>
 *   lanes 0, 1    reserve, check, sent, release, fill, amend, answer    each on the lane's own thread
 *   BookKeeper    cycle, lower, expire, stale                           one thread
 *   others        halt, held                                            any thread
 *   at the end    books                                                 limit and held when all is quiet
 * </pre>
 */
@NullMarked
package io.tollgate.lincheck;

import org.jspecify.annotations.NullMarked;
