package io.tollgate.gate.book;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Fills that the venue's ledger does not show yet. A row stays after it was cleared, to recognise the same execution brought twice,
 * until its reservation's row is used again.
 *
 * <p>Threading: BookKeeper's.
 */
public final class TransitTable {
    /** Nobody's. */
    public static final int FREE = 0;
    /** Its cash and margin lower the limit. */
    public static final int ACTIVE = 1;
    /** The venue's ledger shows it; its margin, if any, still counts. */
    public static final int CLEARED = 2;
    /** Ends a chain. */
    public static final int NONE = -1;

    static final int ROW_BYTES = 128;

    private static final int STATE = 0;
    private static final int LINE = 4;
    private static final int RESERVATION = 8;
    private static final int EXEC_ID = 16;
    private static final int QUANTITY = 24;
    private static final int CASH = 32;
    private static final int MARGIN = 40;
    private static final int STAMP = 48;
    private static final int ORDER = 56;
    private static final int NEXT = 64;
    private static final int LEG = 68;
    private static final int VALUE = 72;
    private static final int FEE = 80;
    private static final int MOST_FEE = 88;

    private final UnsafeBuffer buffer;
    private final int start;
    private final int rowCount;

    TransitTable(UnsafeBuffer buffer, int start, int rowCount) {
        this.buffer = buffer;
        this.start = start;
        this.rowCount = rowCount;
    }

    private int row(int row) {
        return start + row * ROW_BYTES;
    }

    /** Rows of the table. */
    public int rowCount() {
        return rowCount;
    }

    /** What the ledger may show for the fill of a row that is written next: value without fee, fee as charged, the most that a fee can be. */
    public void price(int row, long value, long fee, long mostFee) {
        final int at = row(row);
        buffer.putLong(at + VALUE, value);
        buffer.putLong(at + FEE, fee);
        buffer.putLong(at + MOST_FEE, mostFee);
    }

    /** The fill's value without fee. */
    public long value(int row) {
        return buffer.getLong(row(row) + VALUE);
    }

    /** The fill's fee as it was charged. */
    public long fee(int row) {
        return buffer.getLong(row(row) + FEE);
    }

    /** The most that the ledger may show as its fee. */
    public long mostFee(int row) {
        return buffer.getLong(row(row) + MOST_FEE);
    }

    /** Writes a row; its state last. */
    public void create(
            int row,
            int lineId,
            long reservationId,
            long execId,
            long quantity,
            long cash,
            long margin,
            long stampNanos,
            long order,
            int next,
            boolean cashLeg) {
        final int at = row(row);
        buffer.putInt(at + LINE, lineId);
        buffer.putLong(at + RESERVATION, reservationId);
        buffer.putLong(at + EXEC_ID, execId);
        buffer.putLong(at + QUANTITY, quantity);
        buffer.putLong(at + CASH, cash);
        buffer.putLong(at + MARGIN, margin);
        buffer.putLong(at + STAMP, stampNanos);
        buffer.putLong(at + ORDER, order);
        buffer.putInt(at + NEXT, next);
        buffer.putInt(at + LEG, cashLeg ? 1 : 0);
        buffer.putIntRelease(at + STATE, ACTIVE);
    }

    /** State of a row. */
    public int state(int row) {
        return buffer.getIntAcquire(row(row) + STATE);
    }

    /** Moves a row. */
    public void state(int row, int state) {
        buffer.putIntRelease(row(row) + STATE, state);
    }

    /** Line of the fill. */
    public int lineId(int row) {
        return buffer.getInt(row(row) + LINE);
    }

    /** Reservation of the fill, or 0 once its row has gone. */
    public long reservationId(int row) {
        return buffer.getLong(row(row) + RESERVATION);
    }

    /** The reservation's row has gone. */
    public void detach(int row) {
        buffer.putLong(row(row) + RESERVATION, 0);
        buffer.putInt(row(row) + NEXT, NONE);
    }

    /** The venue's execution, as the caller's 64-bit key. */
    public long execId(int row) {
        return buffer.getLong(row(row) + EXEC_ID);
    }

    /** Filled quantity. */
    public long quantity(int row) {
        return buffer.getLong(row(row) + QUANTITY);
    }

    /** The venue has undone it. */
    public void quantity(int row, long quantity) {
        buffer.putLong(row(row) + QUANTITY, quantity);
    }

    /** Cash that the ledger does not show yet. */
    public long cash(int row) {
        return buffer.getLong(row(row) + CASH);
    }

    /** What remains after a ledger entry cleared a part. */
    public void cash(int row, long cash) {
        buffer.putLong(row(row) + CASH, cash);
    }

    /** Whether the row is what a closing fill does to cash; its position is in a row of its own. */
    public boolean isCashLeg(int row) {
        return buffer.getInt(row(row) + LEG) != 0;
    }

    /** A read of positions contains the fill, or its margin is kept elsewhere. */
    public void noMargin(int row) {
        buffer.putLongRelease(row(row) + MARGIN, 0);
    }

    /** Margin of the fill: stays until a positions read replaces it. */
    public long margin(int row) {
        return buffer.getLong(row(row) + MARGIN);
    }

    /** BookKeeper's monotonic clock when the fact was taken. */
    public long stampNanos(int row) {
        return buffer.getLong(row(row) + STAMP);
    }

    /** After a restart: the fact is as old as the session. */
    public void stampNanos(int row, long nowNanos) {
        buffer.putLong(row(row) + STAMP, nowNanos);
    }

    /** Order of arrival. */
    public long order(int row) {
        return buffer.getLong(row(row) + ORDER);
    }

    /** Next fill of the same reservation. */
    public int next(int row) {
        return buffer.getInt(row(row) + NEXT);
    }

    /** Recovery: links the row into its reservation's chain again. */
    public void next(int row, int next) {
        buffer.putInt(row(row) + NEXT, next);
    }
}
