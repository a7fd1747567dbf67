package io.tollgate.gate.book;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The words of the book that one line's orders are checked against, found once when the line is bound. A decision looks once whether the
 * book is still mapped ({@link #requireOpen}); each read is then one load, in the strength that its name says, where a read through the
 * tables checks the bounds of an offset that never changes.
 *
 * <p>It keeps what its last {@link #look} saw, so that a decision needs no object to carry it.
 *
 * <p>Threading: the words as the package page says; what was seen belongs to the lane's thread.
 */
public final class LineWords {
    private final UnsafeBuffer buffer;
    // addresses: a row's words are at fixed distances from its start
    private final long book;
    private final long retired;
    private final long scope;
    private final long balance;

    private long seenBack;
    private long seenTaken;
    private long seenVersion;
    private long seenLimit;

    LineWords(UnsafeBuffer buffer, int balanceRow, int scopeRow, int lineRow) {
        this.buffer = buffer;
        this.book = row(0, Math.max(Book.HALT, Math.max(Book.HEARTBEAT, Book.CLOCK)));
        this.retired = row(lineRow, LineTable.RETIRED) + LineTable.RETIRED;
        this.scope = row(scopeRow, Math.max(ScopeTable.BACK, ScopeTable.TAKEN));
        this.balance =
                row(balanceRow, Math.max(BalanceTable.LIMIT, Math.max(BalanceTable.VERSION, BalanceTable.STATUS)));
    }

    /** Address of a row whose last word that is read here begins at {@code lastOffset}. */
    private long row(int offset, int lastOffset) {
        buffer.boundsCheck(offset, lastOffset + Long.BYTES);
        return buffer.addressOffset() + offset;
    }

    /**
     * To be called before the others, in every decision.
     *
     * @throws IllegalStateException if the book was closed, so that the words are no longer there
     */
    public void requireOpen() {
        Book.requireOpen(buffer);
    }

    /**
     * Reads back, then taken, then version, then limit: back is raised after the limit it stands for was lowered, so a lane that sees
     * the money given back also sees the lower limit.
     */
    public void look() {
        // before the first acquire load, after which every field would be read from memory again
        final long scopeAddress = scope;
        final long balanceAddress = balance;
        final long backNow = backAcquire(scopeAddress);
        final long takenNow = takenAcquire(scopeAddress);
        final long versionNow = versionAcquire(balanceAddress);
        final long limitNow = limitAcquire(balanceAddress);
        seenBack = backNow;
        seenTaken = takenNow;
        seenVersion = versionNow;
        seenLimit = limitNow;
    }

    /**
     * Reads the limit again after the take, in the total order of volatile accesses. If it is lower than what was seen, everything is
     * looked at once more, in the order of {@link #look}: with the limit read before back, a fill between the two would be missing in both.
     * The fresh back counts only if nobody has taken since: money that later takes gave back is not missing from what this one holds.
     *
     * @param cost what the take took
     * @return whether it was lower, so that what is seen now must be judged again
     */
    public boolean lookAgain(long cost) {
        if (limitVolatile() >= seenLimit) {
            return false;
        }
        final long backNow = backAcquire();
        if (takenAcquire() == seenTaken + cost) {
            seenBack = backNow;
        }
        seenVersion = versionAcquire();
        seenLimit = limitVolatile();
        return true;
    }

    /** Nothing was looked at: what was seen is 0. */
    public void forget() {
        seenBack = 0;
        seenTaken = 0;
        seenVersion = 0;
        seenLimit = 0;
    }

    /** Money given back, as seen. */
    public long seenBack() {
        return seenBack;
    }

    /** Money ever reserved, as seen. */
    public long seenTaken() {
        return seenTaken;
    }

    /** Version of the limit, as seen. */
    public long seenVersion() {
        return seenVersion;
    }

    /** Limit, as seen. */
    public long seenLimit() {
        return seenLimit;
    }

    /** Halt bits: 0 lets orders through. */
    public long haltVolatile() {
        return UnsafeApi.getLongVolatile(null, book + Book.HALT);
    }

    /** Monotonic clock of BookKeeper's present cycle. */
    public long heartbeatAcquire() {
        return UnsafeApi.getLongAcquire(null, book + Book.HEARTBEAT);
    }

    /** BookKeeper's clock word; read after the limit. */
    public long clockAcquire() {
        return UnsafeApi.getLongAcquire(null, book + Book.CLOCK);
    }

    /** Whether the line was retired. */
    public boolean retiredVolatile() {
        return UnsafeApi.getIntVolatile(null, retired) != 0;
    }

    /**
     * Address of the scope's words, for a look that keeps what it sees in local variables. Read before the first acquire load, after which
     * a field is read from memory again.
     */
    public long scopeAddress() {
        return scope;
    }

    /** Address of the balance's words; see {@link #scopeAddress}. */
    public long balanceAddress() {
        return balance;
    }

    /** {@link #backAcquire()} at a {@link #scopeAddress}. */
    public static long backAcquire(long scopeAddress) {
        return UnsafeApi.getLongAcquire(null, scopeAddress + ScopeTable.BACK);
    }

    /** {@link #takenAcquire()} at a {@link #scopeAddress}. */
    public static long takenAcquire(long scopeAddress) {
        return UnsafeApi.getLongAcquire(null, scopeAddress + ScopeTable.TAKEN);
    }

    /** {@link #versionAcquire()} at a {@link #balanceAddress}. */
    public static long versionAcquire(long balanceAddress) {
        return UnsafeApi.getLongAcquire(null, balanceAddress + BalanceTable.VERSION);
    }

    /** {@link #limitAcquire()} at a {@link #balanceAddress}. */
    public static long limitAcquire(long balanceAddress) {
        return UnsafeApi.getLongAcquire(null, balanceAddress + BalanceTable.LIMIT);
    }

    /** Money given back; read before taken. */
    public long backAcquire() {
        return backAcquire(scope);
    }

    /** Money ever reserved. */
    public long takenAcquire() {
        return takenAcquire(scope);
    }

    /** The take itself: fully ordered. */
    public boolean compareAndSetTaken(long expected, long next) {
        return UnsafeApi.compareAndSetLong(null, scope + ScopeTable.TAKEN, expected, next);
    }

    /** Version of the limit; read before it. */
    public long versionAcquire() {
        return versionAcquire(balance);
    }

    /** Published limit. */
    public long limitAcquire() {
        return limitAcquire(balance);
    }

    /** Published limit, in the total order of volatile accesses: the read after the take. */
    public long limitVolatile() {
        return UnsafeApi.getLongVolatile(null, balance + BalanceTable.LIMIT);
    }

    /** Why the balance is closed. */
    public int statusAcquire() {
        return UnsafeApi.getIntAcquire(null, balance + BalanceTable.STATUS);
    }
}
