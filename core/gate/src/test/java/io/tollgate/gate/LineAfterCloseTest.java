package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines read mapped words by their addresses: used after the close, they must say so and not touch memory that is gone. */
class LineAfterCloseTest {
    @TempDir
    Path directory;

    @Test
    void everyDecisionOfAClosedGateIsAnErrorThatSaysWhy() {
        final Line line;
        try (GateHarness h = new GateHarness(directory).withSnapshots()) {
            h.snapshot(10_000_000, 1);
            line = h.buy;
            assertThat(line.preview(50, 1)).isZero();
        }
        closed(() -> line.canAfford(50, 1));
        closed(() -> line.canAfford(0, 1));
        closed(() -> line.preview(50, 1));
        closed(() -> line.reserve(50, 1, 1));
        closed(() -> line.reserve(50, -1, 1));
        closed(() -> line.amend(1, 50, 1));
        closed(() -> line.maxAffordable(50));
    }

    private static void closed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void aPreviewSaysWhatACheckWouldAndRecordsNothing() {
        try (GateHarness h = new GateHarness(directory)) {
            assertThat(Decision.of(h.buy.preview(50, 1))).isEqualTo(Decision.UNKNOWN_BALANCE);
            h.withSnapshots().snapshot(10_000_000, 1);
            final long before = h.rings.get(1).producer().sequence();
            assertThat(Decision.of(h.buy.preview(50, 20))).isEqualTo(Decision.APPROVED);
            assertThat(Decision.of(h.buy.preview(50, 21))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
            assertThat(Decision.of(h.buy.preview(0, 21))).isEqualTo(Decision.INVALID_PRICE);
            assertThat(Decision.of(h.buy.preview(50, 0))).isEqualTo(Decision.INVALID_SIZE);
            assertThat(h.rings.get(1).producer().sequence()).isEqualTo(before);
        }
    }
}
