package io.tollgate.gatekeeper.agreement;

import java.util.List;
import java.util.function.ToLongFunction;

/** All venues and modes of a run together. */
final class Total {
    private Total() {}

    /** The last line. */
    static String line(List<Report> reports) {
        final boolean met = reports.stream().allMatch(report -> report.missed().isEmpty());
        return "agreement: venue=all mode=all orders=" + sum(reports, t -> t.orders) + " right="
                + sum(reports, t -> t.right) + " wrongly_approved=" + sum(reports, t -> t.wronglyApproved)
                + " unseen_outflow=" + sum(reports, t -> t.unseenOutflow) + " wrongly_refused="
                + sum(reports, t -> t.wronglyRefused) + " drift_or_stale=" + sum(reports, t -> t.driftOrStale)
                + " venue_refused=" + sum(reports, t -> t.venueRefused) + " pattern_right="
                + sum(reports, t -> t.patternRight) + " pattern_wrongly_approved="
                + sum(reports, t -> t.patternWronglyApproved) + " pattern_unseen_outflow="
                + sum(reports, t -> t.patternUnseenOutflow) + " pattern_wrongly_refused="
                + sum(reports, t -> t.patternWronglyRefused) + " amends=" + sum(reports, t -> t.amends)
                + " amends_wrongly_approved=" + sum(reports, t -> t.amendsWronglyApproved) + " goals="
                + (met ? "met" : "missed");
    }

    private static long sum(List<Report> reports, ToLongFunction<Tally> count) {
        return reports.stream()
                .mapToLong(report -> count.applyAsLong(report.tally()))
                .sum();
    }
}
