package io.tollgate.journal.explain;

import java.util.List;
import java.util.Map;

/**
 * Decisions, and what became of their reservations.
 *
 * @param title what was asked
 * @param decisions by time
 * @param omitted decisions that were asked for too, and are not explained
 * @param lives one for each reservation, by time
 * @param orders of orders that several limits had to cover: for each reservation on another limit, the one that names the order
 */
public record Explanation(
        String title, List<DecisionExplained> decisions, long omitted, List<Life> lives, Map<Long, Long> orders) {
    /**
     * What happened to a reservation, after its decision.
     *
     * @param reservationId its id
     * @param events by time
     * @param omitted events that happened too
     * @param holdAfter what it holds at the journal's end, in the unit of its asset
     */
    public record Life(long reservationId, List<DecisionExplained.Event> events, long omitted, long holdAfter) {}
}
