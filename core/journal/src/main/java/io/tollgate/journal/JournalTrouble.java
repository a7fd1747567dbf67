package io.tollgate.journal;

import org.jspecify.annotations.Nullable;

/** What keeps records from the queue, in words for an operator: the rule, the value, the cure. Threading: any. */
final class JournalTrouble {
    private static final long SLOW_APPEND_NANOS = 500_000_000L;

    private final DiskMark diskMark;
    private final QueueWriter writer;

    JournalTrouble(DiskMark diskMark, QueueWriter writer) {
        this.diskMark = diskMark;
        this.writer = writer;
    }

    /** Null if nothing does. */
    @Nullable
    String text(long nowNanos, long waiting) {
        final String records = "records waiting=" + waiting;
        final Throwable unreadable = diskMark.failure();
        if (unreadable != null) {
            return "the journal's disk must tell its room: " + unreadable + ": check owner and mount; " + records;
        }
        if (diskMark.isLow()) {
            return "the journal's disk must have " + diskMark.markBytes() + " bytes free: usable=" + diskMark.usable()
                    + ": free disk space; " + records;
        }
        final Throwable last = writer.lastFailure();
        if (writer.isFailing() && last != null) {
            return (last instanceof JournalException ? last.getMessage() : "the journal must take appends: " + last)
                    + "; tries=" + writer.failures() + " " + records;
        }
        final long appending = writer.appendingNanos(nowNanos);
        return appending <= SLOW_APPEND_NANOS
                ? null
                : "the journal's disk must keep up: an append has taken " + appending / 1_000_000
                        + " ms so far: look at the disk's load; " + records;
    }
}
