package io.tollgate.gate;

/** What the gate says when it is told a fact. Numbers never change and are never used again. */
public enum FactResult {
    /** Noted; BookKeeper takes it within its next cycle. Also for a fact that was told before. */
    ACCEPTED(0, false),
    /** A quantity, price or fee that no order can have. Nothing was noted: correct the call. */
    INVALID(1, false),
    /** No such reservation. A fill is charged as a lump, and the balance reconciles. */
    UNKNOWN_RESERVATION(2, false),
    /** The reservation is not RESERVED (sent already, expired, ended): the order must not be sent. */
    NOT_SENDABLE(3, false),
    /** The gate is halted: the order must not be sent. */
    HALTED(4, true),
    /** The lane's ring is full to its end. Nothing was noted: tell it again. */
    JOURNAL_FULL(5, true),
    /**
     * The reservation has no free fact slot, and nothing was noted: it holds until an order-status answer ({@code release} with a final
     * quantity). Tell the fact again after BookKeeper's next cycle.
     */
    UNCERTAIN(6, true),
    /** No amend is in flight: its answer was told before, or none was asked for. Nothing was noted. */
    NO_AMEND(7, false);

    private final int code;
    private final boolean retryMayHelp;

    FactResult(int code, boolean retryMayHelp) {
        this.code = code;
        this.retryMayHelp = retryMayHelp;
    }

    /**
     * The result with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FactResult of(int code) {
        for (final FactResult result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        throw new IllegalArgumentException("a fact's result must be one of FactResult: code=" + code);
    }

    /** Fixed number. */
    public int code() {
        return code;
    }

    /** Whether the same call may succeed later. */
    public boolean retryMayHelp() {
        return retryMayHelp;
    }
}
