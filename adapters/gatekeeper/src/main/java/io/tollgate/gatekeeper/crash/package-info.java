/**
 * Process death for real: {@code ./tollgate crash-test}.
 *
 * <pre>
 *   parent (this JVM)                                     child (a JVM that is killed)
 *   CrashTest ── starts, kills by pid, starts again ────► CrashGate: Gatekeeper on the state directory
 *   VenueDesk ◄── approvals, orders, amends, reads ────── CrashLane (one thread each): reserve, tell, sent, order
 *      │  ───── reports, ledger entries, snapshots ─────► PipeFeeds
 *   Judge ◄────── rows that the gate holds ──────────────┘
 *      └── JournalIndex: the child's journal, read here
 * </pre>
 *
 * <p>The parent is the venue: cash, orders and ledger live in it and survive every kill, and so does what it has heard. A child tells each
 * approval (order key, reservation, cost) before the order would go to the venue, through the pipe that is its standard output; what the
 * pipe holds when the child dies has been told. After each restart, before the new child decides anything, {@link
 * io.tollgate.gatekeeper.crash.Judge} compares what was told with the rows that the gate holds and with its journal.
 *
 * <p>A child whose standard input ends ends itself: no child outlives its parent.
 *
 * <p>Money is in micro-dollars, prices in tenths of a cent, sizes in hundredths of a contract. The venue computes costs by itself, so that
 * it also judges those of the gate.
 */
@NullMarked
package io.tollgate.gatekeeper.crash;

import org.jspecify.annotations.NullMarked;
