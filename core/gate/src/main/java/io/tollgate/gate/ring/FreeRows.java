package io.tollgate.gate.ring;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Queue of free reservation rows from BookKeeper to one lane. It holds as many as the lane owns, so it is never full.
 *
 * <p>Threading: {@link #take} by the lane's thread, {@link #give} and {@link #reset} by BookKeeper's.
 */
public final class FreeRows {
    /** No row is free. */
    public static final int NONE = -1;

    private final UnsafeBuffer buffer;
    private final long mask;
    private long cachedTail;

    FreeRows(UnsafeBuffer buffer, int rowCount) {
        this.buffer = buffer;
        this.mask = rowCount - 1L;
    }

    private int entry(long position) {
        return RingLayout.HEADER_BYTES + (int) (position & mask) * Integer.BYTES;
    }

    /** Looks at the next free row without taking it; {@link #NONE} if there is none. */
    public int peek() {
        final long head = buffer.getLong(RingLayout.FREE_ROWS_HEAD);
        if (head == cachedTail) {
            cachedTail = buffer.getLongAcquire(RingLayout.FREE_ROWS_TAIL);
            if (head == cachedTail) {
                return NONE;
            }
        }
        return buffer.getInt(entry(head));
    }

    /** Takes the row that {@link #peek} returned. */
    public void take() {
        buffer.putLongRelease(RingLayout.FREE_ROWS_HEAD, buffer.getLong(RingLayout.FREE_ROWS_HEAD) + 1);
    }

    /** Gives a row to the lane. */
    public void give(int row) {
        final long tail = buffer.getLong(RingLayout.FREE_ROWS_TAIL);
        buffer.putInt(entry(tail), row);
        buffer.putLongRelease(RingLayout.FREE_ROWS_TAIL, tail + 1);
    }

    /** Empties the queue. Recovery only, while the lane has no thread. */
    public void reset() {
        cachedTail = 0;
        buffer.putLong(RingLayout.FREE_ROWS_HEAD, 0);
        buffer.putLongRelease(RingLayout.FREE_ROWS_TAIL, 0);
    }

    /** Rows given and not yet taken. Any thread. */
    public long available() {
        return buffer.getLongAcquire(RingLayout.FREE_ROWS_TAIL) - buffer.getLongAcquire(RingLayout.FREE_ROWS_HEAD);
    }
}
