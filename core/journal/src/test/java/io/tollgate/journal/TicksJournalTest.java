package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Decision;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line's tick and size step: in the journal, in what verification recomputes, and known after a restart. */
class TicksJournalTest {
    private static final LineSpec SPEC = new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.none()).withSteps(5, 10);

    @TempDir
    private Path state;

    private final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);

    private SteppedGate open() {
        return new SteppedGate(state, clock, new AtomicLong(Long.MAX_VALUE), JournalerOptions.defaults());
    }

    private static Line ticks(SteppedGate gate) {
        return gate.line.lane().bind(gate.balance, SPEC);
    }

    @Test
    void refusalsOffTheStepVerifyAndARestartKnowsTheLine() {
        final int lineId;
        try (SteppedGate gate = open()) {
            final Line ticks = ticks(gate);
            lineId = ticks.lineId();
            assertThat(lineId).isNotEqualTo(gate.line.lineId());
            assertThat(Decision.ofReservation(ticks.reserve(52, 10, 1))).isEqualTo(Decision.PRICE_OFF_TICK);
            assertThat(Decision.of(ticks.canAfford(50, 11))).isEqualTo(Decision.SIZE_OFF_STEP);
            final long r = ticks.reserve(50, 20, 2);
            assertThat(ticks.sent(r)).isZero();
            assertThat(Decision.of(ticks.amend(r, 52, 30))).isEqualTo(Decision.PRICE_OFF_TICK);
            assertThat(Decision.of(ticks.amend(r, 55, 25))).isEqualTo(Decision.SIZE_OFF_STEP);
            assertThat(Decision.of(ticks.amend(r, 55, 30))).isEqualTo(Decision.APPROVED);
            gate.stepAll();
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.mismatches()).isZero();
        assertThat(report.verified()).isEqualTo(report.decisions()).isEqualTo(6);
        try (SteppedGate gate = open()) {
            final Line ticks = ticks(gate);
            assertThat(ticks.lineId()).isEqualTo(lineId);
            assertThat(Decision.of(ticks.canAfford(51, 10))).isEqualTo(Decision.PRICE_OFF_TICK);
            gate.stepAll();
        }
        assertThat(JournalVerifier.verify(state).examples()).isEmpty();
    }
}
