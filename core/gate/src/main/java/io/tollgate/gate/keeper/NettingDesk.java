package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.book.AmendState;
import io.tollgate.gate.book.ReservationTable;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.Snapshot;
import java.util.Arrays;
import org.agrona.collections.IntHashSet;

/**
 * What a venue's own figure of spendable money says about what it holds back. Threading: BookKeeper's.
 *
 * <p>Where orders of others may be in {@code openOrders}, only holds that the venue had acknowledged before the read count as inside the
 * venue's base, and leave it when they end, until a later read.
 */
final class NettingDesk {
    private static final long NEVER_GREW = Long.MAX_VALUE;

    private final KeeperContext context;
    private final TransitDesk transit;
    private final ReservationTable rows;
    private final IntHashSet open = new IntHashSet();
    private final long[] ackedAtNanos;
    private final long[] inBase;
    /** When the hold last grew, and the smallest it was before it grew since the last read that saw it all. */
    private final long[] grownAtNanos;

    private final long[] beforeGrowth;

    NettingDesk(KeeperContext context, TransitDesk transit) {
        this.context = context;
        this.transit = transit;
        this.rows = context.book.reservations();
        this.ackedAtNanos = new long[rows.rowCount()];
        this.inBase = new long[rows.rowCount()];
        this.grownAtNanos = new long[rows.rowCount()];
        this.beforeGrowth = new long[rows.rowCount()];
        Arrays.fill(beforeGrowth, NEVER_GREW);
    }

    /** An acknowledgement was told, or is known from before a restart. One that comes after the end counts for nothing. */
    void acked(long id) {
        final int row = (int) id;
        if (rows.stateOf(id) == RowState.ACKED && open.add(row)) {
            ackedAtNanos[row] = context.stamp();
            inBase[row] = 0;
        }
    }

    void ended(int row) {
        open.remove(row);
        inBase[row] = 0;
        beforeGrowth[row] = NEVER_GREW;
    }

    /** A hold is about to grow: a read that was asked for before may have seen the smaller one. */
    void grows(int row, long holdBefore) {
        beforeGrowth[row] = Math.min(beforeGrowth[row], holdBefore);
        grownAtNanos[row] = context.stamp();
    }

    /** A hold shrinks: what of it is inside the venue's base leaves it, before anything is given back. */
    void shrinks(BalanceState state, int row, long amount) {
        final long counted = Math.min(amount, inBase[row]);
        inBase[row] -= counted;
        // no more than the venue summed: what it did not subtract is not in the base
        final long leaves = Math.min(counted, state.holdsInBase);
        if (leaves > 0) {
            state.holdsInBase -= leaves;
            state.venueEncumbered(Math.addExact(state.venueEncumbered(), leaves));
        }
    }

    void read(BalanceState state, Snapshot s) {
        if (s.netSpendable() == Snapshot.UNKNOWN || state.rules.netting() == Netting.IGNORED) {
            return;
        }
        final long ours;
        if (state.rules.netting() == Netting.ALL_OURS) {
            ours = s.openOrders();
        } else {
            ours = Math.min(s.openOrders(), ackedBefore(state, s.requestNanos()));
            state.holdsInBase = ours;
        }
        final long base = Math.addExact(s.netSpendable(), ours);
        state.venueEncumbered(Math.max(0, Math.subtractExact(s.ledger(), base)));
        // net of margin too: that of fills which this read must contain is in what the venue encumbers
        state.venueNetsMargin = true;
        state.venueMargin(0, 0, context.stamp());
        transit.clearMargin(state, s.requestNanos() - state.rules.visibleAfterNanos());
    }

    private long ackedBefore(BalanceState state, long requestNanos) {
        long sum = 0;
        final IntHashSet.IntIterator each = open.iterator();
        while (each.hasNext()) {
            final int row = each.nextValue();
            if (context.lineOf(row).balance() != state) {
                continue;
            }
            final int rowState = (int) rows.stateVolatile(row);
            final boolean counts = rowState == RowState.ACKED
                    && ackedAtNanos[row] - requestNanos < 0
                    && rows.amendState(row) == AmendState.NONE;
            inBase[row] = counts ? smallerOfThenAndNow(row, requestNanos) : 0;
            sum = Math.addExact(sum, inBase[row]);
        }
        return sum;
    }

    private long smallerOfThenAndNow(int row, long requestNanos) {
        final long now = rows.holdAcquire(row);
        if (beforeGrowth[row] != NEVER_GREW && grownAtNanos[row] - requestNanos < 0) {
            // this read was asked for after it grew, and so are all that come after it
            beforeGrowth[row] = NEVER_GREW;
        }
        return Math.min(now, beforeGrowth[row]);
    }
}
