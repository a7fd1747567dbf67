/**
 * What a person tells a running gate: commands with who and why, and the file through which another process gives them.
 *
 * <table>
 *   <caption>Parts</caption>
 *   <tr><th>class</th><th>for</th></tr>
 *   <tr><td>{@link io.tollgate.gate.operator.OperatorCommand}</td><td>one command; {@link io.tollgate.gate.Gate#operator} takes them too</td></tr>
 *   <tr><td>{@link io.tollgate.gate.operator.CommandFile}</td><td>{@code commands.dat}: a mapped ring of commands, and one of answers</td></tr>
 *   <tr><td>{@link io.tollgate.gate.operator.OperatorServer}</td><td>the gatekeeper's side of the file</td></tr>
 *   <tr><td>{@link io.tollgate.gate.operator.OperatorClient}</td><td>the side of the command line</td></tr>
 *   <tr><td>{@link io.tollgate.gate.operator.StateView}</td><td>a book as it is, read from its file, whether a gatekeeper runs or not</td></tr>
 * </table>
 *
 * <p>There is no network port: whoever may write the state directory's files may give commands, nobody else. Every command is journaled
 * with its result before it takes effect, and what it does to an order goes the way of a lane's facts: slot, record, limit, {@code back}.
 */
@NullMarked
package io.tollgate.gate.operator;

import org.jspecify.annotations.NullMarked;
