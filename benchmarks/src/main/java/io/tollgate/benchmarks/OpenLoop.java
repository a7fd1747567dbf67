package io.tollgate.benchmarks;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.VerificationReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Journaled checks sent on a timetable through a gate with its real threads and a real queue.
 *
 * <p>Two times are taken of each check. <i>From plan</i>: from when the timetable wanted it sent to its answer. Where a check is late
 * because the one before it was, or because the machine gave the time to somebody else, that counts, so nothing is left out because the
 * measuring stood still too. <i>Service</i>: from the call to its answer, two calls of {@link System#nanoTime()} included.
 *
 * <p>Any answer but an approval ends the run with status 1, JOURNAL_FULL above all. Afterwards the queue is read back and must hold and
 * prove every check.
 */
@Command(
        name = "open-loop",
        mixinStandardHelpOptions = true,
        description =
                "Sends checks on a timetable through a gate with real threads and a real queue; prints percentiles.")
public final class OpenLoop implements Callable<Integer> {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long HIGHEST_NANOS = 3600 * SECOND_NANOS;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "100000,500000",
            paramLabel = "PER_SECOND",
            description = "Checks per second, one run each (default ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "Measured time of a run (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            paramLabel = "N",
            description = "Seconds at the same rate before it, not measured (default ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--slots",
            defaultValue = "262144",
            paramLabel = "N",
            description =
                    "Records in the lane's ring, power of two; decisions use three quarters (default ${DEFAULT-VALUE}).")
    private int slots;

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new OpenLoop()).execute(args));
    }

    @Override
    public Integer call() {
        final PrintStream out = System.out;
        Conditions.describe().forEach(out::println);
        out.println("ring     " + slots + " records");
        boolean good = !rates.isEmpty();
        for (final int rate : rates) {
            good &= run(rate, out);
        }
        return good ? 0 : 1;
    }

    private boolean run(int rate, PrintStream out) {
        if (rate < 1 || rate > 10_000_000 || seconds < 1 || seconds > 600 || warmUpSeconds < 0 || warmUpSeconds > 600) {
            throw new IllegalArgumentException("rate must be 1 to 10,000,000 and seconds 1 to 600: rate=" + rate
                    + " seconds=" + seconds + " warm-up=" + warmUpSeconds);
        }
        out.println();
        out.println(String.format(Locale.ROOT, "%,d checks a second, %d s after %d s", rate, seconds, warmUpSeconds));
        try (Scratch scratch = new Scratch()) {
            final Timetable run = new Timetable();
            final long journalLag;
            try (Gatekeeper keeper =
                    Gatekeeper.launch(GateConfig.at(scratch.directory()).withSlots(slots, 16_384))) {
                final Line line = line(keeper);
                run.send(line, rate, warmUpSeconds);
                run.forget();
                run.send(line, rate, seconds);
                journalLag = keeper.journaler().backlogRecords();
                await(() -> keeper.journaler().backlogRecords() == 0 || keeper.failure() != null);
                if (keeper.failure() != null) {
                    throw new IllegalStateException("the gatekeeper must not fail", keeper.failure());
                }
            }
            print(out, "from plan", run.fromPlan);
            print(out, "service", run.service);
            out.println(String.format(
                    Locale.ROOT, "journal  %,d records behind at the end of sending, then 0", journalLag));
            return judge(out, run, JournalVerifier.verify(scratch.directory()));
        }
    }

    private static Line line(Gatekeeper keeper) {
        final StillFeed feed = new StillFeed();
        final BalanceRules rules = BalanceRules.CAREFUL.withStaleAfterNanos(3600 * SECOND_NANOS);
        final Balance balance =
                keeper.gate().register(BalanceSpec.careful("bench", "account", "USD", Workload.ASSET_SCALE, rules));
        keeper.attach(balance, feed);
        final long now = System.nanoTime();
        feed.sink()
                .snapshot(balance.id(), new Snapshot(Workload.FUNDS, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
        final Lane lane = keeper.gate().lane("router-0");
        final Line line = lane.bind(balance, Workload.line(Fee.QUADRATIC));
        await(() -> line.preview(50, 1) == Decision.APPROVED.code());
        return line;
    }

    private static boolean judge(PrintStream out, Timetable run, VerificationReport report) {
        final boolean good = run.unexpected == 0
                && report.good()
                && report.decisions() == run.sent
                && report.approved() == run.sent
                && report.unrecorded() == 0;
        out.println(String.format(
                Locale.ROOT,
                "%s sent=%d unexpected=%d%s journaled=%d verified=%d mismatches=%d unrecorded=%d",
                good ? "pass " : "FAIL ",
                run.sent,
                run.unexpected,
                run.unexpected == 0 ? "" : " (first: " + Decision.of(run.firstUnexpected) + ")",
                report.decisions(),
                report.verified(),
                report.mismatches(),
                report.unrecorded()));
        return good;
    }

    private static void print(PrintStream out, String what, Histogram histogram) {
        final StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "%-9s p99.9=%,d ns max=%,d ns",
                what,
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue()));
        for (final double percentile : PERCENTILES) {
            row.append(String.format(
                    Locale.ROOT, " p%s=%,d", shortNumber(percentile), histogram.getValueAtPercentile(percentile)));
        }
        out.println(row.append(String.format(Locale.ROOT, " n=%,d", histogram.getTotalCount())));
    }

    private static String shortNumber(double percentile) {
        return percentile == Math.rint(percentile) ? String.valueOf((long) percentile) : String.valueOf(percentile);
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 60 * SECOND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the gate must get there within 60 s");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Sends checks when they are due. The calling thread is the lane's. */
    private static final class Timetable {
        private final Histogram fromPlan = new Histogram(HIGHEST_NANOS, 3);
        private final Histogram service = new Histogram(HIGHEST_NANOS, 3);
        private final Workload workload = new Workload(1);
        private long sent;
        private long unexpected;
        private int firstUnexpected;

        void send(Line line, int perSecond, int forSeconds) {
            final long count = (long) perSecond * forSeconds;
            final long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                // from the start each time, so that rounding does not add up; the product stays below 2^63
                final long planned = start + i * SECOND_NANOS / perSecond;
                long called = System.nanoTime();
                while (called - planned < 0) {
                    Thread.onSpinWait();
                    called = System.nanoTime();
                }
                final int order = workload.next();
                final int code = line.canAfford(workload.price(order), workload.size(order));
                final long answered = System.nanoTime();
                sent++;
                if (code != 0) {
                    firstUnexpected = unexpected == 0 ? code : firstUnexpected;
                    unexpected++;
                }
                fromPlan.recordValue(Math.min(HIGHEST_NANOS, answered - planned));
                service.recordValue(Math.min(HIGHEST_NANOS, answered - called));
            }
        }

        void forget() {
            fromPlan.reset();
            service.reset();
        }
    }
}
