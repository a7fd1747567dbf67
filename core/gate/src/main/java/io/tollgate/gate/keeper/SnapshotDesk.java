package io.tollgate.gate.keeper;

import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.keeper.BalanceState.Stream;
import io.tollgate.gate.money.Amounts;
import io.tollgate.sbe.SnapshotOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots: adopted where they are the only feed or start a ledger, else compared with the stream. Threading: BookKeeper's.
 *
 * <p>A snapshot that is newer than the stream waits for it. One that does not agree is drift: what is missing is held back, and reads
 * are asked for until one agrees, or the same value is confirmed with no entry between; a rise needs one confirmation more.
 */
final class SnapshotDesk {
    private static final long LEAST_BETWEEN_READS_NANOS = 100_000_000;

    private final KeeperContext context;
    private final TransitDesk transit;
    private final EarlyCredits earlyCredits;
    private final LedgerDesk ledgerDesk;
    private final NettingDesk netting;
    private final RefusalDesk refusals;

    SnapshotDesk(
            KeeperContext context,
            TransitDesk transit,
            EarlyCredits earlyCredits,
            LedgerDesk ledgerDesk,
            NettingDesk netting,
            RefusalDesk refusals) {
        this.context = context;
        this.transit = transit;
        this.earlyCredits = earlyCredits;
        this.ledgerDesk = ledgerDesk;
        this.netting = netting;
        this.refusals = refusals;
    }

    void snapshot(BalanceState state, Snapshot s) {
        if (isAbsurd(s)) {
            failed(state, "a snapshot's amounts must be below 2^61: " + s, s.requestNanos(), s.arrivalNanos());
        } else if (!state.hasStream) {
            if (isOlder(state, s)) {
                context.records.snapshotApplied(state, s, SnapshotOutcome.SUPERSEDED, 0);
            } else {
                adopt(state, s);
            }
        } else if (state.stream == Stream.COLD) {
            if (!state.coldOverflow && s.requestNanos() - state.coldSinceNanos >= 0) {
                adopt(state, s);
                ledgerDesk.replayCold(state, s.arrivalNanos());
            } else {
                // asked for before the stream was open, or entries after it were dropped: something may have happened
                // between
                context.records.snapshotApplied(state, s, SnapshotOutcome.SUPERSEDED, 0);
                if (!state.coldOverflow) {
                    state.askForSnapshot();
                }
            }
        } else if (!state.hasLedger()) {
            context.records.snapshotApplied(state, s, SnapshotOutcome.SUPERSEDED, 0);
        } else {
            compare(state, s);
        }
    }

    private static boolean isAbsurd(Snapshot s) {
        return (!Amounts.isAmount(s.ledger()) && s.ledger() != Amounts.UNLIMITED)
                || !Amounts.isAmount(s.openOrders())
                || (s.netSpendable() != Snapshot.UNKNOWN && !Amounts.isAmount(s.netSpendable()));
    }

    void failed(BalanceState state, String reason, long requestNanos, long arrivalNanos) {
        context.records.snapshotApplied(
                state,
                new Snapshot(0, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, requestNanos, arrivalNanos),
                SnapshotOutcome.FAILED,
                0);
        state.lastReadFailure = reason;
    }

    /**
     * Looks at the snapshots that wait for the stream, and asks for another one where only a read can end what is open.
     *
     * @param caughtUp whether everything that feeds had told when the cycle began was taken
     */
    void tick(BalanceState state, boolean caughtUp) {
        if (caughtUp) {
            barrier(state);
        }
        askAgain(state);
        final Snapshot waiting = state.pending;
        if (waiting == null) {
            return;
        }
        if (state.stream == Stream.COLD) {
            state.pending = null;
            return;
        }
        SnapshotOutcome outcome = judge(state, waiting);
        if (outcome == SnapshotOutcome.PENDING) {
            if (context.nowNanos - state.pendingDeadlineNanos < 0) {
                return;
            }
            if (waiting.ledger() == state.ledger) {
                // the same amount at a later time: adopted, so that entries up to that time cannot clear what its
                // barrier clears
                adopt(state, waiting);
                return;
            }
            outcome = SnapshotOutcome.DRIFT;
        }
        state.pending = null;
        settle(state, waiting, outcome);
    }

    /** The stream had nothing more to tell since the read: what the read must contain, the ledger has. */
    private void barrier(BalanceState state) {
        final Snapshot s = state.barrier;
        if (s == null || context.nowNanos - state.barrierDeadlineNanos < 0) {
            return;
        }
        state.barrier = null;
        if (state.stream == Stream.LIVE && s.ledger() == state.ledger) {
            final long cleared = contains(state, s);
            endDoubt(state, s);
            state.dirty = true;
            context.records.snapshotApplied(state, s, SnapshotOutcome.AGREES, cleared);
        }
    }

