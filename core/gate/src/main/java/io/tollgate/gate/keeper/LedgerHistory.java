package io.tollgate.gate.keeper;

/** The last values of a ledger, to compare snapshots with. Threading: BookKeeper's. */
final class LedgerHistory {
    private static final int SIZE = 4096;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long[] values = new long[SIZE];
    private final long[] venueTimes = new long[SIZE];
    private final long[] arrivals = new long[SIZE];
    private long count;

    void add(long value, long venueTimeNanos, long arrivalNanos) {
        final int at = (int) (count % SIZE);
        values[at] = value;
        venueTimes[at] = venueTimeNanos;
        arrivals[at] = arrivalNanos;
        count++;
    }

    void clear() {
        count = 0;
    }

    private long first() {
        return Math.max(0, count - SIZE);
    }

    /**
     * Whether an entry's time is the one that a snapshot names: venues cut the snapshot's to milliseconds, so a whole millisecond stands for
     * all of it.
     */
    static boolean isAt(long entryTimeNanos, long snapshotTimeNanos) {
        return entryTimeNanos >= snapshotTimeNanos && entryTimeNanos <= endOf(snapshotTimeNanos);
    }

    /** Last nanosecond that a snapshot's time stands for. */
    static long endOf(long snapshotTimeNanos) {
        return snapshotTimeNanos % NANOS_PER_MILLI == 0 ? snapshotTimeNanos + NANOS_PER_MILLI - 1 : snapshotTimeNanos;
    }

    /** Whether the ledger had this value at this time of the venue. */
    boolean had(long value, long venueTimeNanos) {
        for (long i = count - 1; i >= first(); i--) {
            final int at = (int) (i % SIZE);
            if (values[at] == value && isAt(venueTimes[at], venueTimeNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any entry has this time of the venue. */
    boolean hasTime(long venueTimeNanos) {
        for (long i = count - 1; i >= first(); i--) {
            if (isAt(venueTimes[(int) (i % SIZE)], venueTimeNanos)) {
                return true;
            }
        }
        return false;
    }

    /** The lowest value at this time of the venue; {@code otherwise} if none has it. */
    long lowestAt(long venueTimeNanos, long otherwise) {
        long lowest = Long.MAX_VALUE;
        for (long i = count - 1; i >= first(); i--) {
            final int at = (int) (i % SIZE);
            if (isAt(venueTimes[at], venueTimeNanos)) {
                lowest = Math.min(lowest, values[at]);
            }
        }
        return lowest == Long.MAX_VALUE ? otherwise : lowest;
    }

    /** Whether the ledger had this value at some moment from {@code sinceNanos} on, monotonic clock. */
    boolean heldSince(long value, long sinceNanos) {
        for (long i = count - 1; i >= first(); i--) {
            final int at = (int) (i % SIZE);
            if (values[at] == value) {
                return true;
            }
            if (arrivals[at] - sinceNanos < 0) {
                // the value before it was not held any more
                return false;
            }
        }
        return false;
    }
}
