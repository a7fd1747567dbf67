package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Decision;
import io.tollgate.gatekeeper.demo.FlowCounts.Count;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run looks like: a table that is drawn again twice a second on a terminal, a plain line every two seconds otherwise.
 *
 * <p>Threading: the thread that owns the run.
 */
final class Screen {
    static final long TABLE_EVERY_NANOS = 500_000_000L;
    static final long LINE_EVERY_NANOS = 2_000_000_000L;

    private static final String CLEAR_TO_LINE_END = "\u001b[K";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final int WIDEST_LIST = 44;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final DemoRun run;
    private final Latencies latencies;
    private final Latencies acknowledged;
    private final long startedNanos;

    private int drawnLines;
    private long shownNanos;
    private long[] shownSums;

    Screen(PrintStream out, boolean terminal, DemoRun run, long nowNanos) {
        this.out = out;
        this.terminal = terminal;
        this.run = run;
        this.latencies =
                new Latencies(run.lanes().stream().map(RouterLane::reserveNanos).toList());
        this.acknowledged = new Latencies(
                run.lanes().stream().map(RouterLane::acknowledgeNanos).toList());
        this.startedNanos = nowNanos;
        this.shownNanos = nowNanos;
        this.shownSums = run.decisionSums();
    }

    /** Latencies of the whole run, for people. */
    String latencies() {
        collect();
        return "reserve() " + latencies + "; venue acknowledges " + acknowledged;
    }

    private void collect() {
        latencies.collect();
        acknowledged.collect();
    }

    /** Shows the run if it is time. */
    void refresh(long nowNanos) {
        if (nowNanos - shownNanos < (terminal ? TABLE_EVERY_NANOS : LINE_EVERY_NANOS)) {
            return;
        }
        collect();
        final long[] sums = run.decisionSums();
        final long took = nowNanos - shownNanos;
        if (terminal) {
            draw(nowNanos, sums, took);
        } else {
            out.println(line(nowNanos, sums, took));
        }
        shownNanos = nowNanos;
        shownSums = sums;
    }

    /** Leaves the table where it is: what is printed next comes below it. */
    void leave() {
        drawnLines = 0;
    }

    private String line(long nowNanos, long[] sums, long tookNanos) {
        final BalanceView view = run.keeper().gate().view(run.balance());
        return String.format(
                Locale.ROOT,
                "demo: %3d s  %s  ledger %s  held %s  in transit %s  available %s  %s decisions/s  approved %s  short of funds %s"
                        + "  open %d  lag %d%s",
                (nowNanos - startedNanos) / NANOS_PER_SECOND,
                view.status(),
                Money.dollars(view.ledger()),
                Money.dollars(view.held()),
                Money.dollars(view.inTransit()),
                Money.dollars(view.available()),
                Money.count(perSecond(sums, tookNanos)),
                shareNow(sums, Decision.APPROVED),
                shareNow(sums, Decision.INSUFFICIENT_FUNDS),
                run.openOrders(),
                run.keeper().journaler().backlogRecords(),
                fault());
    }

    private String fault() {
        final FaultInjector faults = run.faults();
        return faults == null || faults.present().isEmpty() ? "" : "  fault: " + faults.present();
    }

    private long perSecond(long[] sums, long tookNanos) {
        final long decisions = DecisionCounts.total(sums) - DecisionCounts.total(shownSums);
        return tookNanos <= 0 ? 0 : decisions * NANOS_PER_SECOND / tookNanos;
    }

    private String shareNow(long[] sums, Decision decision) {
        return Money.share(
                sums[decision.code()] - shownSums[decision.code()],
                DecisionCounts.total(sums) - DecisionCounts.total(shownSums));
    }

    private void draw(long nowNanos, long[] sums, long tookNanos) {
        final BalanceView view = run.keeper().gate().view(run.balance());
        final RunTotals totals = run.totals();
        final List<String> rows = new ArrayList<>();
        final long seconds = (nowNanos - startedNanos) / NANOS_PER_SECOND;
        rows.add(BOLD + "Tollgate demo" + PLAIN + "   "
                + Math.min(run.options().seconds(), seconds) + " of "
                + run.options().seconds() + " s   " + run.options().ordersPerSecond() + " orders/s on "
                + run.options().lanes() + " lanes" + (run.options().shadow() ? "   SHADOW" : "")
                + (run.options().snapshotsOnly() ? "   snapshots only" : ""));
        rows.add("");
        rows.add(row("balance", view.status() + fault()));
        rows.add(row("ledger", Money.dollars(view.ledger())));
        rows.add(row("held", Money.dollars(view.held())));
        rows.add(row("in transit", Money.dollars(view.inTransit())));
        rows.add(row("encumbered", Money.dollars(view.encumbered())));
        rows.add(row("available", BOLD + Money.dollars(view.available()) + PLAIN));
        rows.add("");
        rows.add(row(
                "decisions", Money.count(totals.decisions()) + "   " + Money.count(perSecond(sums, tookNanos)) + "/s"));
        rows.add(row("approved", both(sums, Decision.APPROVED)));
        rows.add(row("short of funds", both(sums, Decision.INSUFFICIENT_FUNDS)));
        rows.add(row("other refusals", Money.count(totals.refused() - totals.refusedFunds()) + "   " + others(sums)));
        rows.add(row("reserve()", latencies.toString()));
        rows.add(row("venue's answer", acknowledged.toString()));
        rows.add(row("journal lag", Money.count(run.keeper().journaler().backlogRecords()) + " records"));
        rows.add("");
        rows.add(row(
                "orders",
                Money.count(totals.ordersSent()) + " sent   " + run.openOrders() + " open   "
                        + Money.count(totals.fills()) + " fills (" + Money.count(totals.partials()) + " partial)"));
        rows.add(row(
                "",
                Money.count(totals.cancels()) + " cancels   " + Money.count(totals.amends()) + " amends   "
                        + Money.count(totals.of(Count.REJECTS)) + " rejects   "
                        + Money.count(totals.withdrawals()) + " withdrawals"));
        final StringBuilder text = new StringBuilder();
        if (drawnLines > 0) {
            text.append("\u001b[").append(drawnLines).append('A');
        }
        rows.forEach(
                row -> text.append('\r').append(row).append(CLEAR_TO_LINE_END).append('\n'));
        drawnLines = rows.size();
        out.print(text);
        out.flush();
    }

    private String both(long[] sums, Decision decision) {
        return Money.share(sums[decision.code()], DecisionCounts.total(sums)) + "   now " + shareNow(sums, decision);
    }

    private static String others(long[] sums) {
        final String list = Refusals.list(sums, false);
        // a line that wraps would move the table
        return list.length() <= WIDEST_LIST ? list : list.substring(0, WIDEST_LIST) + "...";
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-16s%s", name, value);
    }
}
