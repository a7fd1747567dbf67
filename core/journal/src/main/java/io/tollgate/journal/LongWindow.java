package io.tollgate.journal;

import java.util.Arrays;

/** The last so many numbers of a sequence that never falls. */
final class LongWindow {
    /** What a history keeps: 8 MiB of each number. */
    static final int DEFAULT_MOST = 1 << 20;

    private final int most;
    private long[] values = new long[64];
    private long end;

    LongWindow(int most) {
        this.most = most;
    }

    void add(long value) {
        if (end == values.length && values.length < most) {
            values = Arrays.copyOf(values, Math.min(most, values.length * 2));
        }
        values[slot(end)] = value;
        end++;
    }

    private int slot(long position) {
        return (int) (position % values.length);
    }

    /** Position of the oldest number kept. */
    long start() {
        return Math.max(0, end - values.length);
    }

    /** One past the position of the newest. */
    long end() {
        return end;
    }

    long get(long position) {
        return values[slot(position)];
    }

    /** Position of the first number kept that is at least this, or {@link #end()}. */
    long firstAtLeast(long value) {
        long low = start();
        long high = end;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (get(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
