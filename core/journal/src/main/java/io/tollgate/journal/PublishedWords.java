package io.tollgate.journal;

import io.tollgate.journal.Findings.SessionCounts;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Whether the limits and backs that decisions saw were published. BookKeeper's records stand before those of the lanes that saw
 * their effect, so a decision is judged at once as a rule; where it cannot be, it waits until BookKeeper's ring has passed its clock.
 */
final class PublishedWords {
    private static final int MOST_WAITING = 1 << 16;

    /** A decision that saw a word not published yet. */
    private record Waiting(
            int ringId,
            long sequence,
            long clockNanos,
            VerifiedLine line,
            long back,
            long limitSeen,
            long limitVersion,
            boolean right,
            SessionCounts session) {}

    private final Findings findings;
    private final Int2ObjectHashMap<LimitHistory> limits = new Int2ObjectHashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long keeperClockNanos = Long.MIN_VALUE;

    PublishedWords(Findings findings) {
        this.findings = findings;
    }

    /** Goes on from a checkpoint. */
    void restore(FoldedBalance balance) {
        final LimitHistory history = new LimitHistory();
        history.restore(balance.limitVersion, balance.limit, balance.limitClockNanos, balance.limitBefore);
        limits.put(balance.id, history);
    }

    /** Returns false if the version fell. */
    boolean publish(int balanceId, long version, long limit, long clockNanos) {
        LimitHistory history = limits.get(balanceId);
        if (history == null) {
            history = new LimitHistory();
            limits.put(balanceId, history);
        }
        return history.publish(version, limit, clockNanos);
    }

    /** A decision that is right otherwise, or not: it counts as verified or as a mismatch, now or later. */
    void judge(DecisionRecord d, VerifiedLine line, boolean right) {
        final boolean claims = DecisionChecks.claimsMoney(d);
        if (!claims || (hasBack(line, d.back) && hasLimit(line, d.limitSeen, d.limitVersion, d.clockNanos))) {
            count(right, findings.session);
            return;
        }
        waiting.add(new Waiting(
                d.ringId,
                d.sequence,
                d.clockNanos,
                line,
                d.back,
                d.limitSeen,
                d.limitVersion,
                right,
                findings.session));
        if (waiting.size() > MOST_WAITING) {
            settle(waiting.remove());
        }
    }

    private void count(boolean right, SessionCounts session) {
        if (right) {
            session.verified++;
        } else {
            findings.mismatches(1);
        }
    }

    private static boolean hasBack(VerifiedLine line, long back) {
        return line.scope().hadBack(back);
    }

    private boolean hasLimit(VerifiedLine line, long limitSeen, long limitVersion, long clockNanos) {
        if (limitSeen < 0) {
            return true;
        }
        final LimitHistory history = limits.get(line.balanceId());
        return history != null && history.holds(limitSeen, limitVersion, clockNanos);
    }

    /** BookKeeper's ring has come to this clock, with this record not yet looked at. */
    void keeperAt(long clockNanos) {
        if (clockNanos <= keeperClockNanos) {
            return;
        }
        keeperClockNanos = clockNanos;
        for (final Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            final Waiting next = all.next();
            if (next.clockNanos < clockNanos) {
                all.remove();
                settle(next);
            }
        }
    }

    /** Nothing more will be published. */
    void end() {
        while (!waiting.isEmpty()) {
            settle(waiting.remove());
        }
    }

    private void settle(Waiting w) {
        boolean right = w.right;
        if (!hasBack(w.line, w.back)) {
            right = false;
            findings.note(
                    MismatchKind.BACK_NOT_PUBLISHED,
                    w.ringId,
                    w.sequence,
                    () -> "back=" + w.back + " " + w.line.scope());
        }
        if (!hasLimit(w.line, w.limitSeen, w.limitVersion, w.clockNanos)) {
            right = false;
            findings.note(
                    MismatchKind.LIMIT_NOT_PUBLISHED,
                    w.ringId,
                    w.sequence,
                    () -> "limit=" + w.limitSeen + " version=" + w.limitVersion + " clock=" + w.clockNanos + " balance="
                            + w.line.balanceId());
        }
        count(right, w.session);
    }
}
