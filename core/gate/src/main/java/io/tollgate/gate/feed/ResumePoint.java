package io.tollgate.gate.feed;

/**
 * Where a stream is to resume: the venue's time of the last entry that was applied. The replay is inclusive and times repeat; the
 * gate recognises entries it has had by their ids.
 *
 * @param updateTimeNanos nanoseconds since the epoch; {@link #NO_TIME} if nothing was applied yet
 */
public record ResumePoint(long updateTimeNanos) {

    /** Stands for no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** Nothing was applied yet: open live and take a snapshot. */
    public static final ResumePoint NONE = new ResumePoint(NO_TIME);

    /** Whether there is an entry to resume from. */
    public boolean exists() {
        return updateTimeNanos != NO_TIME;
    }
}
