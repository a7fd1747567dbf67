package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Decision;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Compares what was decided with what the venue's own rule says when the order arrives. One thread. */
final class Judge {
    private static final int MOST_EXAMPLES = 20;

    private final World world;
    private final Tally tally;
    private final OwnFills ownFills;
    private final Consumer<String> examples;
    private int shown;

    Judge(World world, Tally tally, OwnFills ownFills, Consumer<String> examples) {
        this.world = world;
        this.tally = tally;
        this.ownFills = ownFills;
        this.examples = examples;
    }

    /** An order arrives, or would. Returns whether the venue's rule takes it now. */
    boolean order(Decided decided, long nowNanos) {
        final Ask ask = decided.ask();
        final boolean accepts = world.wouldAccept(ask, 0);
        final long unseen = unseen(decided);
        tally.orders++;
        tally.venueRefused += accepts ? 0 : 1;
        final LongPredicate again = credit -> world.wouldAccept(ask, credit);
        gate(decided, accepts, unseen, again, nowNanos);
        pattern(decided.patternApproves(), accepts, unseen, again);
        return accepts;
    }

    /** What others, or executions on other instruments, took and no feed had delivered when it was decided. */
    private long unseen(Decided decided) {
        final int kind = decided.ask().kind();
        return decided.deliveredOutside() - world.outside(kind) + ownFills.unseen(kind, decided.atNanos());
    }

    private void gate(Decided decided, boolean accepts, long unseen, LongPredicate again, long nowNanos) {
        if (decided.approved()) {
            if (accepts) {
                tally.right++;
                tally.approved++;
            } else if (unseen > 0 && again.test(unseen)) {
                tally.unseenOutflow++;
                final long oldest = Math.min(
                        decided.oldestFallNanos(), ownFills.oldest(decided.ask().kind(), decided.atNanos(), nowNanos));
                tally.unseenFor(nowNanos - oldest);
            } else {
                tally.wronglyApproved++;
                example("wrongly approved", decided, unseen, nowNanos);
            }
        } else if (decided.refusedForFunds()) {
            if (accepts) {
                tally.wronglyRefused++;
                if (unseen < 0 && !again.test(unseen)) {
                    tally.wronglyRefusedUnseenInflow++;
                } else if (!decided.venueThen()) {
                    tally.wronglyRefusedFreedMeanwhile++;
                } else {
                    tally.wronglyRefusedUnreported++;
                    example("wrongly refused", decided, unseen, nowNanos);
                }
            } else {
                tally.right++;
            }
        } else {
            closed(decided);
        }
    }

    private void closed(Decided decided) {
        tally.driftOrStale++;
        if (decided.code() == Decision.RECONCILING.code()) {
            tally.reconciling++;
        } else if (decided.code() == Decision.STALE.code()) {
            tally.stale++;
        } else {
            tally.otherClosed++;
        }
    }

    private void pattern(boolean approves, boolean accepts, long unseen, LongPredicate again) {
        if (approves == accepts) {
            tally.patternRight++;
        } else if (accepts) {
            tally.patternWronglyRefused++;
        } else if (unseen > 0 && again.test(unseen)) {
            tally.patternUnseenOutflow++;
        } else {
            tally.patternWronglyApproved++;
        }
    }

    /** An amend arrives, or would, for an order that rests. */
    void amend(Decided decided, String orderId, long nowNanos) {
        final Ask ask = decided.ask();
        final boolean accepts = world.wouldAmend(orderId, ask.price(), ask.size(), 0);
        tally.amends++;
        tally.amendsVenueRefused += accepts ? 0 : 1;
        if (decided.approved()) {
            if (!accepts) {
                final long unseen = unseen(decided);
                if (unseen > 0 && world.wouldAmend(orderId, ask.price(), ask.size(), unseen)) {
                    tally.amendsUnseenOutflow++;
                } else {
                    tally.amendsWronglyApproved++;
                    example("wrongly amended", decided, unseen, nowNanos);
                }
            }
        } else if (!decided.refusedForFunds()) {
            tally.amendsDriftOrStale++;
        } else if (accepts) {
            tally.amendsWronglyRefused++;
        }
    }

    private void example(String what, Decided decided, long unseen, long nowNanos) {
        if (shown < MOST_EXAMPLES) {
            shown++;
            examples.accept(what + " at " + nowNanos + ": "
                    + world.kinds().get(decided.ask().kind()).name() + " " + decided.ask() + " decision "
                    + decided.code() + " unseen " + unseen + " " + world.describe());
        }
    }
}
