/**
 * Why the gate answered as it did: a decision put together again from the journal, for people.
 *
 * <table>
 *   <caption>What is asked, and what is read for it</caption>
 *   <tr><th>question</th><th>answer</th></tr>
 *   <tr><td>a reservation</td><td>its decision and its amends, each with what the gate knew then, and its life to the end</td></tr>
 *   <tr><td>an order's key</td><td>every decision for it, refused ones too</td></tr>
 *   <tr><td>a moment</td><td>balances, open reservations, halts, and the last decision of each lane before it</td></tr>
 * </table>
 *
 * <p>A decision's record names the words that its lane saw: {@code taken}, {@code back}, the limit and its version. From these the rest follows
 * exactly, and not by the time of day: the reservations that held money are those whose takes lie below {@code taken}, less what had been given
 * back up to {@code back}; the limit is the one that BookKeeper published with that version. {@link
 * io.tollgate.journal.explain.Explainer} reads the journal some times over, so that memory is that of the answer and not of the journal.
 */
@NullMarked
package io.tollgate.journal.explain;

import org.jspecify.annotations.NullMarked;
