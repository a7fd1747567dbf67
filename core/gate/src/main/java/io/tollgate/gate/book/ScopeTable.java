package io.tollgate.gate.book;

import org.agrona.concurrent.UnsafeBuffer;

/** Scopes: what open reservations are summed over. {@code held = taken - back}, modulo 2^64. */
public final class ScopeTable {
    static final int ROW_BYTES = 256;

    static final int TAKEN = 0;
    static final int BACK = 128;
    private static final int BALANCE = 192;
    private static final int GENERATION = 196;
    private static final int TAKEN_AT_START = 200;
    private static final int FORCED_TAKEN = 208;
    private static final int FORCED_AMOUNT = 216;

    private final UnsafeBuffer buffer;
    private final int start;

    ScopeTable(UnsafeBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    /** Offset of the row, for a line that resolves it once. */
    public int offset(int scopeId) {
        return start + scopeId * ROW_BYTES;
    }

    /** Writes a new row; {@code taken} goes on from where it stands. BookKeeper. */
    public void create(int scopeId, int balanceId, int generation) {
        final int row = offset(scopeId);
        buffer.putInt(row + BALANCE, balanceId);
        buffer.putInt(row + GENERATION, generation);
        final long taken = buffer.getLongVolatile(row + TAKEN);
        buffer.putLong(row + TAKEN_AT_START, taken);
        buffer.putLongRelease(row + BACK, taken);
    }

    /** Writes a row of a book that is made anew: a generation that begins at this {@code taken}. Recovery. */
    public void restore(int scopeId, int balanceId, int generation, long taken) {
        buffer.putLongVolatile(offset(scopeId) + TAKEN, taken);
        create(scopeId, balanceId, generation);
    }

    /** Lowers back, while no lane is in use: what was given back too early is held again. Recovery. */
    public void backLowered(int scopeId, long back) {
        buffer.putLongVolatile(offset(scopeId) + BACK, back);
    }

    /** Money ever reserved. */
    public long taken(int scopeId) {
        return buffer.getLongVolatile(offset(scopeId) + TAKEN);
    }

    /** Money given back. */
    public long back(int scopeId) {
        return buffer.getLongVolatile(offset(scopeId) + BACK);
    }

    /** Raises back; pairs with the acquire read of the lanes, which read limits after it. BookKeeper. */
    public void backRelease(int scopeId, long back) {
        buffer.putLongRelease(offset(scopeId) + BACK, back);
    }

    /**
     * A take without a check, for money that is already gone. What it is about to take is written first, so that recovery knows it;
     * {@link #forcedTold} ends it once its record is committed. BookKeeper. Returns taken before it.
     */
    public long forcedTake(int scopeId, long amount) {
        final int row = offset(scopeId);
        long taken;
        do {
            taken = buffer.getLongVolatile(row + TAKEN);
            buffer.putLong(row + FORCED_TAKEN, taken);
            buffer.putLong(row + FORCED_AMOUNT, amount);
        } while (!buffer.compareAndSetLong(row + TAKEN, taken, taken + amount));
        return taken;
    }

    /** The forced take has its record. */
    public void forcedTold(int scopeId) {
        buffer.putLongRelease(offset(scopeId) + FORCED_AMOUNT, 0);
    }

    /** Amount of a forced take that may have no record yet, or 0. */
    public long forcedAmount(int scopeId) {
        return buffer.getLong(offset(scopeId) + FORCED_AMOUNT);
    }

    /** taken as the forced take expected it. */
    public long forcedTaken(int scopeId) {
        return buffer.getLong(offset(scopeId) + FORCED_TAKEN);
    }

    /** Balance the scope belongs to. */
    public int balanceId(int scopeId) {
        return buffer.getInt(offset(scopeId) + BALANCE);
    }

    /** Counts uses of the row. */
    public int generation(int scopeId) {
        return buffer.getInt(offset(scopeId) + GENERATION);
    }

    /** taken when this generation began. */
    public long takenAtStart(int scopeId) {
        return buffer.getLong(offset(scopeId) + TAKEN_AT_START);
    }
}
