package io.tollgate.gatekeeper.demo;

import io.tollgate.simulator.VenueControl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate demo}: a venue, a gate, a router and an audit. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Runs the whole system on this machine: a simulated venue on loopback, the gate inside a small order router that is"
                    + " short of funds, and an audit at the end.",
            "Exit status 0: nothing was lost, nothing drifted, every decision was journaled and verified."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String TERMINAL_PROPERTY = "tollgate.terminal";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Orders are placed for so long. Default: ${DEFAULT-VALUE}.")
    private int seconds = 20;

    @Option(
            names = "--rate",
            paramLabel = "ORDERS_PER_SECOND",
            defaultValue = "2000",
            description = "Orders a second over all lanes, on a planned timetable. Default: ${DEFAULT-VALUE}.")
    private int rate = 2_000;

    @Option(
            names = "--lanes",
            paramLabel = "L",
            defaultValue = "2",
            description = "Router threads, each with a lane of its own. Default: ${DEFAULT-VALUE}.")
    private int lanes = 2;

    @Option(
            names = "--dir",
            paramLabel = "STATE",
            description =
                    "Keeps state, journal and venue there. The venue is then a process of its own and outlives a demo that is"
                            + " killed; start again with the same directory to go on. Default: a temporary directory.")
    private @Nullable Path directory;

    @Option(names = "--faults", description = "The venue misbehaves every few seconds.")
    private boolean faults;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of orders, market and faults. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--snapshots-only", description = "Without the ledger stream.")
    private boolean snapshotsOnly;

    @Option(names = "--shadow", description = "Every decision is made and journaled, none is enforced.")
    private boolean shadow;

    /** Made by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() {
        final DemoOptions options;
        try {
            options = new DemoOptions(
                    seconds, rate, lanes, Optional.ofNullable(directory), faults, seed, snapshotsOnly, shadow);
        } catch (final IllegalArgumentException e) {
            final CommandSpec command = spec;
            throw command == null
                    ? e
                    : new CommandLine.ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try (StopSignal stop = StopSignal.install()) {
            final int status = run(options, stop, System.out, Boolean.getBoolean(TERMINAL_PROPERTY));
            stop.closed(status);
            return status;
        }
    }

    /**
     * Runs the demo.
     *
     * @return exit status: 0 if it closes with zeros, else 1
     */
    static int run(DemoOptions options, StopSignal stop, PrintStream out, boolean terminal) {
        final Path kept = options.directory().orElse(null);
        final Path state = kept != null ? kept.toAbsolutePath() : temporary();
        try (VenueControl venue =
                kept != null ? DemoVenue.ofItsOwn(state, options) : DemoVenue.inThisProcess(options)) {
            out.println("demo: venue on " + venue.endpoints().host() + ":"
                    + venue.endpoints().grpcPort() + " (gRPC) and "
                    + venue.endpoints().httpPort() + " (HTTP); state in " + state);
            final Demo.Outcome outcome = new Demo(options, state, venue, stop, out, terminal).run();
            return report(outcome, out);
        } finally {
            if (kept == null) {
                remove(state);
            }
        }
    }

    static int report(Demo.Outcome outcome, PrintStream out) {
        final AuditResult result = outcome.result();
        final List<String> findings = result.findings();
        if (!findings.isEmpty()) {
            out.println("demo: " + findings.size() + " findings");
            findings.forEach(finding -> out.println("  " + finding));
        }
        if (result.shadow()) {
            out.println("demo: shadow mode: nothing was enforced; the gate would have refused");
            out.print(result.journaledRefusals());
        }
        out.println(result.line(outcome.totals()));
        out.flush();
        return result.good() ? 0 : 1;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tollgate-demo-");
        } catch (final IOException e) {
            throw new DemoException("no temporary directory could be made (" + e + "): give one with --dir", e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            System.err.println("demo: the temporary directory could not be removed: " + directory + " (" + e + ")");
        }
    }
}
