package io.tollgate.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run of every jcstress test: a forbidden outcome, or a test without a sample, fails the build. */
class QuickStressTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(900)
    void nothingForbiddenIsSeen() throws Exception {
        final String told = run("-m", "quick");
        assertThat(told).contains("forbidden=0 failures=0");
        System.out.println(told.lines().reduce("", (before, line) -> line));
    }

    /** The run must be able to fail: a test that no gate could pass is told as such. */
    @Test
    @Timeout(120)
    void anUnknownTestIsAnError() throws Exception {
        assertThat(start("-m", "quick", "-t", "NoSuchTest")).isEqualTo(2);
    }

    private String run(String... options) throws Exception {
        final int status = start(options);
        final String told = Files.readString(directory.resolve("out"), StandardCharsets.UTF_8);
        assertThat(status).as(told).isZero();
        return told;
    }

    private int start(String... options) throws Exception {
        final List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StressMain.class.getName()));
        command.addAll(List.of(options));
        final Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        try {
            assertThat(process.waitFor(850, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }
}
