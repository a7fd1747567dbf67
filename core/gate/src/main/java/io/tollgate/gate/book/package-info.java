/**
 * The balance book: one mapped file with the tables that lanes and BookKeeper share.
 *
 * <pre>
 *  header | balances | scopes | lines | reservations | fills in transit
 * </pre>
 *
 * <p>Each table is a class of accessors over fixed offsets. A method's name says its memory order where it is not plain, and each
 * word has one writer:
 *
 * <table>
 *   <caption>Writers</caption>
 *   <tr><th>word</th><th>writer</th><th>readers</th></tr>
 *   <tr><td>limit, version, back, everything of a balance</td><td>BookKeeper</td><td>lanes</td></tr>
 *   <tr><td>taken</td><td>lanes by CAS, and BookKeeper's forced takes</td><td>all</td></tr>
 *   <tr><td>a reservation's state</td><td>its lane until RESERVED, then whoever wins the CAS</td><td>all</td></tr>
 *   <tr><td>hold, filled, current price and size</td><td>the lane while PENDING, then BookKeeper</td><td>lanes</td></tr>
 *   <tr><td>a fact slot</td><td>whoever claimed it, then BookKeeper</td><td>BookKeeper</td></tr>
 *   <tr><td>a fill in transit</td><td>BookKeeper</td><td>BookKeeper</td></tr>
 *   <tr><td>halt</td><td>each bit by its owner, by CAS</td><td>lanes</td></tr>
 * </table>
 *
 * <p>Application code uses {@link io.tollgate.gate.Gate}; this package is not part of the public API.
 */
@NullMarked
package io.tollgate.gate.book;

import org.jspecify.annotations.NullMarked;
