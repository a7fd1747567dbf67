package io.tollgate.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs the JMH benchmarks and judges them: exit status 0 if every target is met, 1 if one is not, an answer was wrong or a fork failed, 2
 * for a wrong argument.
 *
 * <p>Each round runs every benchmark once in a fork of its own; the rounds repeat that. So the two sides of a ratio are measured minutes
 * apart at most, in turns, and a load that comes and goes meets both.
 */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        version = "Tollgate 0.1.0",
        subcommands = OpenLoop.class,
        description = "Runs the JMH benchmarks and compares them with their targets.")
public final class BenchmarkMain implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Parameters(
            arity = "0..*",
            paramLabel = "REGEX",
            description = "Only benchmarks whose name contains a match; ratios need both of their sides.")
    private List<String> include = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "Forks of each benchmark, in turns with all others (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--no-bounds-checks",
            description = "Give the forks " + Flags.NO_BOUNDS_CHECKS + ", as an embedder may.")
    private boolean noBoundsChecks;

    @Option(names = "--quick", description = "Very short iterations: shows that all runs, measures nothing.")
    private boolean quick;

    @Option(
            names = "--log",
            defaultValue = "benchmarks.log",
            paramLabel = "FILE",
            description = "Where JMH's own output goes (default ${DEFAULT-VALUE}).")
    private Path log = Path.of("benchmarks.log");

    private final Measured measured = new Measured();
    private boolean flagsShown;

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkMain()).execute(args));
    }

    @Override
    public Integer call() throws RunnerException {
        if (rounds < 1) {
            throw new IllegalArgumentException("there must be a round: rounds=" + rounds);
        }
        final PrintStream out = System.out;
        Conditions.describe().forEach(out::println);
        out.println("rounds   " + rounds + (quick ? ", quick: figures mean nothing" : ""));
        for (int round = 1; round <= rounds; round++) {
            run(round, out);
        }
        out.println();
        out.println(Measured.heading());
        measured.names().forEach(name -> out.println(measured.row(name)));
        out.println();
        final List<Targets.Verdict> verdicts = Targets.judge(measured);
        verdicts.forEach(out::println);
        return !verdicts.isEmpty() && verdicts.stream().allMatch(Targets.Verdict::holds) ? 0 : 1;
    }

    private void run(int round, PrintStream out) throws RunnerException {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .output(log.toString() + (round == 1 ? "" : "." + round));
        for (final String regex : include) {
            options.include(regex);
        }
        if (include.isEmpty()) {
            options.include("io\\.tollgate\\.benchmarks\\.");
        }
        if (noBoundsChecks) {
            options.jvmArgs(Flags.NO_BOUNDS_CHECKS);
        }
        if (quick) {
            options.warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(20))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(20));
        }
        final Collection<RunResult> results = new Runner(options.build()).run();
        for (final RunResult result : results) {
            if (!flagsShown) {
                out.println("flags    " + String.join(" ", result.getParams().getJvmArgs()));
                flagsShown = true;
            }
            final String name = nameOf(result);
            collect(name, result);
            out.println(String.format(
                    Locale.ROOT,
                    "round %d/%d %-50s %9.2f ns/op",
                    round,
                    rounds,
                    name,
                    result.getPrimaryResult().getScore()));
        }
    }

    private static String nameOf(RunResult result) {
        final String whole = result.getParams().getBenchmark();
        final String method = whole.substring(whole.lastIndexOf('.') + 1);
        final String fee = result.getParams().getParam("fee");
        return fee == null ? method : Targets.name(method, Fee.valueOf(fee));
    }

    private void collect(String name, RunResult result) {
        for (final BenchmarkResult fork : result.getBenchmarkResults()) {
            for (final IterationResult iteration : fork.getIterationResults()) {
                measured.add(name, iteration.getPrimaryResult().getScore(), bytes(name, iteration));
            }
        }
    }

    /** Bytes per operation: of the measured part alone where the benchmark counts them itself, else of the whole fork. */
    private static double bytes(String name, IterationResult iteration) {
        final Result<?> lane = iteration.getSecondaryResults().get(Allocated.BYTES);
        final Result<?> operations = iteration.getSecondaryResults().get(Allocated.OPERATIONS);
        final Result<?> fork = iteration.getSecondaryResults().get(ALLOCATED);
        if (lane != null && operations != null) {
            return lane.getScore() / operations.getScore();
        }
        if (fork == null) {
            throw new IllegalStateException("JMH's GC profiler must tell " + ALLOCATED + ": benchmark=" + name);
        }
        return fork.getScore();
    }
}
