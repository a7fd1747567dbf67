package io.tollgate.gate.book;

/** States of a row's amend: lower half of its amend word. */
public final class AmendState {
    /** No amend in flight. */
    public static final int NONE = 0;
    /** A lane is about to take the increment, or took it and has not told yet. */
    public static final int PENDING = 1;
    /** Taken and told; not yet part of the row's hold. */
    public static final int TAKEN = 2;
    /** Part of the row's hold; the venue has not answered. */
    public static final int IN_FLIGHT = 3;
    /** Taken and refused at the second look: the increment is to be given back. */
    public static final int VOID = 4;

    private AmendState() {}
}
