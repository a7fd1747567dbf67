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
            // equal by chance, perhaps, to a value from before entries that are still to come
            assertThat(h.available()).isEqualTo(90_000_000);
            h.pass(h.rules.streamGraceNanos());
            assertThat(h.available()).isEqualTo(95_000_000);
            assertThat(h.gate.view(h.usd).inTransit()).isZero();
        }
    }

    private static void quiet(GateHarness h) {
        h.stream.sink().heartbeat(h.usd.id(), h.nowNanos);
        h.pass(10 * MILLI);
    }

    private GateHarness live(Path at) {
        final GateHarness h = new GateHarness(at).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(100_000_000, Snapshot.NO_TIME);
        for (int i = 0; i < 200; i++) {
            quiet(h);
        }
        h.stream.entry(h.usd.id(), "first", LedgerEntry.Kind.OTHER, 100_000_000, 100_000_000, SECOND, "", h.nowNanos);
        h.step();
        return h;
    }

    @Test
    void aReadThatAgreesByChanceDoesNotClearAFillBeforeTheStreamShowsWhatElseItHas() {
        try (GateHarness h = live(directory)) {
            final long r = h.buy.reserve(50, 10, 1);
            assertThat(h.buy.sent(r)).isZero();
            h.buy.fill(r, 1, 10, 10, 50, 0, 0);
            h.step();
            assertThat(h.available()).isEqualTo(95_000_000);
            h.pass(20 * MILLI);
            // a deposit of the fill's amount, and the fill: the venue has 100 again, and the stream is late
            h.snapshot(100_000_000, Snapshot.NO_TIME);
            assertThat(h.available()).isEqualTo(95_000_000);
            h.stream.entry(
                    h.usd.id(), "in", LedgerEntry.Kind.OTHER, 100_000_000, 105_000_000, 2 * SECOND, "", h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(100_000_000);
            h.stream.entry(
                    h.usd.id(),
                    "out",
                    LedgerEntry.Kind.EXECUTION,
                    105_000_000,
                    100_000_000,
                    2 * SECOND + 1,
                    "sym-a",
                    h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(100_000_000);
            assertThat(h.gate.view(h.usd).inTransit()).isZero();
        }
    }

    @Test
    void aReadAfterWhichTheStreamStoodStillClearsWhatItMustContain() {
        try (GateHarness h = live(directory)) {
            final long r = h.buy.reserve(50, 10, 1);
            assertThat(h.buy.sent(r)).isZero();
            h.buy.fill(r, 1, 10, 10, 50, 100_000, 0);
            h.step();
            h.stream.entry(
                    h.usd.id(),
                    "out",
                    LedgerEntry.Kind.EXECUTION,
                    100_000_000,
                    95_000_000,
                    2 * SECOND,
                    "sym-a",
                    h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(94_900_000);
            for (int i = 0; i < 400 && h.gate.view(h.usd).inTransit() != 0; i++) {
                final int asked = h.snapshots.asked;
                quiet(h);
                if (h.snapshots.asked > asked) {
                    h.snapshot(95_000_000, Snapshot.NO_TIME);
                }
            }
            assertThat(h.available()).isEqualTo(95_000_000);
        }
    }

    @Test
    void aTieOfAReplayIsEndedByAReadThatCannotBeOlder() {
        try (GateHarness h = live(directory)) {
            h.stream.entry(
                    h.usd.id(), "a", LedgerEntry.Kind.OTHER, 100_000_000, 90_000_000, 5 * SECOND, "", h.nowNanos);
            h.step();
            h.stream.sink().streamLost(h.usd.id(), "test", h.nowNanos);
            h.stream.opened(h.usd.id(), h.nowNanos);
            // the later of two entries of one time comes first
            h.stream.entry(
                    h.usd.id(), "b", LedgerEntry.Kind.OTHER, 90_000_000, 100_000_000, 5 * SECOND, "", h.nowNanos);
            h.stream.entry(
                    h.usd.id(), "a", LedgerEntry.Kind.OTHER, 100_000_000, 90_000_000, 5 * SECOND, "", h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(90_000_000);
            for (int i = 0; i < 400 && h.available() != 100_000_000; i++) {
                final int asked = h.snapshots.asked;
                quiet(h);
                if (h.snapshots.asked > asked || i == 0) {
                    h.snapshot(100_000_000, Snapshot.NO_TIME);
                }
            }
            assertThat(h.available()).isEqualTo(100_000_000);
        }
    }

    @Test
    void aTieOfAnUnorderedEntryIsReadForUntilAReadCannotBeOlder() {
        try (GateHarness h = new GateHarness(directory).withSnapshots().withStream()) {
            h.stream.opened(h.usd.id(), h.nowNanos);
            h.step();
            h.snapshot(100_000_000, Snapshot.NO_TIME);
            // a deposit whose type the venue does not show, then a withdrawal
            h.stream.entry(
                    h.usd.id(), "a", LedgerEntry.Kind.OTHER, 150_000_000, 140_000_000, 5 * SECOND, "", h.nowNanos);
            h.step();
            assertThat(h.available()).isEqualTo(100_000_000);
            int reads = 0;
            for (int i = 0; i < 400 && h.available() != 140_000_000; i++) {
                final int asked = h.snapshots.asked;
                quiet(h);
                if (h.snapshots.asked > asked || i == 0) {
                    reads++;
                    h.snapshot(140_000_000, Snapshot.NO_TIME);
                }
            }
            assertThat(h.available()).isEqualTo(140_000_000);
            assertThat(reads).isGreaterThan(1);
        }
    }
}
