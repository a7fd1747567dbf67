package io.tollgate.gate.book;

/** States of a reservation row: lower half of its state word. UNCERTAIN is a mark beside them. */
public final class RowState {
    /** Nobody uses the row. */
    public static final int FREE = 0;
    /** Its lane is about to take, or took and has not told yet. */
    public static final int PENDING = 1;
    /** Taken and told; not sent. Ends by a time-out. */
    public static final int RESERVED = 2;
    /** The order may be at the venue: only facts end it. */
    public static final int SENT = 3;
    /** The venue has acknowledged the order. */
    public static final int ACKED = 4;
    /** Over; kept as a tombstone. */
    public static final int ENDED = 5;
    /** Taken and refused at the second look: to be given back. */
    public static final int VOID = 6;

    private static final String[] NAMES = {"FREE", "PENDING", "RESERVED", "SENT", "ACKED", "ENDED", "VOID"};

    private RowState() {}

    /** Word for a state. */
    public static String name(int state) {
        return state >= 0 && state < NAMES.length ? NAMES[state] : "?" + state;
    }
}