    /** Fills that no entry cleared, a tie, a doubt, a quiet account: only a read ends them, and nobody else may ask for one. */
    private void askAgain(BalanceState state) {
        if (context.nowNanos - state.lookAgainNanos < 0) {
            return;
        }
        state.lookAgainNanos = context.nowNanos
                + Math.max(LEAST_BETWEEN_READS_NANOS, state.rules.visibleAfterNanos() + state.rules.streamGraceNanos());
        if (state.tie
                || state.isOnTrust()
                || state.doubt
                || state.unexplained() != 0
                || state.shortfall() != 0
                || growsStale(state)
                || transit.hasFillUpTo(state, context.nowNanos - state.rules.visibleAfterNanos())) {
            state.askForSnapshot();
        }
    }

    /**
     * The stream has had nothing to tell for half of the time in which the balance may stand: on a quiet account heartbeats vouch for so long,
     * and a balance that is closed brings no orders that could make the stream speak again.
     */
    private boolean growsStale(BalanceState state) {
        return state.hasStream
                && state.hasLedger()
                && context.nowNanos - Publisher.lastWordNanos(state) > state.rules.staleAfterNanos() / 2;
    }

    private static boolean isOlder(BalanceState state, Snapshot s) {
        if (!state.adoptedOnce) {
            return false;
        }
        if (s.venueTimeNanos() != Snapshot.NO_TIME && s.venueTimeNanos() < state.ledgerTime) {
            return true;
        }
        return s.requestNanos() - state.adoptedRequestNanos < 0;
    }

    private void compare(BalanceState state, Snapshot s) {
        final SnapshotOutcome outcome = judge(state, s);
        if (outcome == SnapshotOutcome.PENDING) {
            if (state.pending == null) {
                // the first one waits to its end: were it replaced by each later one, none would ever be judged
                state.pending = s;
                state.pendingDeadlineNanos = s.arrivalNanos() + state.rules.streamGraceNanos();
            }
            // what neither known fills nor the fills that open orders may have had can explain
            final long explained = Math.addExact(state.cashInTransit, state.openHolds());
            state.shortfall(Math.max(state.shortfall(), state.ledger - explained - s.ledger()));
            context.records.snapshotApplied(state, s, outcome, 0);
        } else {
            settle(state, s, outcome);
        }
    }

    private static SnapshotOutcome judge(BalanceState state, Snapshot s) {
        final long time = s.venueTimeNanos();
        if (time == Snapshot.NO_TIME) {
            return isOfStream(state, s) || state.history.heldSince(s.ledger() + state.cashInTransit, since(state, s))
                    ? SnapshotOutcome.AGREES
                    : SnapshotOutcome.PENDING;
        }
        if (state.history.had(s.ledger(), time)) {
            return SnapshotOutcome.AGREES;
        }
        if (LedgerHistory.endOf(time) >= state.ledgerTime) {
            // the stream may still bring entries of that time
            return confirms(state.driftCandidate, s) ? SnapshotOutcome.DRIFT : SnapshotOutcome.PENDING;
        }
        return state.history.hasTime(time) ? SnapshotOutcome.DRIFT : SnapshotOutcome.SUPERSEDED;
    }

    private void settle(BalanceState state, Snapshot s, SnapshotOutcome outcome) {
        switch (outcome) {
            case AGREES:
                agrees(state, s);
                break;
            case DRIFT:
                drifts(state, s);
                break;
            default:
                context.records.snapshotApplied(state, s, outcome, 0);
                if (state.doubt || state.shortfall() > 0) {
                    state.askForSnapshot();
                }
                break;
        }
    }

    private static long since(BalanceState state, Snapshot s) {
        return s.requestNanos() - state.rules.venueLagNanos();
    }

    /** Whether it shows a value of the ledger itself, not one that the fills in transit make up. */
    private static boolean isOfStream(BalanceState state, Snapshot s) {
        return s.venueTimeNanos() != Snapshot.NO_TIME || state.history.heldSince(s.ledger(), since(state, s));
    }

    private void agrees(BalanceState state, Snapshot s) {
        if (state.tie && isOfTie(state, s) && s.requestNanos() - state.tieSinceNanos > 0) {
            // the read that was to tell which of the values of this time is the newer one
            state.tie = false;
            transit.dropCredits(state);
            state.ledger(s.ledger(), state.ledgerTime, state.ledgerFromSnapshot);
        }
        if (state.pending != null
                && state.pending.venueTimeNanos() == Snapshot.NO_TIME
                && s.requestNanos() - state.pending.requestNanos() >= 0) {
            state.pending = null;
        }
        // with the fills subtracted it agrees, but the ledger that stands is still without them: entries clear them
        final long cleared = isOfStream(state, s) ? clearBarrier(state, s) : 0;
        netting.read(state, s);
        refusals.read(state, s);
        explained(state, s);
        state.lastMoneyNanos = s.arrivalNanos();
        state.dirty = true;
        context.records.snapshotApplied(state, s, SnapshotOutcome.AGREES, cleared);
    }

    /** Whether only the stream, by standing still, can tell that the ledger has what the read has. */
    private static boolean isUnordered(BalanceState state, Snapshot s) {
        return state.hasStream && s.venueTimeNanos() == Snapshot.NO_TIME;
    }

