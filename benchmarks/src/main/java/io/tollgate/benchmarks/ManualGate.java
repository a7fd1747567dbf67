package io.tollgate.benchmarks;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Gate;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.GateHost;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gate without threads: BookKeeper runs when {@link #step} is called, on a clock that only {@code step} moves, and the readers of the
 * rings advance when told to. The gate and its mapped files are the real ones.
 *
 * <p>Threading: one thread at a time, apart from the lanes.
 */
final class ManualGate implements AutoCloseable {
    private static final long STEP_NANOS = 2_000_000;
    static final BookSizes SIZES = new BookSizes(4, 16, 32, 2, 16_384, 1024);
    private static final BalanceRules RULES = BalanceRules.CAREFUL
            .withStaleAfterNanos(3_600_000_000_000L)
            .withVenueLagNanos(0)
            .withVisibleAfterNanos(0);

    private final List<Ring> rings = new ArrayList<>();
    private final Gate gate;
    private final Balance balance;
    private final StillFeed feed = new StillFeed();
    private long nowNanos = 1_000_000_000_000_000_000L;

    ManualGate(Path directory) {
        // tombstones end after one step, so that rows come back; rings have their default length
        final GateConfig config = GateConfig.at(directory).withSizes(SIZES).withTombstoneNanos(STEP_NANOS / 2);
        this.gate = Gate.open(config, () -> nowNanos, () -> nowNanos, 1, new Host());
        this.balance = gate.register(BalanceSpec.careful("bench", "account", "USD", Workload.ASSET_SCALE, RULES));
        gate.attach(balance, feed);
        tellFunds();
    }

    /** The venue says again what is in the balance: without it the balance would be stale an hour of steps later. */
    void tellFunds() {
        feed.sink()
                .snapshot(
                        balance.id(),
                        new Snapshot(Workload.FUNDS, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, nowNanos, nowNanos));
        step();
    }

    /** One cycle of BookKeeper, a moment later, and its own ring emptied. */
    void step() {
        nowNanos += STEP_NANOS;
        gate.bookKeeper().doWork();
        skipJournal(rings.get(0));
    }

    /** Steps until the lane's records are taken and it has {@code rows} free rows. */
    void stepUntilFree(Ring ring, int rows) {
        skipJournal(ring);
        for (int i = 0; i < 10_000; i++) {
            step();
            if (ring.keeperReader().next() == ring.producer().sequence()
                    && ring.freeRows().available() >= rows) {
                return;
            }
        }
        throw new IllegalStateException("BookKeeper must free rows within 10,000 cycles: free="
                + ring.freeRows().available() + " wanted=" + rows);
    }

    /** Journaler's reader goes to the end of a ring without reading. */
    static void skipJournal(Ring ring) {
        ring.journalReader().skipTo(ring.producer().sequence());
    }

    /** Both readers of a lane's ring go to its end without reading: for records that BookKeeper ignores, such as checks. */
    static void skipAll(Ring ring) {
        skipJournal(ring);
        ring.keeperReader().skipTo(ring.producer().sequence());
    }

    /** An operator sets everything aside. */
    void encumber() {
        gate.encumber(balance, Workload.FUNDS, "bench", "test");
    }

    Lane lane(String name) {
        return gate.lane(name);
    }

    Line bind(Lane lane, LineSpec spec) {
        return lane.bind(balance, spec);
    }

    /** The lane's ring. */
    Ring ring(Lane lane) {
        return rings.get(lane.laneId());
    }

    Gate gate() {
        return gate;
    }

    Balance balance() {
        return balance;
    }

    @Override
    public void close() {
        gate.close();
    }

    /** Keeps the rings by number: BookKeeper's is 0, and lanes are made in order. */
    private final class Host implements GateHost {
        @Override
        public void onRing(Ring ring) {
            if (ring.ringId() != rings.size()) {
                throw new IllegalStateException("rings must come in the order of their numbers: ring=" + ring.ringId());
            }
            rings.add(ring);
        }

        @Override
        public void beforeRecovery() {
            rings.forEach(ManualGate::skipJournal);
        }

        @Override
        public void whileWaiting(Gate waitedFor) {
            waitedFor.bookKeeper().doWork();
        }
    }
}
