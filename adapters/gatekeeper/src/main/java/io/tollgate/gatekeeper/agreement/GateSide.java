package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real gate whose agents the scheduler runs: BookKeeper in cycles of simulated time, and in Journaler's place one that empties the rings. */
final class GateSide implements AutoCloseable {
    private static final BookSizes SIZES = new BookSizes(64, 256, 512, 1, 512, 2_048);
    private static final long TOMBSTONE_NANOS = 5 * Delays.SECOND;
    private static final long TICK_NANOS = 100 * Delays.MILLI;

    private final List<Ring> rings = new ArrayList<>();
    private final Events events;
    private final Gate gate;
    private final Lane lane;
    private boolean cycleIsDue;
    private boolean closed;

    GateSide(Path directory, SimulatedTime time, Events events) {
        this.events = events;
        this.gate = Gate.open(
                GateConfig.at(directory)
                        .withSizes(SIZES)
                        .withSlots(16_384, 16_384)
                        .withTombstoneNanos(TOMBSTONE_NANOS),
                time,
                time::epochNanos,
                1,
                new Host());
        this.lane = gate.lane("router");
        tick();
    }

    Gate gate() {
        return gate;
    }

    Lane lane() {
        return lane;
    }

    /** BookKeeper goes round by itself, for what only time brings. */
    private void tick() {
        if (!closed) {
            cycle();
            events.after(TICK_NANOS, this::tick);
        }
    }

    /** Something was told: BookKeeper comes to it soon. */
    void told(long withinNanos) {
        if (!cycleIsDue) {
            cycleIsDue = true;
            events.after(withinNanos, () -> {
                cycleIsDue = false;
                cycle();
            });
        }
    }

    private void cycle() {
        // what one cycle leaves, the next one takes: there is no other thread to wait for
        for (int i = 0; i < 100 && gate.bookKeeper().doWork() > 0; i++) {
            drain();
        }
        drain();
    }

    private void drain() {
        for (final Ring ring : rings) {
            ring.journalReader().skipTo(ring.producer().sequence());
        }
    }

    @Override
    public void close() {
        closed = true;
        gate.close();
    }

    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            rings.add(ring);
        }

        @Override
        public void beforeRecovery() {
            drain();
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            waitedFor.bookKeeper().doWork();
            drain();
        }
    }
}
