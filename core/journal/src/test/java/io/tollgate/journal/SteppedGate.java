package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A whole gate on one thread: BookKeeper, Journaler and watchdog take a step when they are told to, on a clock and a disk that the test
 * moves. Files and queue are real.
 */
final class SteppedGate implements GateHost, AutoCloseable {
    static final long PRICE = 50;
    static final long SIZE = 100;
    static final int LANE_SLOTS = 128;

    private static final long MONEY = 1_000_000_000_000L;

    final Journaler journaler;
    final Gate gate;
    final Balance balance;
    final Line line;
    private final AtomicLong nanos;
    private @Nullable FeedSink sink;
    private int balanceId;

    /** @param epochNanos the clock: moved by each step, and by the test */
    SteppedGate(Path state, AtomicLong epochNanos, AtomicLong usable, JournalerOptions options) {
        this.nanos = epochNanos;
        this.journaler = Journaler.open(state.resolve("journal"), epochNanos::get, usable::get, options);
        this.gate = Gate.open(
                GateConfig.at(state)
                        .withSizes(new BookSizes(2, 8, 16, 2, 1024, 1024))
                        .withSlots(LANE_SLOTS, 512)
                        .withTombstoneNanos(1_000_000),
                epochNanos::get,
                epochNanos::get,
                7,
                this);
        this.balance = gate.register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
        gate.attach(balance, new Feed());
        final Lane lane = gate.lane("router");
        this.line = lane.bind(balance, new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.none()));
        read();
        stepAll();
        assertThat(gate.view(balance).limit()).isEqualTo(MONEY);
    }

    /** The account is read: it always has the same. */
    void read() {
        final FeedSink to = sink;
        if (to != null) {
            to.snapshot(
                    balanceId, new Snapshot(MONEY, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, nanos.get(), nanos.get()));
        }
    }

    /** BookKeeper and watchdog, without Journaler: a disk that stands still. */
    void stepWithoutJournaler() {
        nanos.addAndGet(1_000_000);
        gate.bookKeeper().diskLow(journaler.diskLow());
        gate.bookKeeper().doWork();
    }

    void stepAll() {
        stepWithoutJournaler();
        journaler.doWork();
    }

    @Override
    public void onRing(Ring ring) {
        journaler.addRing(ring);
    }

    @Override
    public void beforeRecovery() {
        assertThat(journaler.drainAll()).isTrue();
    }

    @Override
    public void beforeAbandon() {
        journaler.onClose();
    }

    @Override
    public void whileWaiting(Gate waiting) {
        waiting.bookKeeper().doWork();
        journaler.doWork();
        nanos.addAndGet(1_000);
    }

    @Override
    public void close() {
        gate.shut();
        gate.bookKeeper().onClose();
        journaler.onClose();
        gate.close();
    }

    private final class Feed implements BalanceFeed {
        @Override
        public void start(int id, FeedSink where) {
            balanceId = id;
            sink = where;
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {}

        @Override
        public void reopenStream() {}

        @Override
        public void close() {
            sink = null;
        }
    }
}
