package io.tollgate.gatekeeper;

import io.tollgate.simulator.SimulatorMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code tollgate simulator}: the venue as a process of its own. The simulator's own command line reads the arguments. */
@Command(
        name = "simulator",
        description = "Runs the simulated venue alone, for tests of order routers; --help shows its options.")
public final class SimulatorCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    /** Made by picocli. */
    public SimulatorCommand() {}

    @Override
    public Integer call() {
        SimulatorMain.main(arguments.toArray(new String[0]));
        return 0;
    }
}
