/**
 * BookKeeper: the single writer of everything in the book but {@code taken} and what a lane writes of its own reservations.
 *
 * <p>One cycle: note the time; take what lanes tell through their rings (facts become fills in transit, the limits are published, then
 * the holds are given back); take what feeds and callers put into the inbox; end what timed out; publish what changed. A cycle is
 * bounded, and so is the time until freed money can be used.
 *
 * <p>The work is shared between desks that know one thing each: {@link io.tollgate.gate.keeper.FactDesk facts}, {@link
 * io.tollgate.gate.keeper.TransitDesk fills in transit}, {@link io.tollgate.gate.keeper.LedgerDesk the ledger stream}, {@link
 * io.tollgate.gate.keeper.SnapshotDesk snapshots}, {@link io.tollgate.gate.keeper.Publisher publishing}. All of it runs on
 * BookKeeper's thread.
 */
@NullMarked
package io.tollgate.gate.keeper;

import org.jspecify.annotations.NullMarked;
