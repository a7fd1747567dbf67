package io.tollgate.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a simulator that outlives its starter: a JVM of its own, with the class path of this one, whose output goes to {@code
 * simulator.log} in its directory.
 */
public final class SimulatorProcess {
    private static final long LOOK_MILLIS = 50;
    private static final Path SHELL = Path.of("/bin/sh");
    private static final String LOG_FILE = "simulator.log";

    private SimulatorProcess() {}

    /**
     * Connects to the simulator of the directory, starting one if none is there.
     *
     * @param jvmArguments for a simulator that has to be started, such as {@code -Xmx256m}
     * @param arguments of {@link SimulatorMain} besides {@code --dir}, for a simulator that has to be started
     * @param patience how long to wait for it to be ready
     * @throws SimulatorException if it does not start; the message holds the end of its output
     */
    public static SimulatorClient connectOrStart(
            Path directory, List<String> jvmArguments, List<String> arguments, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        SimulatorException reason;
        do {
            try {
                return SimulatorClient.connect(directory);
            } catch (SimulatorException notThere) {
                reason = notThere;
            }
            Process process = start(directory, jvmArguments, arguments);
            while (process.isAlive() && System.nanoTime() - deadlineNanos < 0) {
                try {
                    if (Files.exists(SimulatorFile.in(directory))
                            && SimulatorFile.read(directory).pid() == process.pid()) {
                        return SimulatorClient.connect(directory);
                    }
                    process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (SimulatorException notYet) {
                    reason = notYet;
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new SimulatorException("interrupted while starting the simulator", interrupted);
                }
            }
            if (!process.isAlive() && process.exitValue() != SimulatorMain.DIRECTORY_IN_USE) {
                throw new SimulatorException("the simulator did not start: directory=" + directory + " status="
                        + process.exitValue() + " output=" + output(directory));
            }
            // it has lost the directory to one that is just ending, or just starting: look again
        } while (System.nanoTime() - deadlineNanos < 0);
        throw new SimulatorException(
                "the simulator did not start within " + patience.toSeconds() + " s: directory=" + directory + " output="
                        + output(directory),
                reason);
    }

    private static Process start(Path directory, List<String> jvmArguments, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SHELL)) {
            // a terminal sends Ctrl-C to its whole process group: it is for the starter, and ignored signals stay
            // ignored over exec
            command.addAll(List.of(SHELL.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "simulator"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(SimulatorMain.class.getName());
        command.add("--dir");
        command.add(directory.toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(LOG_FILE).toFile())
                    .start();
        } catch (IOException failure) {
            throw new SimulatorException(
                    "cannot start the simulator: directory=" + directory + " cause=" + failure, failure);
        }
    }

    private static String output(Path directory) {
        try {
            String text = Files.readString(directory.resolve(LOG_FILE), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - 2000)).strip();
        } catch (IOException unreadable) {
            return "(unreadable: " + unreadable.getMessage() + ")";
        }
    }
}
