package io.tollgate.gatekeeper.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A few real kills: one in recovery, others under load. */
@Tag("crash")
class CrashTestTest {
    private static final int KILLS = 4;
    private static final long SEED = 11;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void closesWithZeros() {
        final CrashTest.Result result = CrashTestCommand.run(
                new CrashOptions(KILLS, Optional.empty(), SEED), new PrintStream(bytes, true, StandardCharsets.UTF_8));

        final String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(result.good()).as(output).isTrue();
        assertThat(result.approvals()).as(output).isPositive();
        assertThat(output.strip().lines().reduce((earlier, later) -> later))
                .get()
                .asString()
                .matches("crash-test: kills=4 approvals=[0-9]+ lost=0 unjournaled=0 double_spent=0"
                        + " slowest_recovery_ms=[0-9]+");
    }
}
