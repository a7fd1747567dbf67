package io.tollgate.gate.keeper;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.keeper.BalanceState.Stream;
import io.tollgate.gate.money.Amounts;
import java.util.List;

/**
 * The ledger stream: entries are absolute and authoritative; a replay may only lower the limit until it has passed the last entry that
 * was applied. Threading: BookKeeper's.
 */
final class LedgerDesk {
    /** Entries buffered during a cold start; beyond it the stream is opened again. */
    private static final int COLD_BUFFER = 16_384;

    private static final int HEARTBEATS_THAT_END_A_REPLAY = 3;

    private final KeeperContext context;
    private final TransitDesk transit;
    private final EarlyCredits earlyCredits;
    private final Publisher publisher;

    LedgerDesk(KeeperContext context, TransitDesk transit, EarlyCredits earlyCredits, Publisher publisher) {
        this.context = context;
        this.transit = transit;
        this.earlyCredits = earlyCredits;
        this.publisher = publisher;
    }

    void opened(BalanceState state, ResumePoint from, long arrivalNanos) {
        state.lastHeartbeatNanos = arrivalNanos;
        if (from.exists() && state.hasLedger()) {
            state.stream = Stream.REPLAYING;
            state.resumeTimeNanos = state.resumePoint().updateTimeNanos();
            state.ids.resume();
            state.heartbeatsInReplay = 0;
        } else {
            coldStart(state, arrivalNanos);
        }
        state.dirty = true;
    }

    private static void coldStart(BalanceState state, long nowNanos) {
        state.forgetLedger();
        state.coldEntries.clear();
        state.pending = null;
        state.barrier = null;
        state.stream = Stream.COLD;
        state.coldSinceNanos = nowNanos;
        state.coldOverflow = false;
        state.askForSnapshot();
    }

    void lost(BalanceState state, String reason) {
        if (state.stream == Stream.COLD) {
            state.coldEntries.clear();
        }
        state.barrier = null;
        state.stream = Stream.LOST;
        context.records.statusChanged(
                state.id,
                io.tollgate.sbe.BalanceStatus.get((short) state.status),
                io.tollgate.sbe.BalanceStatus.get((short) state.status),
                "stream lost: " + reason);
    }

    void heartbeat(BalanceState state, long arrivalNanos) {
        state.lastHeartbeatNanos = arrivalNanos;
        if (state.stream == Stream.REPLAYING && ++state.heartbeatsInReplay >= HEARTBEATS_THAT_END_A_REPLAY) {
            // the stream has nothing more to repeat, and the last entry was not in it
            state.doubt(context.stamp(), "replay did not hold the last applied entry");
            coldStart(state, context.stamp());
        }
    }

    void entries(BalanceState state, List<LedgerEntry> entries, long arrivalNanos) {
        state.lastHeartbeatNanos = arrivalNanos;
        state.heartbeatsInReplay = 0;
        state.backlog.addAll(entries);
        state.backlogArrivalNanos = arrivalNanos;
        goOn(state);
    }

    /** Goes on with messages that had more entries than the journal had room for. False if it still has none. */
    boolean goOn() {
        boolean done = true;
        for (final BalanceState state : context.balances) {
            done &= state.backlog.isEmpty() || goOn(state);
        }
        return done;
    }

    private boolean goOn(BalanceState state) {
        if (state.backlog.size() > 1) {
            state.inMessage(true);
        }
        while (!state.backlog.isEmpty() && context.hasRoom()) {
            final LedgerEntry entry = state.backlog.remove();
            if (isAbsurd(entry)) {
                state.backlog.clear();
                state.stop("a ledger entry's amounts must be below 2^61: id=" + entry.id()
                        + ": the feed's contract does not fit the venue");
                break;
            }
            take(state, entry, state.backlogArrivalNanos);
        }
        if (state.backlog.isEmpty()) {
            state.inMessage(false);
            publisher.publish(state);
            return true;
        }
        return false;
    }

    private static boolean isAbsurd(LedgerEntry entry) {
        return !Amounts.isAmount(entry.beforeBalance()) || !Amounts.isAmount(entry.afterBalance());
    }

    private void take(BalanceState state, LedgerEntry entry, long arrivalNanos) {
        switch (state.stream) {
            case COLD:
                if (state.coldOverflow) {
                    break;
                }
                if (state.coldEntries.size() >= COLD_BUFFER) {
                    state.coldEntries.clear();
                    state.coldOverflow = true;
                    state.feeds.forEach(io.tollgate.gate.feed.BalanceFeed::reopenStream);
                } else {
                    state.coldEntries.add(entry);
                }
                break;
            case REPLAYING:
                replayed(state, entry, arrivalNanos);
                break;
            default:
                apply(state, entry, arrivalNanos);
                break;
        }
    }

    private void replayed(BalanceState state, LedgerEntry entry, long arrivalNanos) {
        if (state.ids.isResume(entry.id())) {
            state.stream = Stream.LIVE;
            state.confirmed = true;
            state.lastMoneyNanos = arrivalNanos;
            state.dirty = true;
            return;
        }
        if (state.ids.contains(entry.id())) {
            return;
        }
        if (entry.updateTimeNanos() > state.resumeTimeNanos) {
            // the last entry did not come back: what was known is not a part of this stream
            state.doubt(context.stamp(), "replay did not hold the last applied entry");
            coldStart(state, context.stamp());
            state.coldEntries.add(entry);
            return;
        }
        apply(state, entry, arrivalNanos);
    }

