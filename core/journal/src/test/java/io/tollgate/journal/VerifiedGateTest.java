package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.Gatekeeper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real gate under several threads, whose journal must verify whatever they did: a false alarm of verification would show here. */
class VerifiedGateTest {
    private static final int OPERATIONS = 15_000;
    private static final int KILLS = 3;
    private static final int STEPS_BEFORE_KILL = 10;

    @TempDir
    private Path state;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverLanesDoVerifies(boolean shadow) {
        final AtomicLong calls = new AtomicLong();
        for (int session = 0; session < 2; session++) {
            try (Gatekeeper keeper = Gatekeeper.launch(Traders.config(state, shadow))) {
                Traders.run(keeper, calls, session * 100L, OPERATIONS, () -> {});
                assertThat(keeper.failure()).isNull();
            }
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.mismatches()).isZero();
        assertThat(report.verified()).isEqualTo(report.decisions());
        assertThat(report.decisions() + report.unrecorded()).isEqualTo(calls.get());
        assertThat(report.approved()).isPositive();
        assertThat(report.refusedFunds()).isPositive();
        assertThat(report.ofType("Amend")).isPositive();
        assertThat(report.ofType("Expire")).isPositive();
        assertThat(report.sessions()).hasSize(2).allMatch(s -> s.shadow() == shadow && s.decisions() > 1_000);
    }

    @Test
    void aGateThatWasKilledAgainAndAgainVerifiesOnceItRanToAnEnd() throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            killInTheMiddle(kill);
        }
        final AtomicLong calls = new AtomicLong();
        final Gatekeeper last;
        try (Gatekeeper keeper = Gatekeeper.launch(Traders.config(state, false))) {
            Traders.run(keeper, calls, KILLS, OPERATIONS, () -> {});
            assertThat(keeper.failure()).isNull();
            last = keeper;
        }
        assertThat(last.failure()).isNull();
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.sessions()).hasSize(KILLS + 1);
        final VerificationReport.Session session = report.sessions().get(KILLS);
        assertThat(session.decisions() + session.unrecorded()).isEqualTo(calls.get());
    }

    private void killInTheMiddle(int seed) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent"))
                .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Traders.class.getName()));
        command.addAll(List.of(state.toString(), Integer.toString(seed)));
        final Process process = new ProcessBuilder(command)
                .redirectError(state.resolve("killed.err").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int step = 0; step < STEPS_BEFORE_KILL + seed; step++) {
                final String line = out.readLine();
                assertThat(line)
                        .as(() -> "the gate runs until it is killed: " + errors())
                        .isEqualTo("step");
            }
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private String errors() {
        try {
            return Files.readString(state.resolve("killed.err"));
        } catch (final IOException e) {
            return e.toString();
        }
    }
}
