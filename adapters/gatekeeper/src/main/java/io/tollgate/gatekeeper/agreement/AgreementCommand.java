package io.tollgate.gatekeeper.agreement;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code agreement}. */
@Command(
        name = "agreement",
        description = {
            "Judges each order of a realistic flow three ways in the same run, in simulated time: by the gate, by the venue's own rule on its"
                    + " true state, and by comparing price times size with the balance that was read last.",
            "Exit status: 0 all goals are met, 1 one is missed, 2 the arguments cannot be used."
        },
        mixinStandardHelpOptions = true)
public final class AgreementCommand implements Callable<Integer> {
    private static final int GOOD = 0;
    private static final int MISSED = 1;
    private static final long PROGRESS_NANOS = 2_000_000_000L;

    /** Which modes. */
    enum Modes {
        /** The default of every venue. */
        CAREFUL,
        /** As the venue itself sums. */
        EXACT,
        /** One after the other. */
        BOTH
    }

    @Option(
            names = "--orders",
            paramLabel = "N",
            description = "orders to judge, for each venue and mode (default ${DEFAULT-VALUE})",
            defaultValue = "100000")
    private long orders;

    @Option(names = "--venue", paramLabel = "V", description = "one venue only (default: all)")
    private @Nullable String venue;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "careful, exact or both (default ${DEFAULT-VALUE})",
            defaultValue = "both")
    private String mode = "both";

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "of everything random: the same gives the same figures (default ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long seed;

    @Option(names = "--plot", paramLabel = "FILE", description = "writes the figures as a picture (SVG)")
    private @Nullable Path plot;

    @Option(names = "--examples", description = "shows some of the orders that were judged wrongly")
    private boolean examples;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        final List<Mode> modes = modes();
        final List<String> venues = venues();
        if (orders < 1) {
            throw new ParameterException(spec.commandLine(), "--orders must be 1 or more: orders=" + orders);
        }
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final List<Report> reports = new ArrayList<>();
        for (final String each : venues) {
            for (final Mode one : modes) {
                final Report report = run(each, one, err);
                reports.add(report);
                report.text().forEach(out::println);
                out.println();
                out.flush();
            }
        }
        final Path picture = plot;
        if (picture != null) {
            Files.writeString(picture, Plot.svg(reports), StandardCharsets.UTF_8);
            out.println("plot: " + picture);
        }
        reports.forEach(report -> out.println(report.line()));
        final List<String> missed =
                reports.stream().flatMap(report -> report.missed().stream()).toList();
        if (reports.size() > 1) {
            out.println(Total.line(reports));
        }
        out.flush();
        missed.forEach(goal -> err.println("goal missed: " + goal));
        err.flush();
        return missed.isEmpty() ? GOOD : MISSED;
    }

    private Report run(String name, Mode one, PrintWriter err) {
        final long[] last = {System.nanoTime()};
        final Tally tally = Run.of(
                Worlds.named(name),
                one,
                Settings.of(orders, seed),
                done -> {
                    final long now = System.nanoTime();
                    if (now - last[0] >= PROGRESS_NANOS) {
                        last[0] = now;
                        err.println(String.format(
                                Locale.ROOT,
                                "%s %s: %,d of %,d orders",
                                name,
                                one.name().toLowerCase(Locale.ROOT),
                                done,
                                orders));
                        err.flush();
                    }
                },
                example -> {
                    if (examples) {
                        err.println(example);
                    }
                });
        return new Report(name, one, tally);
    }

    private List<Mode> modes() {
        final Modes given;
        try {
            given = Modes.valueOf(mode.toUpperCase(Locale.ROOT));
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--mode must be careful, exact or both: mode=" + mode, e, null, mode);
        }
        return switch (given) {
            case CAREFUL -> List.of(Mode.CAREFUL);
            case EXACT -> List.of(Mode.EXACT);
            case BOTH -> List.of(Mode.CAREFUL, Mode.EXACT);
        };
    }

    private List<String> venues() {
        final String given = venue;
        if (given == null) {
            return Worlds.names();
        }
        // polymarket-us stands for its two ways in
        final List<String> found = Worlds.names().stream()
                .filter(name -> name.equals(given) || name.startsWith(given + "-"))
                .toList();
        if (found.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--venue must be one of " + Worlds.names() + ": venue=" + given);
        }
        return found;
    }
}
