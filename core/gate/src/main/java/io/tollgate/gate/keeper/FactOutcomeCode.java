package io.tollgate.gate.keeper;

/** What BookKeeper makes of a fact that is not simply charged; numbers as in the journal. */
public enum FactOutcomeCode {
    /** The execution was charged before. */
    DUPLICATE(1),
    /** More than the order's size was filled: all of it lowers the limit. */
    MORE_THAN_RESERVED(2),
    /** The order had ended: charged in full. */
    LATE(3),
    /** No such reservation: charged as a lump, RECONCILING. */
    UNKNOWN_RESERVATION(4),
    /** The table of fills in transit is full: charged as a lump, RECONCILING. */
    TRANSIT_FULL(5),
    /** A bust of an execution that is not known. */
    UNKNOWN_EXECUTION(6),
    /** An answer to another amend than the one in flight: nothing changes. */
    STALE_AMEND(7);

    private final int code;

    FactOutcomeCode(int code) {
        this.code = code;
    }

    /** Fixed number. */
    public int code() {
        return code;
    }
}
