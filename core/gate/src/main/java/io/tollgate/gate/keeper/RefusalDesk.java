package io.tollgate.gate.keeper;

import io.tollgate.gate.Lane;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.Amounts;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What follows when the venue refuses an approved order for lack of funds: the balance is RECONCILING until a read that was asked for
 * later, and what the venue could not cover is held back. Threading: BookKeeper's.
 *
 * <p>Money that moved between approval and refusal, or moves before that read, explains the refusal, and nothing stays held back. Where
 * nothing explains it, the first time is forgiven unless the venue gave its sums; from then on what it could not cover stays held back
 * until a read after a pause, and each further refusal doubles the pause: approve and refuse does not become a loop.
 */
final class RefusalDesk {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 3_600_000_000_000L;
    private static final int MOST_DOUBLINGS = 12;
    /** Without a refusal for so long, the next one is a first one. */
    private static final long FORGIVEN_AFTER_NANOS = 2 * LONGEST_PAUSE_NANOS;

    /** One balance's unexplained refusals. */
    private static final class Strikes {
        boolean open;
        boolean sums;
        int count;
        long atNanos;
        long atEpochNanos;
        long pauseEndsNanos;
    }

    private final KeeperContext context;
    private final ReservationTable rows;
    private final ScopeTable scopes;
    private final long startedNanos;
    private final Int2ObjectHashMap<Strikes> byBalance = new Int2ObjectHashMap<>();

    RefusalDesk(KeeperContext context) {
        this.context = context;
        this.rows = context.book.reservations();
        this.scopes = context.book.scopes();
        this.startedNanos = context.clock.nanoTime();
    }

    /** Before the order's hold is given back. */
    void refused(long id, long venueAvailable) {
        final int row = (int) id;
        final BalanceState state = context.lineOf(row).balance();
        final boolean sums = venueAvailable != Lane.UNKNOWN_AMOUNT;
        state.countRefusal();
        final boolean moved = state.movedAtEpochNanos != 0 && state.movedAtEpochNanos >= rows.createdAt(row);
        // of what is unlimited nothing can be held back: its next read tells whether it still is
        if ((sums || !moved) && state.spendable() < Amounts.UNLIMITED) {
            final Strikes strikes = byBalance.computeIfAbsent(state.id, key -> new Strikes());
            if (context.nowNanos - strikes.atNanos > FORGIVEN_AFTER_NANOS) {
                strikes.count = 0;
            }
            strikes.open = true;
            strikes.sums |= sums;
            strikes.atNanos = context.stamp();
            strikes.atEpochNanos = context.epochNanos;
            final long hold = rows.holdAcquire(row);
            final int scopeId = rows.scopeId(row);
            final long back = scopes.back(scopeId);
            final long others = scopes.taken(scopeId) - back - hold;
            // less than the order's cost, or the venue would have taken it
            final long covered = sums ? Math.max(0, venueAvailable) : hold - 1;
            final long free = Math.subtractExact(state.spendable(), others);
            state.refused(Math.addExact(state.refused(), Math.max(0, Math.subtractExact(free, covered))));
        }
        state.doubt(
                context.stamp(),
                "the venue refused an approved order for lack of funds"
                        + (sums ? ": it could have spent " + venueAvailable : ""));
    }

    /** A read that the balance agrees with, or has adopted. */
    void read(BalanceState state, Snapshot s) {
        if (state.refused() == 0 && !byBalance.containsKey(state.id)) {
            return;
        }
        final Strikes strikes = byBalance.computeIfAbsent(state.id, key -> ofEarlierSession());
        if (s.requestNanos() - (strikes.atNanos + state.rules.visibleAfterNanos()) < 0) {
            return;
        }
        if (strikes.open) {
            strikes.open = false;
            if (state.movedAtEpochNanos >= strikes.atEpochNanos) {
                strikes.sums = false;
                state.refused(0);
                return;
            }
            strikes.count++;
            final int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, strikes.count - 2));
            final boolean forgiven = strikes.count == 1 && !strikes.sums;
            final long pause = forgiven ? 0 : Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << doublings);
            strikes.pauseEndsNanos = strikes.atNanos + pause;
        }
        if (s.requestNanos() - strikes.pauseEndsNanos >= 0) {
            strikes.sums = false;
            state.refused(0);
        }
    }

    private Strikes ofEarlierSession() {
        final Strikes strikes = new Strikes();
        strikes.atNanos = startedNanos;
        strikes.pauseEndsNanos = startedNanos;
        return strikes;
    }
}
