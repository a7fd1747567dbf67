/**
 * What the feeds of all venues share when they speak HTTP: a feed's one thread, bounded calls, the polling of snapshots, budgets of
 * requests, back-off, exact decimals, checks of settings, texts without secrets. It knows no venue.
 *
 * <p>A venue's adapter implements {@link io.tollgate.rest.SnapshotSource}: which requests make one read of a balance, and what the answers
 * mean. {@link io.tollgate.rest.PollingFeed} does the rest: when to read, what to do after a refusal, and how to say what was read or that
 * it could not be read. So every venue
 *
 * <ul>
 *   <li>is read every period with jitter, and as soon as the gate asks, never closer than the least spacing, never beyond the budget
 *       that its credential has ({@link io.tollgate.rest.RequestBudget}), never within a pause that the venue asked for;
 *   <li>reports a read that failed as failed: unknown is not zero;
 *   <li>maps each refusal to one of four actions ({@link io.tollgate.rest.RefusedException.Action}): try again, slow down, authenticate
 *       anew, stop with a message that names cause and cure;
 *   <li>measures how far its clock is from ours ({@link io.tollgate.rest.ClockSkew}) and says so before a signature is refused for it.
 * </ul>
 *
 * <p>Threading: everything of one feed happens on its own thread ({@link io.tollgate.rest.FeedWorker}); a budget may be shared.
 */
@NullMarked
package io.tollgate.rest;

import org.jspecify.annotations.NullMarked;
