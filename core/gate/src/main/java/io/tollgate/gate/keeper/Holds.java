package io.tollgate.gate.keeper;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.Companions;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.GiveBackCause;

/**
 * What reservations hold, and giving it back. A hold is a function of the open quantity; {@code back} rises by what a hold shrinks, and
 * has no other writer. Threading: BookKeeper's.
 */
final class Holds {
    /**
     * What a scope holds at most, twice the largest limit: with an order on top it does not wrap, so that a lane's comparison needs no look at
     * its sign.
     */
    static final long MOST_HELD = 1L << 62;

    private final KeeperContext context;
    private final ReservationTable rows;
    private final ScopeTable scopes;
    private final NettingDesk netting;
    private final Publisher publisher;
    private final EarlyCredits earlyCredits;
    /** Whether a row's hold counts as possibly at the venue. */
    private final boolean[] sent;
    /** When BookKeeper heard of it, monotonic clock. */
    private final long[] sentAtNanos;
    /** Cash that a closing order may still take. */
    private final long[] cashOpen;
    /** Filled quantities; shown to lanes only after the hold, so that a lane that sees a fill sees the smaller hold too. */
    private final long[] filled;

    Holds(KeeperContext context, NettingDesk netting, EarlyCredits earlyCredits, Publisher publisher) {
        this.context = context;
        this.rows = context.book.reservations();
        this.scopes = context.book.scopes();
        this.netting = netting;
        this.publisher = publisher;
        this.earlyCredits = earlyCredits;
        this.sent = new boolean[rows.rowCount()];
        this.sentAtNanos = new long[rows.rowCount()];
        this.cashOpen = new long[rows.rowCount()];
        this.filled = new long[rows.rowCount()];
    }

    /** What an order that buys back a short may still take of the cash beside it: its ledger entries may come before its fills. */
    private void cashOpen(int row) {
        final LineInfo.CashLeg leg = context.lineOf(row).cash();
        if (leg == null || context.lineOf(row).rule().side() != Side.BUY_TO_CLOSE) {
            return;
        }
        long most = 0;
        if (sent[row] && rows.holdAcquire(row) > 0) {
            final boolean amending = rows.amendState(row) == AmendState.IN_FLIGHT;
            final long price = Math.max(rows.currentPriceAcquire(row), amending ? rows.amendPrice(row) : 0);
            final long size = Math.max(rows.currentSizeAcquire(row), amending ? rows.amendSize(row) : 0);
            most = Math.max(0, leg.rule().cost(price, Math.max(0, size - filled[row])));
        }
        leg.instrument().opens(most - cashOpen[row]);
        cashOpen[row] = most;
    }

    /** Whether the order was sent, as far as BookKeeper has heard, no later than this. */
    boolean isSentBy(int row, long nanos) {
        return sent[row] && sentAtNanos[row] - nanos <= 0;
    }

    long filled(int row) {
        return filled[row];
    }

    void filled(int row, long quantity) {
        filled[row] = quantity;
    }

    /** The order may be at the venue now: its ledger entries may come before its fills. */
    void sent(long id) {
        final int row = (int) id;
        if (!sent[row] && rows.stateOf(id) >= RowState.SENT && rows.stateOf(id) <= RowState.ACKED) {
            sent[row] = true;
            // not the start of the cycle: the order may have left during a pause since
            sentAtNanos[row] = context.stamp();
            context.lineOf(row).instrument().opens(rows.holdAcquire(row));
            cashOpen(row);
        }
    }

    /** An order of an earlier session that is open still. */
    void recovered(long id) {
        final LineInfo.CashLeg leg = context.lineOf((int) id).cash();
        if (leg != null) {
            // the session before may have read the positions after a fill of it
            leg.balance().readBefore.add(id);
        }
        sent(id);
        netting.acked(id);
    }

    /** Adds a taken increment to its row's hold. False while the lane has not said yet how it went. */
    boolean bookAmend(long id) {
        final int row = (int) id;
        switch (rows.amendState(row)) {
            case AmendState.PENDING:
                return false;
            case AmendState.TAKEN:
                // killed between the two, the increment goes back and is taken again by force; the other way round it
                // would be held twice, and given back twice
                rows.compareAndSetAmend(id, AmendState.TAKEN, AmendState.IN_FLIGHT);
                grow(row, rows.amendDelta(row));
                return true;
            case AmendState.VOID:
                giveBack(id, rows.amendDelta(row), rows.holdAcquire(row), GiveBackCause.VOID);
                rows.compareAndSetAmend(id, AmendState.VOID, AmendState.NONE);
                return true;
            default:
                return true;
        }
    }

    private void grow(int row, long delta) {
        netting.grows(row, rows.holdAcquire(row));
        rows.holdRelease(row, Math.addExact(rows.holdAcquire(row), delta));
        if (sent[row]) {
            context.lineOf(row).instrument().opens(delta);
        }
    }

