package io.tollgate.gate.book;

/** Word of a fact slot: {@code generation (32) | kind (8) | state (8)}. */
public final class FactWord {
    /** Nobody's. */
    public static final int FREE = 0;
    /** A lane writes it. */
    public static final int CLAIMED = 1;
    /** Written: BookKeeper's to take. */
    public static final int COMMITTED = 2;
    /** Its money is in transit and the limits are lowered: what is left is to give back. */
    public static final int CHARGED = 3;

    /** A fill. */
    public static final int FILL = 1;
    /** A bust. */
    public static final int BUST = 2;
    /** The order's end. */
    public static final int RELEASE = 3;
    /** An accepted amend. */
    public static final int AMEND_ACCEPTED = 4;
    /** A refused amend. */
    public static final int AMEND_REFUSED = 5;

    private FactWord() {}

    /** Builds a word. */
    public static long of(int generation, int kind, int state) {
        return ((long) generation << 32) | ((long) kind << 8) | state;
    }

    /** State of a word. */
    public static int state(long word) {
        return (int) (word & 0xff);
    }

    /** Kind of a word. */
    public static int kind(long word) {
        return (int) ((word >>> 8) & 0xff);
    }

    /** Generation of a word. */
    public static int generation(long word) {
        return (int) (word >>> 32);
    }
}
