package io.tollgate.gate.book;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The words of the book that one line's orders are checked against, found once when the line is bound. A decision looks once whether the
 * book is still mapped ({@link #requireOpen}); each read is then one load, in the strength that its name says, where a read through the
 * tables checks the bounds of an offset that never changes.
 *
 * <p>Threading: as the words themselves, see the package page.
 */
public final class LineWords {
    private final UnsafeBuffer buffer;
    private final long halt;
    private final long heartbeat;
    private final long clock;
    private final long retired;
    private final long back;
    private final long taken;
    private final long version;
    private final long limit;
    private final long status;

    LineWords(UnsafeBuffer buffer, int balanceRow, int scopeRow, int lineRow) {
        this.buffer = buffer;
        this.halt = address(Book.HALT, Long.BYTES);
        this.heartbeat = address(Book.HEARTBEAT, Long.BYTES);
        this.clock = address(Book.CLOCK, Long.BYTES);
        this.retired = address(lineRow + LineTable.RETIRED, Integer.BYTES);
        this.back = address(scopeRow + ScopeTable.BACK, Long.BYTES);
        this.taken = address(scopeRow + ScopeTable.TAKEN, Long.BYTES);
        this.version = address(balanceRow + BalanceTable.VERSION, Long.BYTES);
        this.limit = address(balanceRow + BalanceTable.LIMIT, Long.BYTES);
        this.status = address(balanceRow + BalanceTable.STATUS, Integer.BYTES);
    }

    private long address(int offset, int bytes) {
        buffer.boundsCheck(offset, bytes);
        return buffer.addressOffset() + offset;
    }

    /**
     * To be called before the others, in every decision.
     *
     * @throws IllegalStateException if the book was closed, so that the words are no longer there
     */
    public void requireOpen() {
        if (buffer.capacity() == 0) {
            throw new IllegalStateException("a line must not be used once its gate is closed: end the routers first");
        }
    }

    /** Halt bits: 0 lets orders through. */
    public long haltVolatile() {
        return UnsafeApi.getLongVolatile(null, halt);
    }

    /** Monotonic clock of BookKeeper's present cycle. */
    public long heartbeatAcquire() {
        return UnsafeApi.getLongAcquire(null, heartbeat);
    }

    /** BookKeeper's clock word; read after the limit. */
    public long clockAcquire() {
        return UnsafeApi.getLongAcquire(null, clock);
    }

    /** Whether the line was retired. */
    public boolean retiredVolatile() {
        return UnsafeApi.getIntVolatile(null, retired) != 0;
    }

    /** Money given back; read before taken. */
    public long backAcquire() {
        return UnsafeApi.getLongAcquire(null, back);
    }

    /** Money ever reserved. */
    public long takenAcquire() {
        return UnsafeApi.getLongAcquire(null, taken);
    }

    /** The take itself: fully ordered. */
    public boolean compareAndSetTaken(long expected, long next) {
        return UnsafeApi.compareAndSetLong(null, taken, expected, next);
    }

    /** Version of the limit; read before it. */
    public long versionAcquire() {
        return UnsafeApi.getLongAcquire(null, version);
    }

    /** Published limit. */
    public long limitAcquire() {
        return UnsafeApi.getLongAcquire(null, limit);
    }

    /** Published limit, in the total order of volatile accesses: the read after the take. */
    public long limitVolatile() {
        return UnsafeApi.getLongVolatile(null, limit);
    }

    /** Why the balance is closed. */
    public int statusAcquire() {
        return UnsafeApi.getIntAcquire(null, status);
    }
}
