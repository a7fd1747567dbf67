package io.tollgate.gatekeeper.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The classes of a gate's process, read and checked once: a JVM that maps them starts with half the work, and runs the same code. Without
 * it the test only takes longer.
 */
final class ClassArchive {
    private static final String FILE = "gate.jsa";
    private static final int MOST_SECONDS = 120;
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private ClassArchive() {}

    /**
     * Lets a gate be opened and closed once on a directory of its own.
     *
     * @return flags for JVMs that are to use what it loaded; none if there is no archive
     */
    static List<String> make(Path folder, Path log) {
        if (!isOfJars(System.getProperty("java.class.path"))) {
            return List.of();
        }
        final Path archive = folder.resolve(FILE);
        final List<String> command = GateProcess.command(
                List.of(QUIET.get(0), QUIET.get(1), "-XX:ArchiveClassesAtExit=" + archive),
                List.of(folder.resolve("rehearsal").toString(), Integer.toString(CrashGate.REHEARSAL), "0"));
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            return process.exitValue() == 0 && Files.exists(archive)
                    ? List.of(QUIET.get(0), QUIET.get(1), "-XX:SharedArchiveFile=" + archive)
                    : List.of();
        } catch (final IOException e) {
            throw new CrashTestException("a JVM must be startable: " + command.get(0) + " (" + e + ")", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("the crash test was interrupted", e);
        }
    }

    /** The JVM keeps classes from jars only. */
    private static boolean isOfJars(String classPath) {
        for (final String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!entry.endsWith(".jar")) {
                return false;
            }
        }
        return true;
    }
}
