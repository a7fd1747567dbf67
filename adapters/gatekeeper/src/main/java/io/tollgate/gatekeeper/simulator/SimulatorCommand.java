package io.tollgate.gatekeeper.simulator;

import io.tollgate.gatekeeper.config.ConfigCommand;
import io.tollgate.gatekeeper.config.ConfigException;
import io.tollgate.gatekeeper.config.Section;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.SimulatorMain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tollgate simulator}: all venues on loopback. With {@code --dir} the older form, Polymarket US alone with a truth that is kept. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = {
            "Runs simulated venues on loopback, for your own tests, until Ctrl-C: prints where they are, and writes credentials and a configuration"
                    + " for 'tollgate balances --config'. docs/simulator.md tells the rest.",
            "Exit status: 0 ended as told, 1 an event of the scenario was refused, 2 wrong arguments or scenario, or a port is in use.",
            "With --dir DIR (and the options that adapters/simulator/README.md tells): Polymarket US alone, with a truth that is kept in DIR."
        })
public final class SimulatorCommand implements Callable<Integer> {
    private static final int ENDED = 0;
    private static final int EVENTS_REFUSED = 1;
    private static final int UNUSABLE = 2;

    @Option(
            names = "--port-file",
            paramLabel = "FILE",
            description =
                    "written when all is ready, with every endpoint and credential file, as JSON; removed at the end")
    private @Nullable Path portFile;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "private folder for credentials and configuration (default simulator-files beside the port file, or a"
                            + " temporary folder, which goes at the end)")
    private @Nullable Path files;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "accounts, balances, markets, fees and faults in YAML")
    private @Nullable Path scenario;

    @Option(
            names = "--venue",
            paramLabel = "V",
            description = "run this venue only; may be repeated (polymarket-us, polymarket-clob, kalshi, privy)")
    private List<String> venues = new ArrayList<>();

    @Option(
            names = "--until-stdin-closes",
            description = "end when standard input ends: with the process that started this one")
    private boolean untilStdinCloses;

    @Unmatched
    private List<String> others = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    public SimulatorCommand() {}

    @Override
    public Integer call() {
        if (others.stream().anyMatch(word -> word.equals("--dir") || word.startsWith("--dir="))) {
            SimulatorMain.main(others.toArray(new String[0]));
            return ENDED;
        }
        final List<String> options =
                spec.options().stream().map(option -> option.longestName()).toList();
        if (!others.isEmpty()) {
            final String word = others.get(0);
            throw new ParameterException(
                    spec.commandLine(), "Unknown option: '" + word + "'" + Section.meant(word, options));
        }
        for (final String venue : venues) {
            if (!Scenario.names().contains(venue)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--venue must be one of " + String.join(", ", Scenario.names()) + ": --venue=" + venue
                                + Section.meant(venue, Scenario.names()));
            }
        }
        try {
            final Scenario read = scenario == null ? Scenario.standard(venues) : Scenario.read(scenario, venues);
            return run(read, Simulation.start(read, folder(), portFile));
        } catch (ConfigException wrong) {
            ConfigCommand.print(wrong, spec.commandLine().getErr());
        } catch (SimulatorException refused) {
            spec.commandLine().getErr().println("simulator: " + refused.getMessage());
            spec.commandLine().getErr().flush();
        }
        return UNUSABLE;
    }

    private PrivateFolder folder() {
        if (files != null) {
            return PrivateFolder.at(files);
        }
        return portFile == null
                ? PrivateFolder.temporary()
                : PrivateFolder.at(portFile.toAbsolutePath().resolveSibling("simulator-files"));
    }

    // standard output is the process's: it is written to while the process is being ended
    private int run(Scenario read, Simulation simulation) {
        final PrintStream out = System.out;
        final CountDownLatch told = new CountDownLatch(1);
        final Thread hook = new Thread(
                () -> {
                    told.countDown();
                    simulation.close();
                },
                "simulator-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        simulation
                .venues()
                .forEach(venue -> out.println("simulator: " + venue.admin().name() + " " + addresses(venue)));
        out.println("simulator: admin " + simulation.adminUrl());
        out.println("simulator: configuration " + simulation.configuration());
        out.println("simulator: ready venues=" + simulation.venues().size() + " events="
                + read.events().size() + " pid=" + ProcessHandle.current().pid() + " portFile="
                + simulation.portFile());
        out.flush();
        if (untilStdinCloses) {
            watch(told);
        }
        try (Events events = new Events(simulation, read.events(), out)) {
            told.await();
            simulation.close();
            out.println("simulator: ended events=" + events.done() + " events_refused=" + events.refused());
            out.flush();
            return events.refused() == 0 ? ENDED : EVENTS_REFUSED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            simulation.close();
            return ENDED;
        }
    }

    private static String addresses(Running venue) {
        final StringBuilder text = new StringBuilder();
        venue.endpoints().forEach((key, value) -> {
            if (key.endsWith("Url") || key.equals("url") || key.equals("grpcAddress")) {
                text.append(text.isEmpty() ? "" : " ").append(key).append('=').append(value);
            }
        });
        return text.toString();
    }

    private static void watch(CountDownLatch told) {
        final Thread watching = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // what is written to us means nothing
                        }
                    } catch (IOException gone) {
                        // the same as its end
                        told.countDown();
                        return;
                    }
                    told.countDown();
                },
                "simulator-stdin");
        watching.setDaemon(true);
        watching.start();
    }
}
