package io.tollgate.polymarketus;

/**
 * The venue's limit of concurrent gRPC streams, kept by the client: 20 for a firm, over streams of every kind and over every process of
 * the firm (streaming page, read in October 2026). Leave out of it what other processes and other kinds of stream use.
 *
 * <p>Thread-safe.
 */
public final class StreamBudget {
    /** What the venue allows a firm. */
    public static final int FIRM_STREAMS = 20;

    private final int streams;
    private int taken;

    /**
     * A budget.
     *
     * @param streams how many may be open at a time, 0 to {@value #FIRM_STREAMS}
     */
    public StreamBudget(int streams) {
        if (streams < 0 || streams > FIRM_STREAMS) {
            throw new IllegalArgumentException("streams must be 0 to " + FIRM_STREAMS + ": streams=" + streams
                    + "; the venue refuses more of a firm");
        }
        this.streams = streams;
    }

    /** Takes a stream, if one is left. */
    public synchronized boolean tryTake() {
        if (taken >= streams) {
            return false;
        }
        taken++;
        return true;
    }

    /** Gives one back. */
    public synchronized void giveBack() {
        if (taken == 0) {
            throw new IllegalStateException("a stream must be taken before it is given back: none is");
        }
        taken--;
    }

    /** How many are left. */
    public synchronized int left() {
        return streams - taken;
    }
}
