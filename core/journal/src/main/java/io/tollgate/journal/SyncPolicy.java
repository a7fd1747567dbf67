package io.tollgate.journal;

/**
 * When what was journaled is made safe against the death of the machine. The death of the process loses nothing under any policy.
 *
 * @param kind when
 * @param everyNanos time between the starts of two syncs; 0 where it is not used
 */
public record SyncPolicy(Kind kind, long everyNanos) {
    /** When. */
    public enum Kind {
        /** Only when the gatekeeper closes: the operating system writes when it likes, as a rule within half a minute. */
        NEVER,
        /** Whenever somebody waits for it. */
        ON_DEMAND,
        /** Again and again, and whenever somebody waits for it. */
        EVERY
    }

    private static final long LEAST_NANOS = 1_000_000;
    private static final long MOST_NANOS = 60_000_000_000L;

    private static final SyncPolicy NO_SYNC = new SyncPolicy(Kind.NEVER, 0);
    private static final SyncPolicy WHEN_ASKED = new SyncPolicy(Kind.ON_DEMAND, 0);

    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public SyncPolicy {
        if (kind == Kind.EVERY ? everyNanos < LEAST_NANOS || everyNanos > MOST_NANOS : everyNanos != 0) {
            throw new IllegalArgumentException(
                    "the time between two syncs must be from 1 ms to 60 s, and 0 where nothing is"
                            + " synced by time: policy=" + kind + " everyNanos=" + everyNanos);
        }
    }

    /** No sync but at the close: the default. A machine that loses power may lose what the operating system had not written. */
    public static SyncPolicy never() {
        return NO_SYNC;
    }

    /** A sync whenever somebody waits for it. */
    public static SyncPolicy onDemand() {
        return WHEN_ASKED;
    }

    /**
     * A sync every so often. A machine that loses power loses at most what was decided in this time and the time that two syncs take.
     *
     * @param nanos 1 ms to 60 s
     */
    public static SyncPolicy every(long nanos) {
        return new SyncPolicy(Kind.EVERY, nanos);
    }

    boolean isDue(long nowNanos, long lastStartNanos) {
        return kind == Kind.EVERY && nowNanos - lastStartNanos >= everyNanos;
    }
}
