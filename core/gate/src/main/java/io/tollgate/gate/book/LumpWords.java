package io.tollgate.gate.book;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Quantity of a reservation's fills that were charged as a lump, because they found no row in transit.
 *
 * <p>Threading: BookKeeper's.
 */
public final class LumpWords {
    private static final int QUANTITY = ReservationTable.LUMPS;
    private static final int NEXT = QUANTITY + 8;
    private static final int EXEC_ID = QUANTITY + 16;

    private final UnsafeBuffer buffer;
    private final int start;

    LumpWords(UnsafeBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    private int row(int row) {
        return start + row * ReservationTable.ROW_BYTES;
    }

    /** Quantity that was lumped. */
    public long quantity(int row) {
        return buffer.getLong(row(row) + QUANTITY);
    }

    /** Whether this execution was the last one that was lumped. */
    public boolean isLast(int row, long execId) {
        final int at = row(row);
        final long quantity = buffer.getLong(at + QUANTITY);
        return quantity != 0 && quantity == buffer.getLong(at + NEXT) && buffer.getLong(at + EXEC_ID) == execId;
    }

    /** Counts a fill; begun again after a kill it counts once. */
    public void add(int row, long execId, long quantityAfter) {
        final int at = row(row);
        final boolean begun =
                buffer.getLong(at + EXEC_ID) == execId && buffer.getLong(at + QUANTITY) != buffer.getLong(at + NEXT);
        if (!begun) {
            // level first, so that a kill leaves the last one finished
            buffer.putLong(at + NEXT, buffer.getLong(at + QUANTITY));
            buffer.putLongRelease(at + EXEC_ID, execId);
            buffer.putLongRelease(at + NEXT, quantityAfter);
        }
        buffer.putLongRelease(at + QUANTITY, buffer.getLong(at + NEXT));
    }

    /** The row is free: what was lumped belonged to its last use. */
    public void forget(int row) {
        final int at = row(row);
        buffer.putLong(at + QUANTITY, 0);
        buffer.putLong(at + NEXT, 0);
        buffer.putLong(at + EXEC_ID, 0);
    }
}
