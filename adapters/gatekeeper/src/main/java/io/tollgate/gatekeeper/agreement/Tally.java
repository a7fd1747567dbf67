package io.tollgate.gatekeeper.agreement;

import java.util.Arrays;

/** What was counted in one run. One thread. */
final class Tally {
    /** Orders judged. */
    long orders;
    /** Of them, refused by the venue's own rule for want of funds. */
    long venueRefused;
    /** Approved and taken, or refused for want of funds and not to be had. */
    long right;
    /** Of the right ones, those that were approved. */
    long approved;

    long wronglyApproved;
    long unseenOutflow;
    long wronglyRefused;
    /** Of the wrongly refused: money came in that no feed had delivered. */
    long wronglyRefusedUnseenInflow;
    /** Of the others: the venue would have refused, too, when it was decided. */
    long wronglyRefusedFreedMeanwhile;
    /** Of the others: what had been freed was not reported, or a fill was charged that a read showed already. */
    long wronglyRefusedUnreported;
    /** Decided while the balance was closed. */
    long driftOrStale;

    long reconciling;
    long stale;
    long otherClosed;
    /** The venue's answer was about something else than money. */
    long notJudged;

    long patternRight;
    long patternWronglyApproved;
    long patternUnseenOutflow;
    long patternWronglyRefused;

    long amends;
    long amendsVenueRefused;
    long amendsWronglyApproved;
    long amendsUnseenOutflow;
    long amendsWronglyRefused;
    long amendsDriftOrStale;

    long fills;
    long cancels;
    long deposits;
    long withdrawals;
    long otherClient;
    long settlements;
    long reads;
    long readsFailed;
    long pushes;
    long simulatedNanos;
    long wallNanos;

    private long[] delays = new long[64];
    private int delayCount;

    /** How long the oldest outflow that no feed had told was under way. */
    void unseenFor(long nanos) {
        if (delayCount == delays.length) {
            delays = Arrays.copyOf(delays, 2 * delayCount);
        }
        delays[delayCount++] = nanos;
    }

    long medianUnseenNanos() {
        if (delayCount == 0) {
            return 0;
        }
        final long[] sorted = Arrays.copyOf(delays, delayCount);
        Arrays.sort(sorted);
        return sorted[delayCount / 2];
    }

    long longestUnseenNanos() {
        return Arrays.stream(delays, 0, delayCount).max().orElse(0);
    }
}
