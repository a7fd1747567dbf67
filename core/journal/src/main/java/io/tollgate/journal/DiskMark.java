package io.tollgate.journal;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at the room on the disk now and then. Unknown counts as none. Journaler's thread, except {@link #isLow()}. */
final class DiskMark {
    private final LongSupplier usableBytes;
    private final long markBytes;
    private final long intervalNanos;
    private long checkedAtNanos;
    private boolean checked;
    private volatile boolean low;
    private @Nullable Throwable failure;

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
            low = usableBytes.getAsLong() < markBytes;
            failure = null;
        } catch (final RuntimeException e) {
            failure = e;
            low = true;
        }
    }

    boolean isLow() {
        return low;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }
}
