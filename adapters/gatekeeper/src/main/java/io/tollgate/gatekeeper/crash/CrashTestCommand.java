package io.tollgate.gatekeeper.crash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tollgate crash-test}: process death for real. */
@Command(
        name = "crash-test",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Starts a gate in a JVM of its own under load, kills it with SIGKILL at random moments, starts it again on the same"
                    + " directory, and compares what it had told with what it still knows.",
            "Exit status 0: nothing was lost, nothing is missing in the journal, nothing was spent twice."
        })
public final class CrashTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often a gate is killed. Default: ${DEFAULT-VALUE}.")
    private int kills = 20;

    @Option(
            names = "--dir",
            paramLabel = "D",
            description = "Keeps state, journal and the gate's log there; it must be new or empty. Default: a temporary"
                    + " directory, which is kept only if something was found.")
    private @Nullable Path directory;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "Of moments, orders and the venue; threads still interleave as they like. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    /** Made by picocli. */
    public CrashTestCommand() {}

    @Override
    public Integer call() {
        final CrashOptions options;
        try {
            options = new CrashOptions(kills, Optional.ofNullable(directory), seed);
        } catch (final IllegalArgumentException e) {
            final CommandSpec command = spec;
            throw command == null
                    ? e
                    : new CommandLine.ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return run(options, System.out).good() ? 0 : 1;
    }

    /** Runs a crash test and prints its last line. */
    static CrashTest.Result run(CrashOptions options, PrintStream out) {
        final Path kept = options.directory().orElse(null);
        final Path folder = kept == null ? temporary() : emptyOne(kept.toAbsolutePath());
        out.println("crash-test: seed " + options.seed() + ", state in " + folder);
        final CrashTest.Result result = new CrashTest(options, folder, out).run();
        if (kept == null && result.good()) {
            remove(folder);
        } else if (kept == null) {
            out.println("crash-test: kept for a look: " + folder);
        }
        out.println(result.line());
        out.flush();
        return result;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tollgate-crash-");
        } catch (final IOException e) {
            throw new CrashTestException("no temporary directory could be made (" + e + "): give one with --dir", e);
        }
    }

    private static Path emptyOne(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new CrashTestException(
                            "the directory must be new or empty, because its venue lives in this run: --dir=" + folder
                                    + ": choose another one, or empty it");
                }
            }
            return folder;
        } catch (final IOException e) {
            throw new CrashTestException("the directory must be writable: --dir=" + folder + " (" + e + ")", e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            System.err.println("crash-test: the temporary directory could not be removed: " + folder + " (" + e + ")");
        }
    }
}