    /** The snapshot of a cold start was adopted: what the stream told meanwhile comes after it, or at its very time. */
    void replayCold(BalanceState state, long arrivalNanos) {
        state.stream = Stream.LIVE;
        state.backlog.addAll(state.coldEntries);
        state.coldEntries.clear();
        state.backlogArrivalNanos = arrivalNanos;
        goOn(state);
    }

    private void apply(BalanceState state, LedgerEntry entry, long arrivalNanos) {
        if (state.ids.contains(entry.id())) {
            return;
        }
        final long time = entry.updateTimeNanos();
        long cleared = 0;
        // a read that waits for the stream to stand still may be older than this, or newer
        state.barrier = null;
        state.lastMoneyNanos = arrivalNanos;
        if (time < state.ledgerTime) {
            // the ledger is newer, by an adopted snapshot or by later entries: it has this change, and nothing says
            // which fills it clears
            if (!state.resumePoint().exists() || time >= state.resumePoint().updateTimeNanos()) {
                state.ids.note(entry.id(), time);
            }
            if (!state.ledgerFromSnapshot) {
                state.askForSnapshot();
            }
        } else if (isTied(state, time) || isUnordered(state, entry)) {
            // in the ledger that stands or not: the lower value stands, nothing is cleared, another read decides
            state.tie = true;
            state.tieSinceNanos = context.stamp();
            state.ledger(Math.min(state.ledger, entry.afterBalance()), state.ledgerTime, state.ledgerFromSnapshot);
            state.history.add(entry.afterBalance(), time, arrivalNanos);
            state.ids.note(entry.id(), time);
            state.askForSnapshot();
        } else {
            final boolean isExpected =
                    TransitDesk.expectsCredit(state.instrument(entry.instrument()), context.book.transit());
            if (entry.beforeBalance() != state.ledger) {
                // credits may be among what is missing
                transit.dropCredits(state);
                // some types are filtered by the venue: not corruption, but worth a read
                state.askForSnapshot();
                BackfillDesk.ask(state, state.ledger, state.ledgerTime, entry.beforeBalance());
            }
            if (entry.kind() == LedgerEntry.Kind.EXECUTION && entry.change() > 0 && !isExpected) {
                earlyCredits.holdBack(state, entry.change());
            }
            state.ledger(entry.afterBalance(), time, false);
            state.history.add(entry.afterBalance(), time, arrivalNanos);
            // noted before it clears: killed between, a fill stays in transit too long; the other way round the entry
            // would be replayed and clear another fill
            state.ids.note(entry.id(), time);
            state.tie = false;
            if (entry.kind() != LedgerEntry.Kind.OTHER) {
                cleared = clear(state, entry);
            } else {
                state.movedAtEpochNanos = context.epochNanos;
            }
        }
        state.dirty = true;
        context.records.entryApplied(state, entry, arrivalNanos, cleared);
    }

    /** Nothing says whether an entry of this time is older than the ledger: of a snapshot's time, or new in a replay of old ones. */
    private static boolean isTied(BalanceState state, long time) {
        return state.stream == Stream.REPLAYING
                || (state.ledgerFromSnapshot && LedgerHistory.isAt(time, state.ledgerTime));
    }

    /**
     * The ledger came from a read without a time of the venue: an entry is newer than it only if it goes on from its very amount. One that was
     * late would bring an old ledger back, and clear another fill than its own.
     */
    private static boolean isUnordered(BalanceState state, LedgerEntry entry) {
        return state.ledgerFromSnapshot && state.ledgerTime == 0 && entry.beforeBalance() != state.ledger;
    }

    private long clear(BalanceState state, LedgerEntry entry) {
        final long debit = -entry.change();
        final InstrumentState instrument = state.instrument(entry.instrument());
        if (debit <= 0) {
            return transit.clearByCredit(state, instrument, -debit);
        }
        if (state.unexplained() != 0 || state.doubtOfFact) {
            // it may be that of a fill which is charged as a lump, or not at all, and no other fill's: a read decides
            state.movedAtEpochNanos = context.epochNanos;
            return 0;
        }
        // what the venue took for a fill beyond what was told of it is no other fill's
        final long beyond = instrument.pairs.debit(debit, entry.kind() == LedgerEntry.Kind.COMMISSION);
        final boolean isOurs = state.rules.soleTrader();
        // where others trade too, a debit that none of the fills told can have had is theirs, and clears none of ours
        final long unexplained = isOurs || instrument.pairs.isExplained()
                ? transit.clearByAmount(state, instrument, debit - beyond)
                : debit;
        final long rest = (isOurs ? 0 : beyond)
                + (entry.kind() == LedgerEntry.Kind.COMMISSION
                        ? unexplained - earlyCredits.fee(state, unexplained)
                        : unexplained);
        if (rest > 0) {
            final long room = isOurs ? Math.max(0, instrument.openHold - instrument.prepaid) : 0;
            final long kept = Math.min(rest, room);
            instrument.prepaid += kept;
            if (kept < rest) {
                state.movedAtEpochNanos = context.epochNanos;
                state.doubt(context.stamp(), "an execution debit that no fill explains: " + instrument.name);
            }
        }
        return debit - beyond - unexplained;
    }
}
