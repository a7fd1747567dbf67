package io.tollgate.gate;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A router, a venue with its ledger stream and snapshots, and crashes, in random order, against a plain model of the venue's truth.
 *
 * <p>After every step the gate shows no more than the truth leaves, as far as it can know it; once everything is told, exactly that. A
 * failing seed is run again with {@code -Dtollgate.model.seed=N}.
 */
@org.jspecify.annotations.NullUnmarked
class GateModelTest {
    private static final int SEEDS = Integer.getInteger("tollgate.model.seeds", 150);

    @TempDir
    Path directory;

    @Test
    void theGateNeverShowsMoreThanTheTruthLeavesAndInTheEndExactlyThat() {
        final Long only = Long.getLong("tollgate.model.seed");
        final long first = only == null ? 1 : only;
        final long last = only == null ? SEEDS : only;
        for (long seed = first; seed <= last; seed++) {
            try (ModelRun run = new ModelRun(directory.resolve("seed-" + seed), seed)) {
                try {
                    run.all();
                } catch (final RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "seed " + seed + ", step " + run.step + ": run it again with -Dtollgate.model.seed=" + seed
                                    + "\nlast commands: " + String.join("\n  ", run.log),
                            e);
                }
            }
        }
    }
}
