package io.tollgate.journal;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at the room on the disk now and then. Unknown counts as none. Journaler's thread, except what says otherwise. */
final class DiskMark {
    private final LongSupplier usableBytes;
    private final long markBytes;
    private final long intervalNanos;
    private long checkedAtNanos;
    private boolean checked;
    private volatile boolean low;
    private volatile long usable = Long.MAX_VALUE;
    private volatile @Nullable Throwable failure;

    DiskMark(LongSupplier usableBytes, long markBytes, long intervalNanos) {
        this.usableBytes = usableBytes;
        this.markBytes = markBytes;
        this.intervalNanos = intervalNanos;
    }

    /** Whether there is less room than the mark, looked at anew if it is time or if asked to. */
    boolean isLow(long nowNanos, boolean atOnce) {
        if (atOnce || !checked || nowNanos - checkedAtNanos >= intervalNanos) {
            checked = true;
            checkedAtNanos = nowNanos;
            look();
        }
        return low;
    }

    private void look() {
        try {
            final long now = usableBytes.getAsLong();
            usable = now;
            failure = null;
            low = now < markBytes;
        } catch (final RuntimeException e) {
            failure = e;
            low = true;
        }
    }

    /** What the last look said. Any thread. */
    boolean isLow() {
        return low;
    }

    /** What the last look saw. Any thread. */
    long usable() {
        return usable;
    }

    long markBytes() {
        return markBytes;
    }

    /** What the last look ran into, or null. Any thread. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
