package io.tollgate.gate.keeper;

import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.book.ScopeTable;
import io.tollgate.sbe.GiveBackCause;

/**
 * What reservations hold, and giving it back. A hold is a function of the open quantity; {@code back} rises by what a hold shrinks, and
 * has no other writer. Threading: BookKeeper's.
 */
final class Holds {
    private final KeeperContext context;
    private final ReservationTable rows;
    private final ScopeTable scopes;
    private final NettingDesk netting;
    private final Publisher publisher;
    /** Whether a row's hold counts as possibly at the venue. */
    private final boolean[] sent;
    /** Filled quantities; shown to lanes only after the hold, so that a lane that sees a fill sees the smaller hold too. */
    private final long[] filled;

    Holds(KeeperContext context, NettingDesk netting, Publisher publisher) {
        this.context = context;
        this.rows = context.book.reservations();
        this.scopes = context.book.scopes();
        this.netting = netting;
        this.publisher = publisher;
        this.sent = new boolean[rows.rowCount()];
        this.filled = new long[rows.rowCount()];
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
            context.lineOf(row).instrument().openHold += rows.holdAcquire(row);
        }
    }

    /** Adds a taken increment to its row's hold. False while the lane has not said yet how it went. */
    boolean bookAmend(long id) {
        final int row = (int) id;
        switch (rows.amendState(row)) {
            case AmendState.PENDING:
                return false;
            case AmendState.TAKEN:
                grow(row, rows.amendDelta(row));
                rows.compareAndSetAmend(id, AmendState.TAKEN, AmendState.IN_FLIGHT);
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
        rows.holdRelease(row, Math.addExact(rows.holdAcquire(row), delta));
        if (sent[row]) {
            context.lineOf(row).instrument().openHold += delta;
        }
    }

    /** The hold that the row's open quantity needs now. */
    long needed(int row, boolean amendAnswered) {
        final long finalQuantity = rows.finalQuantity(row);
        final long hold = rows.holdAcquire(row);
        if (rows.uncertain(row) && finalQuantity < 0) {
            return hold;
        }
        final int state = (int) rows.stateVolatile(row);
        if (state == RowState.ENDED || state == RowState.VOID || state == RowState.FREE) {
            return 0;
        }
        final boolean amending = !amendAnswered && rows.amendState(row) == AmendState.IN_FLIGHT;
        long target = finalQuantity >= 0 ? finalQuantity : rows.currentSizeAcquire(row);
        if (amending && finalQuantity < 0) {
            target = Math.max(target, rows.amendSize(row));
        }
        final long open = target - filled[row];
        if (open <= 0) {
            return 0;
        }
        final LineInfo line = context.lineOf(row);
        final long atOld = line.rule().cost(rows.currentPriceAcquire(row), open);
        final long atNew = amending ? line.rule().cost(rows.amendPrice(row), open) : 0;
        // a size that cannot be priced cannot be freed either
        return atOld < 0 || atNew < 0 ? hold : Math.max(atOld, atNew);
    }

    /**
     * Brings the hold to what is needed: gives back the difference, or takes it by force. A lane that amends reads filled, then hold: so
     * hold is written first here, and an answered amend is ended last.
     */
    void derive(long id, GiveBackCause cause, boolean amendAnswered) {
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
            final int scopeId = rows.scopeId(row);
            final long taken = scopes.forcedTake(scopeId, needed - hold);
            context.records.forcedTake(id, scopeId, taken, needed - hold);
            scopes.forcedTold(scopeId);
            grow(row, needed - hold);
        }
        rows.filledRelease(row, filled[row]);
        if (amendAnswered) {
            rows.compareAndSetAmend(id, AmendState.IN_FLIGHT, AmendState.NONE);
        }
    }

    private void shrink(int row, long hold, long needed) {
        rows.holdRelease(row, needed);
        if (sent[row]) {
            context.lineOf(row).instrument().openHold -= hold - needed;
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
            if (rows.compareAndSetState(id, state, RowState.ENDED)) {
                tombstone((int) id);
                return true;
            }
        }
        // the lane moved it between two of the three: the next cycle ends it
        return false;
    }

    void tombstone(int row) {
        sent[row] = false;
        netting.ended(row);
        rows.endedAt(row, context.epochNanos);
    }
}
