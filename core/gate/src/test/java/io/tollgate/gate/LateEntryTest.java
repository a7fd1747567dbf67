package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads without a time of the venue, adopted while the stream stood still: what the stream tells later may be older than they are. */
@org.jspecify.annotations.NullUnmarked
class LateEntryTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long venueTime = 1_000_000_000_000L;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(6_000_000, Snapshot.NO_TIME);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void entry(String id, long before, long after) {
        venueTime += 10 * MILLI;
        h.stream.entry(h.usd.id(), id, Kind.EXECUTION, before, after, venueTime, "sym-a", h.nowNanos);
        h.step();
    }

    private void filled(long execId, long size) {
        final long r = h.buy.reserve(50, size, execId);
        assertThat(r).isPositive();
        assertThat(h.buy.sent(r)).isZero();
        h.step();
        h.buy.fill(r, execId, size, size, 50, 0, 0);
        h.step();
    }

    private void read(long amount) {
        h.pass(20 * MILLI);
        h.snapshot(amount, Snapshot.NO_TIME);
        h.pass(120 * MILLI);
    }

    @Test
    void anEntryOlderThanTheAdoptedReadNeitherRaisesTheLedgerNorClearsALaterFill() {
        filled(1, 4);
        assertThat(h.available()).isEqualTo(4_000_000);
        // the venue took 1 without telling, and the stream stands still: the read is adopted
        read(3_000_000);
        read(3_000_000);
        read(3_000_000);
        assertThat(h.available()).isEqualTo(3_000_000);
        filled(2, 4);
        assertThat(h.available()).isEqualTo(1_000_000);
        // only now the entry of the first fill, of the same amount
        entry("e1", 6_000_000, 4_000_000);
        assertThat(h.available()).isEqualTo(1_000_000);
        // one that goes on from the adopted ledger is news, and clears its fill
        entry("e2", 3_000_000, 1_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.available()).isEqualTo(1_000_000);
        // from here on entries are ordered by their time again, chained or not
        entry("e3", 5_000_000, 4_000_000);
        assertThat(h.gate.view(h.usd).ledger()).isEqualTo(4_000_000);
    }
}
