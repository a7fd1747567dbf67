package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Decision;
import io.tollgate.gatekeeper.demo.FlowCounts.Count;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What the lanes counted, summed. */
final class RunTotals {
    private final long[] byCode;
    private final List<FlowCounts> flows;

    /**
     * Totals.
     *
     * @param byCode decisions by number
     * @param flows counts of the single threads
     */
    RunTotals(long[] byCode, List<FlowCounts> flows) {
        this.byCode = byCode.clone();
        this.flows = List.copyOf(flows);
    }

    /** Decisions by number. */
    long[] byCode() {
        return byCode.clone();
    }

    long decisions() {
        return DecisionCounts.total(byCode);
    }

    long approved() {
        return byCode[Decision.APPROVED.code()];
    }

    long refused() {
        return decisions() - approved();
    }

    long refusedFunds() {
        return byCode[Decision.INSUFFICIENT_FUNDS.code()];
    }

    long fills() {
        return of(Count.FILLS);
    }

    long partials() {
        return of(Count.PARTIALS);
    }

    long cancels() {
        return of(Count.CANCELS);
    }

    long amends() {
        return of(Count.AMENDS);
    }

    long withdrawals() {
        return of(Count.WITHDRAWALS);
    }

    long ordersSent() {
        return of(Count.ORDERS_SENT);
    }

    long rejectsForFunds() {
        return of(Count.REJECTS_FOR_FUNDS) + of(Count.AMEND_REJECTS_FOR_FUNDS);
    }

    long of(Count what) {
        return FlowCounts.sum(flows, what);
    }

    /** All counts, for people. */
    @Override
    public String toString() {
        final StringJoiner text = new StringJoiner("  ");
        for (final Count what : Count.values()) {
            text.add(what.name().toLowerCase(Locale.ROOT) + "=" + of(what));
        }
        return text.toString();
    }
}
