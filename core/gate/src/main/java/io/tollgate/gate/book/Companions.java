package io.tollgate.gate.book;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which reservations are of one order: an order that several limits must cover has one reservation on each, chained from the one that
 * facts name.
 *
 * <p>Threading: written by the lane that makes them, before anybody else knows their ids; then BookKeeper's.
 */
public final class Companions {
    /** There is none. */
    public static final long NONE = 0;

    private static final int NEXT = ReservationTable.LUMPS + 24;
    private static final int BEFORE = NEXT + 8;

    private final UnsafeBuffer buffer;
    private final int start;
    private final int rowCount;

    Companions(UnsafeBuffer buffer, int start, int rowCount) {
        this.buffer = buffer;
        this.start = start;
        this.rowCount = rowCount;
    }

    private int row(int row) {
        return start + row * ReservationTable.ROW_BYTES;
    }

    /** Chains two reservations of an order: the second one first, so that a kill between leaves it by itself. */
    public void chain(long id, long next) {
        buffer.putLongRelease(row((int) next) + BEFORE, id);
        buffer.putLongRelease(row((int) id) + NEXT, next);
    }

    /** Whether the order has other reservations. */
    public boolean has(int row) {
        return next(row) != NONE || before(row) != NONE;
    }

    /** The order's next reservation, or {@link #NONE}. */
    public long next(int row) {
        return buffer.getLongAcquire(row(row) + NEXT);
    }

    /** The order's reservation before this one, or {@link #NONE}. */
    public long before(int row) {
        return buffer.getLongAcquire(row(row) + BEFORE);
    }

    /** As {@link #before}, if that one is not gone: late facts of the order still come from there. Else {@link #NONE}. */
    public long known(int row) {
        final long before = before(row);
        final int of = (int) before;
        if (before <= NONE || of < 0 || of >= rowCount) {
            return NONE;
        }
        final long state = buffer.getLongVolatile(row(of));
        final boolean isGone =
                (int) (state >>> 32) != ReservationTable.generation(before) || (int) state == RowState.FREE;
        return isGone ? NONE : before;
    }

    /** The reservation that names the order of this one; itself if the order is gone or has no other. */
    public long naming(long id) {
        long order = id;
        // bounded: rows that are read while lanes use them, or damaged, may go in a circle
        long before = known((int) id);
        for (int steps = 0; steps < rowCount && before != NONE; steps++) {
            order = before;
            before = known((int) before);
        }
        return order;
    }

    /** Chains an order's reservations anew. Recovery. */
    public void chain(long id, List<Long> others) {
        long last = id;
        for (final long other : others) {
            chain(last, other);
            last = other;
        }
    }

    /** The row is free. BookKeeper. */
    public void forget(int row) {
        buffer.putLong(row(row) + NEXT, NONE);
        buffer.putLong(row(row) + BEFORE, NONE);
    }
}
