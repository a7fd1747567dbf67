package io.tollgate.gatekeeper.torture;

import io.tollgate.torture.Outcome;
import io.tollgate.torture.Torture;
import io.tollgate.torture.Totals;
import io.tollgate.torture.Violation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torture}. */
@Command(
        name = "torture",
        description = {
            "Runs the gate under a seeded scheduler that decides before each access to shared memory which thread makes the next one, and"
                    + " when a thread or the process dies; a model of the venue judges every step.",
            "Stops at the first seed that fails, and says how to run that one again.",
            "Exit status: 0 nothing was found, 1 something was, 2 the arguments cannot be used."
        },
        mixinStandardHelpOptions = true)
public final class TortureCommand implements Callable<Integer> {
    private static final int GOOD = 0;
    private static final int FOUND = 1;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long PROGRESS_NANOS = 5 * SECOND_NANOS;
    private static final int MOST_WORLDS = 64;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "how long; a seed that has begun is finished (default ${DEFAULT-VALUE}; no bound with --seeds)",
            defaultValue = "60")
    private long seconds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "the first seed; the next ones follow it (default: drawn from the clock)")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds, however long they take")
    private @Nullable Long seeds;

    @Option(
            names = "--worlds",
            paramLabel = "N",
            description = "how many run at the same time (default: one for each processor)")
    private int worlds = Math.min(MOST_WORLDS, Runtime.getRuntime().availableProcessors());

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "where the gates' files go for the time being (default: in memory if the system has such a place)")
    private Path directory = Torture.fastDirectory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Totals totals = Totals.NONE;
    private long lastProgressNanos;

    @Override
    public Integer call() {
        final Long wanted = seeds;
        if (seconds < 1 || worlds < 1 || worlds > MOST_WORLDS || (wanted != null && wanted < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seconds and --seeds must be 1 or more, --worlds 1 to " + MOST_WORLDS + ": seconds=" + seconds
                            + " seeds=" + wanted + " worlds=" + worlds);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final Long given = seed;
        // short, so that a person can type it again
        final long first = given != null ? given : Math.floorMod(System.nanoTime() / 1_000, 1_000_000_000L);
        final long started = System.nanoTime();
        lastProgressNanos = started;
        out.println("torture from seed " + first + ", " + worlds + " worlds at a time, files in " + directory);
        out.flush();
        final Totals sums = new Torture(directory)
                .run(
                        first,
                        wanted == null ? Long.MAX_VALUE : wanted,
                        worlds,
                        () -> wanted != null || System.nanoTime() - started < seconds * SECOND_NANOS,
                        outcome -> ended(outcome, started, out));
        out.println(sums.line());
        out.flush();
        return sums.good() ? GOOD : FOUND;
    }

    /** Called by one thread at a time. */
    private void ended(Outcome outcome, long started, PrintWriter out) {
        totals = totals.plus(outcome.totals());
        final Violation violation = outcome.violation();
        if (violation != null) {
            outcome.trace().forEach(line -> out.println("  " + line));
            if (violation.getCause() != null) {
                violation.getCause().printStackTrace(out);
            }
            out.println("seed " + outcome.seed() + " " + violation.kind() + ": " + violation.getMessage());
            out.println("run it again: ./tollgate torture --seed " + outcome.seed() + " --seeds 1");
            out.flush();
            return;
        }
        final long now = System.nanoTime();
        if (now - lastProgressNanos >= PROGRESS_NANOS) {
            lastProgressNanos = now;
            final long took = Math.max(1, (now - started) / SECOND_NANOS);
            out.println(String.format(
                    Locale.ROOT,
                    "%4d s  seeds %,d  steps %,d (%,d/s)  operations %,d  crashes %,d  found 0",
                    took,
                    totals.seeds(),
                    totals.steps(),
                    totals.steps() / took,
                    totals.operations(),
                    totals.crashes()));
            out.flush();
        }
    }
}
