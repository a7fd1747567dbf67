package io.tollgate.gatekeeper.demo;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a run, for those who look at it: screen, closing, audit.
 *
 * @param options what was asked for
 * @param keeper owns the gate
 * @param balance the only one
 * @param lanes router threads
 * @param backOffice treasury and old orders
 * @param backOfficeDecisions its decisions
 * @param backOfficeCounts its counts
 * @param faults null if the venue behaves
 */
record DemoRun(
        DemoOptions options,
        Gatekeeper keeper,
        Balance balance,
        List<RouterLane> lanes,
        BackOffice backOffice,
        DecisionCounts backOfficeDecisions,
        FlowCounts backOfficeCounts,
        @Nullable FaultInjector faults) {

    /** Decisions by number, of all threads. */
    long[] decisionSums() {
        return decisionSums(lanes, backOfficeDecisions);
    }

    static long[] decisionSums(List<RouterLane> lanes, DecisionCounts backOfficeDecisions) {
        final List<DecisionCounts> parts = new ArrayList<>();
        lanes.forEach(lane -> parts.add(lane.decisions()));
        parts.add(backOfficeDecisions);
        return DecisionCounts.sum(parts);
    }

    RunTotals totals() {
        final List<FlowCounts> parts = new ArrayList<>();
        lanes.forEach(lane -> parts.add(lane.counts()));
        parts.add(backOfficeCounts);
        return new RunTotals(decisionSums(), parts);
    }

    int openOrders() {
        return lanes.stream().mapToInt(RouterLane::openOrders).sum();
    }

    /** What ended a thread before its time, or null. */
    @Nullable
    Throwable failure() {
        for (final RouterLane lane : lanes) {
            if (lane.failure() != null) {
                return lane.failure();
            }
        }
        if (keeper.failure() != null) {
            return keeper.failure();
        }
        if (backOffice.failure() != null) {
            return backOffice.failure();
        }
        return faults == null ? null : faults.failure();
    }
}