    /**
     * Clears what the read must contain. One without a time may be newer than entries that the stream still brings, and equal to the ledger by
     * chance: those take the ledger to a value without the fills that the read has. So it waits until the stream has stood still.
     */
    private long clearBarrier(BalanceState state, Snapshot s) {
        if (!isUnordered(state, s)) {
            return contains(state, s);
        }
        if (state.barrier == null) {
            // the first one waits to its end, as a snapshot that is newer than the stream does
            state.barrier = s;
            state.barrierDeadlineNanos = s.arrivalNanos() + state.rules.streamGraceNanos();
        }
        return 0;
    }

    /** The ledger has what this read must contain. Returns the cash of fills that were in transit. */
    private long contains(BalanceState state, Snapshot s) {
        final long upToNanos = s.requestNanos() - state.rules.visibleAfterNanos();
        final long cleared = transit.clearBarrier(state, upToNanos);
        state.endTrust(upToNanos);
        return cleared;
    }

    /** Money that was charged to no row waits as the fills in transit do; a doubt about anything else ends. */
    private static void explained(BalanceState state, Snapshot s) {
        if (isUnordered(state, s) && (state.unexplained() != 0 || state.doubtOfFact)) {
            agreed(state);
        } else {
            endDoubt(state, s);
        }
    }

    /** Whether it speaks of the very time at which two values stand: one without a time does if its answer cannot be older than the tie. */
    private static boolean isOfTie(BalanceState state, Snapshot s) {
        return s.venueTimeNanos() == Snapshot.NO_TIME
                ? since(state, s) - state.tieSinceNanos > 0 && isOfStream(state, s)
                : LedgerHistory.isAt(state.ledgerTime, s.venueTimeNanos());
    }

    /** A read that explains the balance ends the doubt if it was asked for after it began. */
    private static void endDoubt(BalanceState state, Snapshot s) {
        agreed(state);
        if (!state.doubt && state.unexplained() == 0) {
            return;
        }
        final long visible = state.unexplained() == 0 && !state.doubtOfFact ? 0 : state.rules.visibleAfterNanos();
        if (s.requestNanos() - (state.doubtSinceNanos + visible) >= 0) {
            state.unexplained(0);
            state.endDoubt();
        } else {
            state.askForSnapshot();
        }
    }

    private static void agreed(BalanceState state) {
        state.shortfall(0);
        state.driftCandidate = null;
        state.driftConfirmations = 0;
    }

    private void drifts(BalanceState state, Snapshot s) {
        final long base = s.venueTimeNanos() == Snapshot.NO_TIME
                ? state.ledger
                : state.history.lowestAt(s.venueTimeNanos(), state.ledger);
        final long missing = Math.subtractExact(base, s.ledger());
        final boolean confirms = confirms(state.driftCandidate, s);
        state.driftConfirmations = confirms ? state.driftConfirmations + 1 : 0;
        state.driftCandidate = s;
        if (state.driftConfirmations >= (missing >= 0 ? 1 : 2)) {
            adopt(state, s);
            return;
        }
        state.shortfall(Math.max(state.shortfall(), missing));
        if (Math.abs(missing) > state.rules.driftTolerance()) {
            state.doubt(context.stamp(), "snapshot and stream differ");
        } else {
            state.askForSnapshot();
        }
        context.records.snapshotApplied(state, s, SnapshotOutcome.DRIFT, 0);
    }

    /** Same value, same time of the venue (so no change between), asked for after the first was answered. */
    private static boolean confirms(@Nullable Snapshot candidate, Snapshot s) {
        return candidate != null
                && candidate.ledger() == s.ledger()
                && candidate.venueTimeNanos() == s.venueTimeNanos()
                && s.requestNanos() - candidate.arrivalNanos() >= 0;
    }

    private void adopt(BalanceState state, Snapshot s) {
        final long time = s.venueTimeNanos() == Snapshot.NO_TIME ? 0 : s.venueTimeNanos();
        final long before = Math.subtractExact(state.ledger, state.cashInTransit);
        final long encumberedBefore = state.venueEncumbered();
        final boolean first = !state.adoptedOnce;
        earlyCredits.adopting(
                state, s.ledger(), transit.debitsAfter(state, s.requestNanos() - state.rules.visibleAfterNanos()));
        transit.dropCredits(state);
        state.history.clear();
        state.tie = false;
        state.ledger(s.ledger(), time, true);
        state.history.add(s.ledger(), time, s.arrivalNanos());
        state.adoptedOnce = true;
        state.adoptedAtEpochNanos = context.epochNanos;
        state.adoptedRequestNanos = s.requestNanos();
        state.confirmed = true;
        final long cleared = clearBarrier(state, s);
        netting.read(state, s);
        // an order of others takes money too, before any of it leaves the ledger
        if (first
                || Math.subtractExact(state.ledger, state.cashInTransit) != before
                || state.venueEncumbered() > encumberedBefore) {
            state.movedAtEpochNanos = context.epochNanos;
        }
        refusals.read(state, s);
        explained(state, s);
        state.lastMoneyNanos = s.arrivalNanos();
        state.pending = null;
        context.records.snapshotApplied(state, s, SnapshotOutcome.ADOPTED, cleared);
    }
}
