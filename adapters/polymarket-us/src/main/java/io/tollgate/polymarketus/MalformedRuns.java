package io.tollgate.polymarketus;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells a venue that sends the same malformed message again and again (stop) from noise on the line (try again).
 *
 * <p>A message is the same if its bytes are, and if no newer entry was delivered in between. Before any
 * message could be read, every malformed one counts as the same, because wrong field numbers make all of them so. Belongs to one
 * feed's thread.
 */
final class MalformedRuns {
    private final int limit;
    private byte @Nullable [] last;
    private long lastNewestNanos;
    private int count;

    MalformedRuns(int limit) {
        this.limit = limit;
    }

    /**
     * Another malformed message; whether the limit is reached.
     *
     * @param newestNanos venue's time of the newest entry delivered so far
     * @param proven whether any entry could be read yet
     */
    boolean again(byte[] message, long newestNanos, boolean proven) {
        boolean same = !proven || (Arrays.equals(message, last) && newestNanos == lastNewestNanos);
        count = same ? count + 1 : 1;
        last = message;
        lastNewestNanos = newestNanos;
        return count >= limit;
    }

    /** The stream was healthy since. */
    void reset() {
        last = null;
        count = 0;
    }
}
