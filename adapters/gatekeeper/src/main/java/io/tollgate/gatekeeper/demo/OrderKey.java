package io.tollgate.gatekeeper.demo;

/**
 * The router's own 64-bit key of an order, and the client order id made of it.
 *
 * <pre>
 *   0 | session (20) | lane (6) | sequence (37)
 * </pre>
 *
 * <p>Sessions are numbered in the state directory, so keys are never used twice there, over restarts too. The client order id is the key
 * in decimal; a replaced order is known as {@code key.revision}.
 */
final class OrderKey {
    static final int MAX_SESSION = (1 << 20) - 1;
    static final int MAX_LANE = (1 << 6) - 1;
    static final long MAX_SEQUENCE = (1L << 37) - 1;
    /** Returned for a text that is no client order id of this router. */
    static final long NONE = -1;

    private static final int SEQUENCE_BITS = 37;
    private static final int LANE_BITS = 6;
    private static final char REVISION = '.';
    private static final int MOST_DIGITS = 19;

    private OrderKey() {}

    static long of(int session, int lane, long sequence) {
        if (session < 1 || session > MAX_SESSION) {
            throw new IllegalArgumentException("session must be 1 to " + MAX_SESSION + ": session=" + session
                    + "; start with a new state directory");
        }
        if (lane < 0 || lane > MAX_LANE) {
            throw new IllegalArgumentException("lane must be 0 to " + MAX_LANE + ": lane=" + lane);
        }
        if (sequence < 0 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("sequence must be 0 to " + MAX_SEQUENCE + ": sequence=" + sequence);
        }
        return ((long) session << (LANE_BITS + SEQUENCE_BITS)) | ((long) lane << SEQUENCE_BITS) | sequence;
    }

    static int session(long key) {
        return (int) (key >>> (LANE_BITS + SEQUENCE_BITS));
    }

    static int lane(long key) {
        return (int) (key >>> SEQUENCE_BITS) & MAX_LANE;
    }

    static long sequence(long key) {
        return key & MAX_SEQUENCE;
    }

    /** The client order id. Revision 0 is the order as it was first sent. */
    static String clordId(long key, int revision) {
        return revision == 0 ? Long.toString(key) : Long.toString(key) + REVISION + revision;
    }

    /** The key in a client order id, or {@link #NONE}. */
    static long parse(String clordId) {
        final int end = clordId.indexOf(REVISION);
        return positive(end < 0 ? clordId : clordId.substring(0, end));
    }

    /** The revision in a client order id: 0 if it names none. */
    static int revision(String clordId) {
        final int end = clordId.indexOf(REVISION);
        final long revision = end < 0 ? 0 : positive(clordId.substring(end + 1));
        return revision < 0 || revision > Integer.MAX_VALUE ? 0 : (int) revision;
    }

    private static long positive(String digits) {
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return NONE;
        }
        // 19 digits fit an unsigned word; what does not fit a signed one is no key
        return Math.max(NONE, Long.parseUnsignedLong(digits));
    }
}
