package io.tollgate.journal.explain;

import io.tollgate.gate.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what the gate knew when it was made.
 *
 * @param decision the record's own numbers
 * @param line the line it was made on; null if the journal does not hold its registration
 * @param balance the balance it draws on; null as {@code line}
 * @param limit the publication of the limit that was seen; null if the journal does not hold it, or no limit was looked at
 * @param ledTo what BookKeeper had heard of the balance until then, the latest part of it, oldest first
 * @param holders reservations that held money of the scope then, oldest first
 * @param unattributed what was held beside them: takes that were refused at the second look and not given back yet
 * @param restOfHolders held by reservations beyond those listed
 * @param circumstances what else bears on the answer, such as an operator's halt; oldest first
 */
public record DecisionExplained(
        DecisionFacts decision,
        @Nullable LineFacts line,
        @Nullable BalanceFacts balance,
        @Nullable Limit limit,
        List<Event> ledTo,
        List<Holder> holders,
        long unattributed,
        long restOfHolders,
        List<Event> circumstances) {

    /**
     * A published limit.
     *
     * @param clockNanos when it was published
     * @param sequence of its record in BookKeeper's ring
     * @param version its version
     * @param limit the limit, −1 closed
     * @param ledger what the venue says is in the balance
     * @param encumbered of it held back for what is not our reservations
     * @param inTransit cash of fills that the ledger does not show yet
     * @param status the balance's status
     */
    public record Limit(
            long clockNanos,
            long sequence,
            long version,
            long limit,
            long ledger,
            long encumbered,
            long inTransit,
            String status) {}

    /**
     * A reservation that held money.
     *
     * @param reservationId its id
     * @param orderKey its order's key
     * @param what side and instrument
     * @param amount what it held
     * @param sinceNanos when it was made; 0 if the journal does not hold that
     */
    public record Holder(long reservationId, long orderKey, String what, long amount, long sinceNanos) {}

    /**
     * One record in plain words.
     *
     * @param clockNanos its clock
     * @param ringId its ring: 0 BookKeeper, 1 and up lanes
     * @param sequence its sequence in the ring
     * @param text what happened
     */
    public record Event(long clockNanos, int ringId, long sequence, String text) {}

    /** Whether limit and money held decided, so that there is a comparison. */
    public boolean isComparison() {
        return decision.code() == Decision.INSUFFICIENT_FUNDS.code()
                || (decision.code() == Decision.APPROVED.code()
                        && (decision.kind() != DecisionFacts.Kind.AMEND || decision.amount() > 0));
    }

    /** Whether what was held and the cost are within the limit that was seen. Meaningful for a {@link #isComparison comparison}. */
    public boolean fits() {
        final long limitSeen = decision.limitSeen();
        return limitSeen >= 0 && decision.amount() <= limitSeen && decision.held() <= limitSeen - decision.amount();
    }

    /** What all holders held together. */
    public long attributed() {
        long sum = restOfHolders;
        for (final Holder holder : holders) {
            sum += holder.amount();
        }
        return sum;
    }
}
