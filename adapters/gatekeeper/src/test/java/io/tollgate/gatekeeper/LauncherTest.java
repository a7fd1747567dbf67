package io.tollgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path LAUNCHER = ROOT.resolve("tollgate");

    @TempDir
    private Path directory = Path.of("");

    private record Run(int status, String output) {}

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        final Process process = builder.start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tollgate", "adapters/gatekeeper/src/test/scripts/kill-three-times.sh", ".ci/run"})
    void scriptsAreValidPosixShell(String script) throws Exception {
        assertThat(run(Map.of(), "sh", "-n", ROOT.resolve(script).toString())).isEqualTo(new Run(0, ""));
        assertThat(Files.isExecutable(ROOT.resolve(script))).isTrue();
    }

    @Test
    void namesAJavaThatIsTooOld() throws Exception {
        final Path java = directory.resolve("bin").resolve("java");
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        final Path copy = directory.resolve("tollgate");
        Files.copy(LAUNCHER, copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));

        final Run run = run(Map.of("JAVA_HOME", directory.toString()), copy.toString(), "help");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("Java 17 or later is needed", java.toString(), "version 8")
                .doesNotContain("building");
    }

    @Test
    void startsTheJvmWithTheFlagsThatEmbeddersNeed() throws IOException {
        final List<String> lines = Files.readAllLines(LAUNCHER);

        assertThat(lines).anyMatch(line -> line.startsWith("exec \"$java\"") && line.contains("core/jvm.args"));
    }
}
