/**
 * A small exhaustive model checker, and the gate's protocols written for it.
 *
 * <p>The torture simulator runs the shipped classes and sees what chance brings. Here the protocols are written down once more, as small
 * steps of one access to one shared word each, in the order in which the shipped methods make them; and everything that can happen between two or
 * three actors, crash points included, is enumerated. What holds here holds for every interleaving of these actors, not only for those that a
 * run happened to have. Accesses are taken to be in one order for all (sequential consistency); that the shipped classes' acquire and
 * release accesses are enough for it is what jcstress looks at.
 *
 * <p>A model can lie: {@code ShippedOrderTest} records the accesses of the shipped classes and compares their order with the models'.
 */
@org.jspecify.annotations.NullMarked
package io.tollgate.gate.modelcheck;