    /** The hold that the row's open quantity needs now. */
    long needed(int row, boolean amendAnswered) {
        final long finalQuantity = rows.finalQuantity(row);
        final long hold = rows.holdAcquire(row);
        final int state = (int) rows.stateVolatile(row);
        if (state == RowState.ENDED || state == RowState.VOID || state == RowState.FREE) {
            return 0;
        }
        final long oldPrice = rows.currentPriceAcquire(row);
        final long oldSize = finalQuantity >= 0 ? finalQuantity : rows.currentSizeAcquire(row);
        long needed = costOfOpen(row, oldPrice, oldSize);
        if (!amendAnswered && rows.amendState(row) == AmendState.IN_FLIGHT) {
            // the replaced order, at the worse price: what the lane took the increment for
            final long newSize = finalQuantity >= 0 ? finalQuantity : rows.amendSize(row);
            needed = Math.max(needed, costOfOpen(row, oldPrice, newSize));
            needed = Math.max(needed, costOfOpen(row, rows.amendPrice(row), newSize));
        }
        // a size that cannot be priced cannot be freed either
        needed = needed == Long.MAX_VALUE ? hold : needed;
        // what is not known frees nothing; what a bust opened again is taken all the same
        return rows.uncertain(row) && finalQuantity < 0 ? Math.max(hold, needed) : needed;
    }

    private long costOfOpen(int row, long price, long size) {
        final long open = size - filled[row];
        if (open <= 0) {
            return 0;
        }
        final long cost = context.lineOf(row).rule().cost(price, open);
        return cost < 0 ? Long.MAX_VALUE : cost;
    }

    /**
     * Brings the hold to what is needed: gives back the difference, or takes it by force. A lane that amends reads filled, then hold: so
     * hold is written first here, and an answered amend is ended last. False if the scope has no room to hold it all: the balance is closed until
     * it has.
     */
    boolean derive(long id, GiveBackCause cause, boolean amendAnswered) {
        final int row = (int) id;
        final long hold = rows.holdAcquire(row);
        final long needed = needed(row, amendAnswered);
        if (needed < hold) {
            final BalanceState state = context.lineOf(row).balance();
            netting.shrinks(state, row, hold - needed);
            if (state.dirty) {
                publisher.publish(state);
            }
            shrink(row, hold, needed);
            giveBack(id, hold - needed, needed, cause);
        } else if (needed > hold) {
            force(id, needed - hold);
        }
        final boolean isHeld = rows.holdAcquire(row) >= needed;
        context.lineOf(row).balance().holdsAll(id, isHeld);
        rows.filledRelease(row, filled[row]);
        earlyCredits.shrunk(context.lineOf(row));
        cashOpen(row);
        if (amendAnswered) {
            rows.compareAndSetAmend(id, AmendState.IN_FLIGHT, AmendState.NONE);
        }
        return isHeld;
    }

    /** Takes without a check what an order may need, as far as its scope has room. */
    private void force(long id, long amount) {
        final int row = (int) id;
        final int scopeId = rows.scopeId(row);
        final long room = MOST_HELD - (scopes.taken(scopeId) - scopes.back(scopeId));
        if (amount > room) {
            final BalanceState state = context.lineOf(row).balance();
            state.holdsAll(id, false);
            state.doubtOfFact(context.stamp(), "more is open than one scope can hold");
            publisher.publish(state);
        }
        final long held = Math.min(amount, room);
        if (held > 0) {
            final long taken = scopes.forcedTake(scopeId, held);
            context.records.forcedTake(id, scopeId, taken, held);
            scopes.forcedTold(scopeId);
            grow(row, held);
        }
    }

    private void shrink(int row, long hold, long needed) {
        rows.holdRelease(row, needed);
        if (sent[row]) {
            context.lineOf(row).instrument().opens(needed - hold);
        }
    }

    /** Raises back, after its record: a lane can only see what is told. */
    private void giveBack(long id, long amount, long holdAfter, GiveBackCause cause) {
        final int scopeId = rows.scopeId((int) id);
        final long back = scopes.back(scopeId) + amount;
        context.records.givenBack(id, scopeId, amount, holdAfter, back, cause);
        scopes.backRelease(scopeId, back);
    }

    /** A take that was refused at the second look: all of it goes back. */
    void giveBackVoid(long id) {
        final int row = (int) id;
        final long hold = rows.holdAcquire(row);
        rows.holdRelease(row, 0);
        giveBack(id, hold, 0, GiveBackCause.VOID);
    }

    /** Whether nothing can happen to the order any more but late news. */
    boolean isOver(int row) {
        final int state = (int) rows.stateVolatile(row);
        if (state < RowState.RESERVED || state >= RowState.ENDED) {
            return false;
        }
        if (rows.holdAcquire(row) != 0 || (rows.uncertain(row) && rows.finalQuantity(row) < 0)) {
            return false;
        }
        final long finalQuantity = rows.finalQuantity(row);
        if (finalQuantity >= 0) {
            return filled[row] >= finalQuantity;
        }
        return rows.amendState(row) == AmendState.NONE && filled[row] >= rows.currentSizeAcquire(row);
    }

    /** Makes the row a tombstone. */
    boolean end(long id) {
        for (int state = RowState.RESERVED; state <= RowState.ACKED; state++) {
            // before the state: a tombstone without its time would be gone at once after a restart
            rows.endedAt((int) id, context.epochNanos);
            if (rows.compareAndSetState(id, state, RowState.ENDED)) {
                tombstone((int) id);
                return true;
            }
        }
        // lanes move it upwards only, in the order of the three attempts: it was over before
        return false;
    }

    /** A tombstone is an order again: what it needs is taken by force when its hold is derived. */
    void reopen(long id) {
        if (rows.compareAndSetState(id, RowState.ENDED, RowState.ACKED)) {
            sent(id);
        }
    }

    void tombstone(int row) {
        final long companion = rows.companions().next(row);
        if (companion != Companions.NONE) {
            context.orphans.addLong(companion);
        }
        sent[row] = false;
        cashOpen(row);
        netting.ended(row);
    }
}
