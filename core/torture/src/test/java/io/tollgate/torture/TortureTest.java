package io.tollgate.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short torture; {@code ./tollgate torture} is the long one. */
@org.jspecify.annotations.NullUnmarked
class TortureTest {
    private static final long SEEDS = Long.getLong("tollgate.torture.seeds", 60);

    @TempDir
    Path directory;

    @Test
    void theGateSurvivesAndStaysExact() {
        final AtomicLong failed = new AtomicLong(-1);
        final StringBuilder text = new StringBuilder();
        final Totals totals = new Torture(Torture.fastDirectory())
                .run(Long.getLong("tollgate.torture.seed", 1), SEEDS, 2, () -> true, outcome -> {
                    if (outcome.violation() != null) {
                        failed.set(outcome.seed());
                        text.append("seed ")
                                .append(outcome.seed())
                                .append(": ")
                                .append(outcome.violation().getMessage())
                                .append("\n  ")
                                .append(String.join("\n  ", outcome.trace()))
                                .append("\nrun it again with ./tollgate torture --seed ")
                                .append(outcome.seed())
                                .append(" --seeds 1\n");
                        if (outcome.violation().getCause() != null) {
                            outcome.violation().getCause().printStackTrace();
                        }
                    }
                });
        System.out.println(totals.line());
        assertThat(totals.good()).as(text.toString()).isTrue();
        assertThat(totals.crashes()).isGreaterThan(SEEDS * 3);
    }

    @Test
    void aSeedAlwaysGivesTheSameRun() {
        final Torture torture = new Torture(Torture.fastDirectory());
        for (long seed = 1; seed < 6; seed++) {
            assertThat(torture.run(seed).hash()).isEqualTo(torture.run(seed).hash());
        }
    }
}
