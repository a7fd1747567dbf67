package io.tollgate.simulator;

import io.tollgate.simulator.money.Micros;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process of its own. Ends by itself when no client has been there for a time. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = "A Polymarket US venue on loopback, for tests of order routers.",
        usageHelpAutoWidth = true)
public final class SimulatorMain implements Callable<Integer> {
    /** Exit status: the directory belongs to another simulator. */
    static final int DIRECTORY_IN_USE = 3;

    private static final int REFUSED = 2;
    private static final long LOOK_MILLIS = 200;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "Keeps truth, credentials and simulator.json there.")
    private @Nullable Path directory;

    @Option(
            names = "--idle-exit-seconds",
            defaultValue = "60",
            description = "Ends after so long without a client; 0: never. Default: ${DEFAULT-VALUE}.")
    private long idleExitSeconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the simulated market. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--balance",
            defaultValue = "10000",
            paramLabel = "DOLLARS",
            description = "Cash at the very beginning. Default: ${DEFAULT-VALUE}.")
    private String balance = "10000";

    @Option(
            names = "--funds",
            defaultValue = "ACCOUNT",
            description = "What open orders are summed over: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FundsMode fundsMode = FundsMode.ACCOUNT;

    @Option(names = "--grpc-port", defaultValue = "0", description = "0: a free one.")
    private int grpcPort;

    @Option(names = "--http-port", defaultValue = "0", description = "0: a free one.")
    private int httpPort;

    @Option(
            names = "--heartbeat-ms",
            defaultValue = "5000",
            description = "Period of heartbeats. Default: ${DEFAULT-VALUE}.")
    private long heartbeatMillis;

    @Option(
            names = "--instrument",
            paramLabel = "SYMBOL[:PRICESCALE:QUANTITYSCALE:TICK]",
            description = "May be repeated. Default: four instruments, scales 1000 and 100, tick 1.")
    private List<String> instruments = new ArrayList<>();

    @Option(
            names = "--behaviour",
            paramLabel = "NAME=VALUE",
            description = "A value of the simulated market, for instance rejected=50. May be repeated.")
    private Map<String, Integer> behaviour = new LinkedHashMap<>();

    private final PrintStream out;
    private final PrintStream err;

    SimulatorMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs until idle or told to end. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulatorMain(System.out, System.err)).execute(arguments));
    }

    @Override
    public Integer call() {
        VenueSimulator simulator;
        try {
            simulator = VenueSimulator.start(config());
        } catch (SimulatorException.DirectoryInUse taken) {
            err.println("simulator: " + taken.getMessage());
            return DIRECTORY_IN_USE;
        } catch (SimulatorException | IllegalArgumentException refused) {
            err.println("simulator: " + refused.getMessage());
            return REFUSED;
        }
        CountDownLatch told = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    told.countDown();
                    simulator.close();
                },
                "simulator-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        VenueEndpoints endpoints = simulator.endpoints();
        out.println("simulator: ready pid=" + ProcessHandle.current().pid() + " grpcPort=" + endpoints.grpcPort()
                + " httpPort=" + endpoints.httpPort() + " dir=" + directory);
        awaitEnd(simulator, told);
        simulator.close();
        return 0;
    }

    private void awaitEnd(VenueSimulator simulator, CountDownLatch told) {
        IdleWatch idle = new IdleWatch(
                TimeUnit.SECONDS.toNanos(idleExitSeconds),
                System::nanoTime,
                simulator::connections,
                simulator::lastRequestNanos);
        try {
            while (!told.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (idleExitSeconds > 0 && idle.expired()) {
                    out.println("simulator: no client for " + idleExitSeconds + " s, ending");
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SimulatorConfig config() {
        Path dir = directory;
        if (dir == null) {
            throw new IllegalArgumentException("--dir is required");
        }
        SimulatorConfig.Builder builder = SimulatorConfig.builder()
                .directory(dir)
                .seed(seed)
                .initialBalanceMicros(Micros.parse(balance))
                .fundsMode(fundsMode)
                .ports(grpcPort, httpPort)
                .heartbeatMillis(heartbeatMillis)
                .behaviour(MarketBehaviour.LIVELY.with(behaviour));
        if (!instruments.isEmpty()) {
            builder.instruments(
                    instruments.stream().map(SimulatorMain::instrument).toList());
        }
        return builder.build();
    }

    private static InstrumentSpec instrument(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 1) {
            return InstrumentSpec.of(parts[0]);
        }
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "an instrument is SYMBOL or SYMBOL:PRICESCALE:QUANTITYSCALE:TICK: instrument=" + text);
        }
        return new InstrumentSpec(
                parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
