package io.tollgate.gatekeeper.crash;

import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM with a gate in it. Threading: the parent's main thread, beside a thread that reads what the child says and one that kills it
 * in time.
 */
final class GateProcess implements AutoCloseable {
    private static final int LOG_TAIL = 3_000;
    private static final List<String> MEMORY = List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    /** Nothing more will be heard. */
    static final Frame END = new Frame(Word.CLOSED);

    private final Process process;
    private final Pipe pipe;
    private final Path log;
    private final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService killer;
    private volatile boolean killed;
    private long unheard;

    private GateProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.pipe = new Pipe(process.getInputStream(), process.getOutputStream());
        this.killer = Executors.newSingleThreadScheduledExecutor(GateProcess::daemon);
        daemon(this::listen).start();
    }

    private static Thread daemon(Runnable work) {
        final Thread thread = new Thread(work, "crash-test-child");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a gate with this JVM's class path and its flags for modules.
     *
     * @param log what the child says for people is appended to it
     * @throws CrashTestException if it cannot be started
     */
    static GateProcess start(Path state, Path log, List<String> flags, int session, long seed) {
        final List<String> command =
                command(flags, List.of(state.toString(), Integer.toString(session), Long.toString(seed)));
        try {
            return new GateProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                            .start(),
                    log);
        } catch (final IOException e) {
            throw new CrashTestException("a JVM must be startable: " + command.get(0) + " (" + e + ")", e);
        }
    }

    /** A command line for {@link CrashGate}. */
    static List<String> command(List<String> flags, List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--") || flag.equals("-ea") || flag.startsWith("-Dchronicle.")) {
                command.add(flag);
            }
        }
        command.addAll(MEMORY);
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CrashGate.class.getName());
        command.addAll(arguments);
        return command;
    }

    private void listen() {
        try {
            for (Frame frame = pipe.receive(); frame != null; frame = pipe.receive()) {
                heard.add(frame);
            }
        } catch (final IOException e) {
            // the pipe of a killed process ends in either way
            heard.add(END);
            return;
        }
        heard.add(END);
    }

    /** What was heard, {@link #END} at last; null if nothing came in time. */
    @Nullable
    Frame hear(long nanos) {
        try {
            return heard.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("the crash test was interrupted", e);
        }
    }

    /** Says something; what a dead child does not hear is gone. */
    void say(Word word, long... values) {
        try {
            pipe.send(word, values);
        } catch (final IOException e) {
            // its end is noticed by who listens
            unheard++;
        }
    }

    /** SIGKILL, to this process alone. By its handle: the process itself would close the pipe, with what it has told in it. */
    void kill() {
        killed = true;
        if (!process.toHandle().destroyForcibly() && process.isAlive()) {
            throw new CrashTestException("a child must be killable: pid=" + process.pid());
        }
    }

    /** Words that met a dead child. */
    long unheard() {
        return unheard;
    }

    void killIn(long nanos) {
        final var unused = killer.schedule(this::kill, nanos, TimeUnit.NANOSECONDS);
    }

    boolean wasKilled() {
        return killed;
    }

    /** Waits for its end. Returns its exit status. */
    int status() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new CrashTestException("a child that was killed must end: pid=" + process.pid());
            }
            return process.exitValue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("the crash test was interrupted", e);
        }
    }

    /** The end of what the children said for people. */
    String logTail() {
        try {
            final String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - LOG_TAIL)).strip();
        } catch (final IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }

    @Override
    public void close() {
        killer.shutdownNow();
        if (process.isAlive()) {
            kill();
        }
    }
}
