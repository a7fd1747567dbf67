package io.tollgate.gatekeeper.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One venue in one mode, for people and for scripts.
 *
 * @param venue name
 * @param mode as run
 * @param tally what was counted
 */
record Report(String venue, Mode mode, Tally tally) {
    private static final int BAR = 50;
    private static final long LEAST_VENUE_REFUSED_PERMILLE = 200;
    private static final long MOST_DRIFT_PERMILLE = 10;
    private static final long MOST_WRONGLY_REFUSED_PERMILLE = 1;

    String modeName() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** The goals that were missed, in words; empty if none was. */
    List<String> missed() {
        final List<String> missed = new ArrayList<>();
        if (tally.wronglyApproved > 0) {
            missed.add("no order may be wrongly approved: wrongly_approved=" + tally.wronglyApproved);
        }
        if (tally.amendsWronglyApproved > 0) {
            missed.add("no amend may be wrongly approved: amends_wrongly_approved=" + tally.amendsWronglyApproved);
        }
        if (tally.driftOrStale * 1_000 > tally.orders * MOST_DRIFT_PERMILLE) {
            missed.add(
                    "at most 1 % of decisions may fall into drift or staleness: drift_or_stale=" + tally.driftOrStale);
        }
        final long judged = tally.orders - tally.driftOrStale;
        if (mode == Mode.EXACT && tally.wronglyRefused * 1_000 > judged * MOST_WRONGLY_REFUSED_PERMILLE) {
            missed.add("at most 1 in 1,000 may be wrongly refused in venue-exact mode: wrongly_refused="
                    + tally.wronglyRefused);
        }
        if (tally.venueRefused * 1_000 < tally.orders * LEAST_VENUE_REFUSED_PERMILLE) {
            missed.add("the venue must refuse at least 20 % of the orders, or the question is empty: venue_refused="
                    + tally.venueRefused);
        }
        return missed.stream()
                .map(each -> venue + " " + modeName() + ": " + each)
                .toList();
    }

    /** The closing line. */
    String line() {
        final Tally t = tally;
        return "agreement: venue=" + venue + " mode=" + modeName() + " orders=" + t.orders + " right=" + t.right
                + " wrongly_approved=" + t.wronglyApproved + " unseen_outflow=" + t.unseenOutflow + " wrongly_refused="
                + t.wronglyRefused + " drift_or_stale=" + t.driftOrStale + " venue_refused=" + t.venueRefused
                + " pattern_right=" + t.patternRight + " pattern_wrongly_approved=" + t.patternWronglyApproved
                + " pattern_unseen_outflow=" + t.patternUnseenOutflow + " pattern_wrongly_refused="
                + t.patternWronglyRefused + " amends=" + t.amends + " amends_wrongly_approved="
                + t.amendsWronglyApproved + " amends_unseen_outflow=" + t.amendsUnseenOutflow
                + " amends_wrongly_refused=" + t.amendsWronglyRefused + " unseen_outflow_delay_median_ms="
                + t.medianUnseenNanos() / Delays.MILLI + " unseen_outflow_delay_longest_ms="
                + t.longestUnseenNanos() / Delays.MILLI + " goals="
                + (missed().isEmpty() ? "met" : "missed");
    }

    /** Table and bars. */
    List<String> text() {
        final Tally t = tally;
        final List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s: %,d orders in %,d s of the venue's time (%,d s here); the venue's rule refuses %s",
                venue,
                mode == Mode.EXACT ? "venue-exact" : "careful",
                t.orders,
                t.simulatedNanos / Delays.SECOND,
                t.wallNanos / Delays.SECOND,
                percent(t.venueRefused, t.orders)));
        lines.add(String.format(Locale.ROOT, "  %-34s %14s %14s", "", "gate", "poll-then-check"));
        row(lines, "right", t.right, t.patternRight);
        row(lines, "wrongly approved", t.wronglyApproved, t.patternWronglyApproved);
        row(lines, "unseen outflow (approved)", t.unseenOutflow, t.patternUnseenOutflow);
        row(lines, "wrongly refused", t.wronglyRefused, t.patternWronglyRefused);
        lines.add(String.format(Locale.ROOT, "  %-34s %,14d", "    inflow unseen", t.wronglyRefusedUnseenInflow));
        lines.add(String.format(
                Locale.ROOT, "  %-34s %,14d", "    freed while under way", t.wronglyRefusedFreedMeanwhile));
        lines.add(String.format(
                Locale.ROOT, "  %-34s %,14d", "    freed and not reported yet", t.wronglyRefusedUnreported));
        lines.add(String.format(
                Locale.ROOT,
                "  %-34s %,14d  %s (reconciling %,d, stale %,d, other %,d)",
                "drift or staleness",
                t.driftOrStale,
                percent(t.driftOrStale, t.orders),
                t.reconciling,
                t.stale,
                t.otherClosed));
        lines.add(String.format(
                Locale.ROOT,
                "  amends %,d: wrongly approved %,d, unseen outflow %,d, wrongly refused %,d, drift or staleness %,d",
                t.amends,
                t.amendsWronglyApproved,
                t.amendsUnseenOutflow,
                t.amendsWronglyRefused,
                t.amendsDriftOrStale));
        lines.add(String.format(
                Locale.ROOT,
                "  unseen outflow was under way for %,d ms (median), %,d ms (longest)",
                t.medianUnseenNanos() / Delays.MILLI,
                t.longestUnseenNanos() / Delays.MILLI));
        lines.add(String.format(
                Locale.ROOT,
                "  fills %,d, cancels %,d, deposits %,d, withdrawals %,d, other client %,d, markets ended %,d, reads %,d"
                        + " (failed %,d), pushes %,d",
                t.fills,
                t.cancels,
                t.deposits,
                t.withdrawals,
                t.otherClient,
                t.settlements,
                t.reads,
                t.readsFailed,
                t.pushes));
        bar(lines, "gate", t.right, t.wronglyApproved + t.unseenOutflow, t.wronglyRefused, t.orders);
        bar(
                lines,
                "pattern",
                t.patternRight,
                t.patternWronglyApproved + t.patternUnseenOutflow,
                t.patternWronglyRefused,
                t.orders);
        return lines;
    }

    private static void row(List<String> lines, String name, long gate, long pattern) {
        lines.add(String.format(Locale.ROOT, "  %-34s %,14d %,14d", name, gate, pattern));
    }

    /** Each kind of mistake has a mark of its own as soon as there is one. */
    private static void bar(List<String> lines, String name, long right, long approved, long refused, long all) {
        final int a = marks(approved, all);
        final int r = marks(refused, all);
        final int good = Math.max(0, Math.min(BAR - a - r, (int) (right * BAR / Math.max(1, all))));
        lines.add(String.format(
                Locale.ROOT,
                "  %-8s |%s%s%s%s|",
                name,
                "=".repeat(good),
                " ".repeat(Math.max(0, BAR - good - a - r)),
                "A".repeat(a),
                "R".repeat(r)));
    }

    private static int marks(long count, long all) {
        return count == 0 ? 0 : (int) Math.max(1, count * BAR / Math.max(1, all));
    }

    /** With three digits after the point, rounded down. */
    static String percent(long part, long all) {
        final long millis = all == 0 ? 0 : part * 100_000 / all;
        return millis / 1_000 + "." + String.format(Locale.ROOT, "%03d", millis % 1_000) + " %";
    }
}
