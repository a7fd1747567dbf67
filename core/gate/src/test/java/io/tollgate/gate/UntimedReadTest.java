package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that say no time of their own, beside a stream: nothing tells which entries they contain. */
@org.jspecify.annotations.NullUnmarked
class UntimedReadTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    @Test
    void aColdStartKeepsFillsThatTheStreamHasNotShown() {
        try (GateHarness h = new GateHarness(directory).withSnapshots().withStream()) {
            h.stream.opened(h.usd.id(), h.nowNanos);
            h.step();
            h.snapshot(100_000_000, Snapshot.NO_TIME);
            final long r = h.buy.reserve(50, 10, 1);
            assertThat(h.buy.sent(r)).isZero();
            h.buy.fill(r, 1, 10, 10, 50, 0, 0);
            h.step();
            assertThat(h.available()).isEqualTo(95_000_000);
            // nothing was applied yet that could be resumed from: cold again, with an entry from before the fill
            h.stream.opened(h.usd.id(), h.nowNanos);
            h.stream.entry(
                    h.usd.id(), "e-0", LedgerEntry.Kind.OTHER, 100_000_000, 100_000_000, 2 * SECOND, "", h.nowNanos);
            h.pass(20 * MILLI);
            h.snapshot(95_000_000, Snapshot.NO_TIME);
            // nothing says whether the read or the entry is newer: the fill stays in transit beside the lower of both
            assertThat(h.available()).isEqualTo(90_000_000);
            h.stream.entry(
                    h.usd.id(),
                    "e-1",
                    LedgerEntry.Kind.EXECUTION,
                    100_000_000,
                    95_000_000,
                    3 * SECOND,
                    "sym-a",
                    h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(90_000_000);
            // asked for after both
            h.pass(20 * MILLI);
            h.snapshot(95_000_000, Snapshot.NO_TIME);
            assertThat(h.available()).isEqualTo(95_000_000);
            assertThat(h.gate.view(h.usd).inTransit()).isZero();
        }
    }
}
