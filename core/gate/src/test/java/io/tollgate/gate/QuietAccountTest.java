package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account on which nothing happens: the stream has heartbeats alone, which do not vouch for ever. */
@NullUnmarked
class QuietAccountTest {
    private static final long MILLI = GateHarness.MILLI;
    private static final long SECOND = 1_000 * MILLI;

    @TempDir
    Path directory;

    private GateHarness open(long vouchNanos) {
        final GateHarness h = new GateHarness(
                GateConfig.at(directory).withSizes(GateHarness.SMALL).withSlots(64, 256),
                GateHarness.RULES.withHeartbeatVouchNanos(vouchNanos));
        h.withStream().withSnapshots();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(5_000_000, 1_000);
        h.stream.entry(h.usd.id(), "e1", LedgerEntry.Kind.OTHER, 5_000_000, 7_000_000, 2_000, "", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(7_000_000);
        h.snapshots.asked = 0;
        return h;
    }

    @Test
    void isReadBeforeHeartbeatsVouchNoMoreAndNotEarlier() {
        try (GateHarness h = open(10 * SECOND)) {
            for (int tenth = 0; tenth < 600; tenth++) {
                h.nowNanos += 100 * MILLI;
                h.stream.sink().heartbeat(h.usd.id(), h.nowNanos);
                h.step();
                if (h.snapshots.asked > 0) {
                    h.snapshots.asked = 0;
                    h.snapshot(7_000_000, 2_000);
                }
                assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
                assertThat(h.available()).isEqualTo(7_000_000);
            }
        }
    }

    @Test
    void isNotReadWhileHeartbeatsVouch() {
        try (GateHarness h = open(10 * SECOND)) {
            for (int tenth = 0; tenth < 100; tenth++) {
                h.nowNanos += 100 * MILLI;
                h.stream.sink().heartbeat(h.usd.id(), h.nowNanos);
                h.step();
            }
            assertThat(h.snapshots.asked).isZero();
        }
    }

    @Test
    void isReadWhereNothingVouchesAndClosesWithoutAnAnswer() {
        try (GateHarness h = open(0)) {
            h.pass(600 * MILLI);
            assertThat(h.snapshots.asked).isPositive();
            assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
            h.pass(600 * MILLI);
            assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.STALE);
            h.snapshot(7_000_000, 2_000);
            assertThat(h.available()).isEqualTo(7_000_000);
        }
    }
}
