package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Decision;
import java.util.StringJoiner;

/** Refusals by their code. */
final class Refusals {
    private Refusals() {}

    /** On one line. */
    static String list(long[] sums, boolean withFunds) {
        final StringJoiner text = new StringJoiner("  ");
        for (final Decision decision : Decision.values()) {
            final long count = sums[decision.code()];
            if (count > 0 && decision != Decision.APPROVED && (withFunds || decision != Decision.INSUFFICIENT_FUNDS)) {
                text.add(decision + " " + Money.count(count));
            }
        }
        return text.toString();
    }

    /** As a table, with the number of each. */
    static String table(long[] sums) {
        final long total = DecisionCounts.total(sums);
        final StringBuilder text = new StringBuilder();
        for (final Decision decision : Decision.values()) {
            final long count = sums[decision.code()];
            if (count > 0 && decision != Decision.APPROVED) {
                text.append(String.format(
                        java.util.Locale.ROOT,
                        "  %3d  %-20s %12s  %6s  %s%n",
                        decision.code(),
                        decision,
                        Money.count(count),
                        Money.share(count, total),
                        decision.reason()));
            }
        }
        return text.isEmpty() ? "  none\n" : text.toString();
    }
}
