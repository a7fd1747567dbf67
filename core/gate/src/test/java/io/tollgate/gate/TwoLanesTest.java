package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.ring.Ring;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two lanes, BookKeeper and Journaler on threads of their own, all on one balance; each lane brings the facts of the other's orders. */
@org.jspecify.annotations.NullUnmarked
class TwoLanesTest {
    private static final long FUNDS = 50_000_000;
    private static final int ORDERS = 20_000;
    private static final int ROWS = 1_024;
    private static final long RUN_NANOS = 1_500_000_000L;

    private record Order(long id, long price, long size) {}

    @TempDir
    Path directory;

    private final List<Ring> rings = new CopyOnWriteArrayList<>();
    private final TileLog journal = new TileLog();
    private final AtomicBoolean running = new AtomicBoolean(true);
    /** Never more than what is held and spent: grows after an approval, shrinks before its money is given back. */
    private final AtomicLong outstanding = new AtomicLong();

    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong approved = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @Test
    @Timeout(30)
    void everythingAddsUp() throws Exception {
        final GateConfig config = GateConfig.at(directory)
                .withSizes(new BookSizes(2, 4, 4, 2, ROWS, 1 << 16))
                .withSlots(4_096, 16_384)
                .withTombstoneNanos(1_000_000)
                .withReservationTimeoutNanos(60_000_000_000L);
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Gate gate = Gate.open(config, System::nanoTime, new SystemEpochNanoClock(), 1, new Host())) {
            final CountDownLatch stopped = new CountDownLatch(2);
            final Future<?> keeper =
                    threads.submit(() -> agent(stopped, () -> gate.bookKeeper().doWork() > 0));
            final Future<?> journaler = threads.submit(() -> agent(stopped, this::drain));
            try {
                run(gate, threads);
            } finally {
                running.set(false);
                assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
            }
            keeper.get();
            journaler.get();
            drain();
            journal.assertNoOverspend();
            journal.assertTiled(
                    0,
                    gate.book().scopes().takenAtStart(0),
                    gate.book().scopes().taken(0),
                    lineId -> gate.book().lines().scopeId(lineId));
            assertThat(journal.count("ForcedTake")).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(Gate gate, ExecutorService threads) throws Exception {
        final Balance usd = gate.register(BalanceSpec.careful(
                "polymarket-us",
                "a",
                "USD",
                6,
                BalanceRules.CAREFUL.withStaleAfterNanos(60_000_000_000L).withVisibleAfterNanos(1_000_000)));
        final GateHarness.TestFeed feed = new GateHarness.TestFeed(FeedKind.SNAPSHOTS);
        gate.attach(usd, feed);
        read(feed, usd, FUNDS);
        await(() -> gate.view(usd).limit() == FUNDS);
        final SpscVarHandleArrayQueue<Order> oneToTwo = new SpscVarHandleArrayQueue<>(256);
        final SpscVarHandleArrayQueue<Order> twoToOne = new SpscVarHandleArrayQueue<>(256);
        final CountDownLatch reserved = new CountDownLatch(2);
        final Future<Void> one = threads.submit(router(gate, usd, 1, oneToTwo, twoToOne, reserved));
        final Future<Void> two = threads.submit(router(gate, usd, 2, twoToOne, oneToTwo, reserved));
        one.get();
        two.get();
        assertThat(approved.get()).isPositive();
        assertThat(refused.get()).isPositive();
        await(() -> gate.view(usd).held() == 0);
        assertThat(gate.view(usd).limit()).isEqualTo(FUNDS - spent.get());
        final long shown = System.nanoTime() + 2_000_000;
        await(() -> System.nanoTime() - shown > 0);
        read(feed, usd, FUNDS - spent.get());
        await(gate::isQuiet);
        assertThat(gate.view(usd).available()).isEqualTo(FUNDS - spent.get());
        // no row is lost and none is given twice
        for (final Ring ring : rings) {
            if (ring.ringId() != Ring.KEEPER_RING_ID) {
                await(() -> ring.freeRows().available() == ROWS);
                final Set<Integer> rows = new HashSet<>();
                for (int row = ring.freeRows().peek();
                        row >= 0;
                        row = ring.freeRows().peek()) {
                    rows.add(row);
                    ring.freeRows().take();
                }
                assertThat(rows).hasSize(ROWS);
            }
        }
    }

    private static void read(GateHarness.TestFeed feed, Balance usd, long amount) {
        final long now = System.nanoTime();
        feed.sink().snapshot(usd.id(), new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
    }

    private Callable<Void> router(
            Gate gate,
            Balance usd,
            int number,
            SpscVarHandleArrayQueue<Order> out,
            SpscVarHandleArrayQueue<Order> in,
            CountDownLatch reserved) {
        return () -> {
            final Lane lane = gate.lane("router-" + number);
            final Line line = lane.bind(usd, GateHarness.buySpec("sym-" + number));
            final SplittableRandom random = new SplittableRandom(number);
            final long end = System.nanoTime() + RUN_NANOS;
            for (int i = 0; i < ORDERS && System.nanoTime() - end < 0; i++) {
                final Order order = reserve(line, random);
                while (order != null && !out.offer(order)) {
                    bring(lane, in.poll(), random);
                    Thread.onSpinWait();
                }
                bring(lane, in.poll(), random);
            }
            reserved.countDown();
            while (reserved.getCount() > 0 || !in.isEmpty()) {
                bring(lane, in.poll(), random);
                Thread.onSpinWait();
            }
            return null;
        };
    }

    private Order reserve(Line line, SplittableRandom random) {
        final long price = random.nextInt(1, 99);
        final long size = random.nextInt(1, 30);
        final long id = line.reserve(price, size, 0);
        if (id <= 0) {
            refused.incrementAndGet();
            return null;
        }
        approved.incrementAndGet();
        assertThat(outstanding.addAndGet(line.rule().cost(price, size))).isLessThanOrEqualTo(FUNDS);
        assertThat(line.sent(id)).isZero();
        return new Order(id, price, size);
    }

    /** What the venue says of the other lane's order: some are filled in part, all end. */
    private void bring(Lane lane, Order order, SplittableRandom random) {
        if (order == null) {
            return;
        }
        if (random.nextBoolean()) {
            told(() -> lane.acked(order.id()));
        }
        final boolean filled = random.nextInt(16) == 0;
        final long cash = filled ? order.price() * 10_000 : 0;
        outstanding.addAndGet(cash - order.price() * order.size() * 10_000);
        if (filled) {
            spent.addAndGet(cash);
            told(() -> lane.fill(order.id(), 1, 1, 1, order.price(), 0, 0));
        }
        if (!filled || order.size() > 1) {
            told(() -> lane.release(order.id(), filled ? 1 : 0, ReleaseReason.CANCELLED));
        }
        // else its fill has ended it: this lane may stand still here for longer than the tombstone lives
    }

    private interface Fact {
        int tell();
    }

    private static void told(Fact fact) {
        int code;
        while ((code = fact.tell()) == FactResult.JOURNAL_FULL.code()) {
            Thread.onSpinWait();
        }
        assertThat(FactResult.of(code)).isEqualTo(FactResult.ACCEPTED);
    }

    private void agent(CountDownLatch stopped, BooleanSupplier work) {
        try {
            while (running.get()) {
                if (!work.getAsBoolean()) {
                    LockSupport.parkNanos(20_000);
                }
            }
        } finally {
            stopped.countDown();
        }
    }

    private boolean drain() {
        boolean some = false;
        for (final Ring ring : rings) {
            int offset;
            while ((offset = ring.journalReader().poll()) >= 0) {
                journal.add(ring.journalReader().buffer(), offset);
                ring.journalReader().advance();
                some = true;
            }
            ring.journalReader().publish();
        }
        return some;
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("10 s are over").isNegative();
            LockSupport.parkNanos(100_000);
        }
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
        public void whileWaiting(Gate gate) {
            LockSupport.parkNanos(50_000);
        }
    }
}
