package io.tollgate.torture;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the closing line counts. */
    public enum Kind {
        /** More was approved than there is, or something while nothing may be approved. */
        OVERSPEND,
        /** An approval, a take or a published word without its record. */
        UNJOURNALED,
        /** Not exact once all is quiet, beyond a bound, lost over a crash, or an exception that nobody expects. */
        INEXACT
    }

    private final Kind kind;

    /**
     * Found by a judge.
     *
     * @param kind what is counted
     */
    public Violation(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * Something was thrown that nobody expects.
     *
     * @param kind what is counted
     * @param cause what was thrown
     */
    public Violation(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is counted. */
    public Kind kind() {
        return kind;
    }
}
