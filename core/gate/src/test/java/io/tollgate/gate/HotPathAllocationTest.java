package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.Snapshot;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane's thread allocates nothing, whatever the gate answers. BookKeeper runs between the measured regions. */
@org.jspecify.annotations.NullUnmarked
class HotPathAllocationTest {
    private static final int BATCH = 2_048;
    private static final int BATCHES = 100;
    private static final int WARM_BATCHES = 10;
    /** What measuring itself may cost over all batches: less than a hundredth of a byte a call. */
    private static final long OVERHEAD_BYTES = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    private final Map<String, Long> bytes = new LinkedHashMap<>();
    private final long[] ids = new long[BATCH];
    private GateHarness h;
    private boolean warm;

    @BeforeEach
    void open() {
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(new BookSizes(4, 16, 32, 2, 2 * BATCH, 4 * BATCH))
                        .withSlots(1 << 14, 1 << 15)
                        .withTombstoneNanos(MILLI))
                .withSnapshots();
        h.journal.off();
        h.snapshot(1_000_000_000_000L, 5);
    }

    @AfterEach
    void close() {
        h.close();
    }

    /** Runs a batch of calls and adds the bytes that this thread allocated meanwhile. */
    private void measure(String name, int expected, LongUnaryOperator call) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        long wrong = 0;
        for (int i = 0; i < BATCH; i++) {
            wrong += call.applyAsLong(i) == expected ? 0 : 1;
        }
        final long used = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(wrong).as("calls of %s not answered by %d", name, expected).isZero();
        if (warm) {
            bytes.merge(name, used, Long::sum);
        }
        h.step();
    }

    private void batches(Runnable batch) {
        for (int i = 0; i < BATCHES + WARM_BATCHES; i++) {
            warm = i >= WARM_BATCHES;
            batch.run();
            h.snapshot(1_000_000_000_000L, 5);
        }
        assertThat(bytes).isNotEmpty().allSatisfy((name, used) -> assertThat(used)
                .as("bytes allocated by %d calls of %s", BATCH * BATCHES, name)
                .isLessThanOrEqualTo(OVERHEAD_BYTES));
    }

    @Test
    void checksAndRefusals() {
        final LongUnaryOperator huge = i -> h.buy.canAfford(99, 1_000_000_000_000L + i);
        final LongUnaryOperator hugeReserve = i -> -h.buy.reserve(99, 1_000_000_000_000L + i, i);
        final Line ticks = h.lane.bind(h.usd, GateHarness.buySpec("sym-ticks").withSteps(5, 1));
        batches(() -> {
            measure("canAfford approved", 0, i -> h.buy.canAfford(50, 1 + (i & 7)));
            measure("canAfford with a time", 0, i -> h.buy.canAfford(50, 1, h.nowNanos));
            measure("canAfford without funds", Decision.INSUFFICIENT_FUNDS.code(), huge);
            measure("canAfford invalid price", Decision.INVALID_PRICE.code(), i -> h.buy.canAfford(100 + i, 1));
            measure("canAfford off the tick", Decision.PRICE_OFF_TICK.code(), i -> ticks.canAfford(51, 1));
            measure("canAfford on the tick", 0, i -> ticks.canAfford(50, 1));
            measure("canAfford invalid size", Decision.INVALID_SIZE.code(), i -> h.buy.canAfford(50, -i));
            measure("canAfford overflow", Decision.OVERFLOW.code(), i -> h.buy.canAfford(50, Long.MAX_VALUE - i));
            measure("reserve without funds", Decision.INSUFFICIENT_FUNDS.code(), hugeReserve);
            measure("maxAffordable", 0, i -> h.buy.maxAffordable(50) > 0 ? 0 : 1);
            h.gate.halt();
            measure("canAfford halted", Decision.HALTED.code(), i -> h.buy.canAfford(50, 1));
            measure("reserve halted", Decision.HALTED.code(), i -> -h.buy.reserve(50, 1, i));
            h.gate.resume();
        });
    }

    @Test
    void aClosedBalanceAndAFullRing() {
        batches(() -> {
            h.pass(1_001 * MILLI);
            measure("canAfford closed", Decision.STALE.code(), i -> h.buy.canAfford(50, 1));
            measure("reserve closed", Decision.STALE.code(), i -> -h.buy.reserve(50, 1, i));
            h.snapshot(1_000_000_000_000L, 5);
            for (int i = 0; i < 1 << 14; i++) {
                h.buy.canAfford(1, 1);
            }
            measure("canAfford with a full ring", Decision.JOURNAL_FULL.code(), i -> h.buy.canAfford(1, 1));
        });
    }

    @Test
    void theLifeOfAnOrder() {
        batches(() -> {
            measure("reserve", 1, i -> (ids[(int) i] = h.buy.reserve(50, 10, i)) > 0 ? 1 : 0);
            measure("sent", 0, i -> h.buy.sent(ids[(int) i]));
            measure("sent twice", FactResult.NOT_SENDABLE.code(), i -> h.buy.sent(ids[(int) i]));
            measure("acked", 0, i -> h.buy.acked(ids[(int) i]));
            measure("amend", 0, i -> h.buy.amend(ids[(int) i], 60, 11));
            measure("amend in flight", Decision.AMEND_PENDING.code(), i -> h.buy.amend(ids[(int) i], 60, 12));
            measure("amendAccepted", 0, i -> h.lane.amendAccepted(ids[(int) i]));
            measure("fill", 0, i -> h.buy.fill(ids[(int) i], i, 4, 4, 55, 100, 0));
            measure("bust", 0, i -> h.buy.bust(ids[(int) i], i));
            measure("release", 0, i -> h.buy.release(ids[(int) i], 0, ReleaseReason.CANCELLED));
            measure("unknown reservation", FactResult.UNKNOWN_RESERVATION.code(), i -> h.buy.acked(-1 - i));
            for (int i = 0; i < BATCH / 256 + 1; i++) {
                h.pass(MILLI);
            }
            h.snapshot(1_000_000_000_000L, 5);
        });
    }

    @Test
    void ordersThatTwoLimitsMustCover() {
        final Balance allowance = h.gate.register(
                BalanceSpec.allowance(h.usd.venue(), h.usd.account(), h.usd.asset(), "0xe111", 6, h.rules));
        final JointLine joint = h.lane.bindJoint(GateHarness.buySpec("sym-a"), h.usd, allowance);
        batches(() -> {
            h.snapshots
                    .sink()
                    .snapshot(
                            allowance.id(),
                            new Snapshot(
                                    500_000_000_000L, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, h.nowNanos, h.nowNanos));
            h.step();
            measure("joint canAfford", 0, i -> joint.canAfford(50, 10));
            measure("joint reserve", 1, i -> (ids[(int) i] = joint.reserve(50, 10, i)) > 0 ? 1 : 0);
            measure("joint sent", 0, i -> h.lane.sent(ids[(int) i]));
            measure("joint amend", 0, i -> joint.amend(ids[(int) i], 60, 11));
            measure("joint release", 0, i -> h.lane.release(ids[(int) i], 0, ReleaseReason.CANCELLED));
            // two rows an order
            for (int i = 0; i < 2 * BATCH / 256 + 4; i++) {
                h.pass(MILLI);
            }
            h.snapshot(1_000_000_000_000L, 5);
        });
    }
}
