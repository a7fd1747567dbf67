package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Short runs of the whole: venue, feeds, gate, router, journal, audit. */
@Tag("demo")
class DemoTest {
    private static final int SECONDS = 3;
    private static final int ORDERS_PER_SECOND = 300;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Map<String, Long> closes(boolean faults, boolean snapshotsOnly, boolean shadow) {
        final DemoOptions options =
                new DemoOptions(SECONDS, ORDERS_PER_SECOND, 2, Optional.empty(), faults, 7, snapshotsOnly, shadow);
        final int status = DemoCommand.run(
                options, StopSignal.none(), new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        final String output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(status).describedAs(output).isZero();
        final String last =
                output.strip().lines().reduce((earlier, later) -> later).orElseThrow();
        assertThat(last).startsWith("demo: ");
        final Map<String, Long> values = new LinkedHashMap<>();
        for (final String pair : last.substring("demo: ".length()).split(" ", -1)) {
            final String[] parts = pair.split("=", 2);
            values.put(parts[0], Long.parseLong(parts[1]));
        }
        assertThat(values)
                .containsEntry("mismatches", 0L)
                .containsEntry("drift", 0L)
                .containsEntry("lost", 0L)
                .containsEntry("journaled", values.get("decisions"))
                .containsEntry("verified", values.get("decisions"));
        return values;
    }

    @Test
    void closesWithZeros() {
        final Map<String, Long> values = closes(false, false, false);

        assertThat(values.get("venue_rejects")).isZero();
        assertThat(values.get("approved")).isPositive();
        assertThat(values.get("fills")).isPositive();
        assertThat(values.get("cancels")).isPositive();
        assertThat(values.get("withdrawals")).isPositive();
    }

    @Test
    void closesWithZerosOnSnapshotsAlone() {
        final Map<String, Long> values = closes(false, true, false);

        assertThat(values.get("venue_rejects")).isZero();
        assertThat(values.get("fills")).isPositive();
    }

    @Test
    void closesWithZerosInShadowMode() {
        final Map<String, Long> values = closes(false, false, true);

        assertThat(values.get("approved")).isEqualTo(values.get("decisions"));
    }
}
