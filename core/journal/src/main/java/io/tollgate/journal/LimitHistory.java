package io.tollgate.journal;

/** Limits published of one balance: version, limit and clock of the last million. */
final class LimitHistory {
    private final LongWindow versions = new LongWindow(LongWindow.DEFAULT_MOST);
    private final LongWindow limits = new LongWindow(LongWindow.DEFAULT_MOST);
    private final LongWindow clocks = new LongWindow(LongWindow.DEFAULT_MOST);

    private long firstKnownVersion = Long.MIN_VALUE;

    /** Goes on from a checkpoint: what was published before it is not known. */
    void restore(long version, long limit, long clockNanos, long limitBefore) {
        firstKnownVersion = version;
        publish(version - 1, limitBefore, Long.MIN_VALUE);
        publish(version, limit, clockNanos);
    }

    /** Returns false if the version fell; then it is not taken. */
    boolean publish(long version, long limit, long clockNanos) {
        if (versions.end() > 0 && version < versions.get(versions.end() - 1)) {
            return false;
        }
        versions.add(version);
        limits.add(limit);
        clocks.add(clockNanos);
        return true;
    }

    /**
     * Whether this limit was published at the version seen or later, and not after the decision. A lane reads the version first and
     * BookKeeper writes it first, so that the limit may still be that of the version before.
     */
    boolean holds(long limitSeen, long versionSeen, long clockNanos) {
        if (versionSeen < firstKnownVersion) {
            return true;
        }
        for (long i = versions.firstAtLeast(versionSeen - 1); i < versions.end(); i++) {
            if (clocks.get(i) > clockNanos) {
                return false;
            }
            if (limits.get(i) == limitSeen) {
                return true;
            }
        }
        return false;
    }
}
