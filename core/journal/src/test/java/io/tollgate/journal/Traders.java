package io.tollgate.journal;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Three lanes that do everything a lane can do, at random and to each other's reservations, on a balance that changes at random. */
final class Traders {
    static final int LANES = 3;

    private static final int OPERATIONS_A_STEP = 2_000;

    private Traders() {}

    /** Trades until it is killed, and says so now and then: arguments are the state directory and a seed. */
    public static void main(String[] arguments) {
        try (Gatekeeper keeper = Gatekeeper.launch(config(Path.of(arguments[0]), false))) {
            final long seed = Long.parseLong(arguments[1]);
            run(keeper, new AtomicLong(), seed, Integer.MAX_VALUE, () -> System.out.println("step"));
        }
    }

    static GateConfig config(Path state, boolean shadow) {
        return GateConfig.at(state)
                .withSizes(new BookSizes(2, 8, 16, 4, 64, 1024))
                .withSlots(1024, 4096)
                .withReservationTimeoutNanos(2_000_000)
                .withTombstoneNanos(1_000_000)
                .withShadow(shadow);
    }

    /**
     * Runs them to their end.
     *
     * @param calls counts decisions asked for
     * @param operations of each lane
     * @param everyStep called by every lane after some operations
     */
    static void run(Gatekeeper keeper, AtomicLong calls, long seed, int operations, Runnable everyStep) {
        final Balance usd = keeper.gate()
                .register(BalanceSpec.careful(
                        "test", "acct", "USD", 6, BalanceRules.CAREFUL.withDriftTolerance(1_000_000_000_000L)));
        final Feed feed = new Feed();
        keeper.attach(usd, feed);
        // reservations handed from lane to lane: any lane may bring a fact
        final Queue<Long> shared = new ArrayBlockingQueue<>(256);
        final ExecutorService threads = Executors.newFixedThreadPool(LANES);
        try {
            final List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                final Lane lane = keeper.gate().lane("lane-" + i);
                final Line buy = lane.bind(
                        usd, new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.quadratic(69_500, 10_000, 10_000)));
                final Line sell = lane.bind(usd, new LineSpec("sym", Side.SELL_TO_OPEN, 2, 2, 99, FeeRule.none()));
                final Random random = new Random(seed + i);
                running.add(CompletableFuture.runAsync(
                        () -> trade(operations, lane, buy, sell, random, shared, calls, feed, everyStep), threads));
            }
            running.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void trade(
            int operations,
            Lane lane,
            Line buy,
            Line sell,
            Random random,
            Queue<Long> shared,
            AtomicLong calls,
            Feed feed,
            Runnable everyStep) {
        long exec = random.nextLong();
        for (int i = 1; i <= operations; i++) {
            final Line line = random.nextBoolean() ? buy : sell;
            final long price = random.nextInt(102);
            final long size = random.nextInt(3_000) - 5L;
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    line.canAfford(price, size);
                    calls.incrementAndGet();
                }
                case 2, 3, 4 -> {
                    final long reservation = line.reserve(price, size, i);
                    calls.incrementAndGet();
                    if (reservation > 0 && random.nextInt(10) > 0 && lane.sent(reservation) == 0) {
                        shared.offer(reservation);
                    }
                }
                case 5 -> {
                    final Long reservation = shared.poll();
                    if (reservation != null) {
                        line.amend(reservation, price, size);
                        calls.incrementAndGet();
                        if (random.nextInt(4) > 0) {
                            final boolean accepted = random.nextBoolean();
                            final int unused =
                                    accepted ? lane.amendAccepted(reservation) : lane.amendRefused(reservation);
                        }
                        shared.offer(reservation);
                    }
                }
                case 6 -> {
                    final Long reservation = shared.poll();
                    if (reservation != null) {
                        lane.acked(reservation);
                        lane.fill(reservation, exec++, 1 + random.nextInt(40), -1, 1 + random.nextInt(99), 0, 0);
                        shared.offer(reservation);
                    }
                }
                default -> {
                    final Long reservation = shared.poll();
                    if (reservation != null) {
                        lane.release(reservation, random.nextInt(3) == 0 ? 0 : -1, ReleaseReason.CANCELLED);
                        lane.release(reservation, random.nextInt(50), ReleaseReason.CANCELLED);
                    }
                }
            }
            if (i % OPERATIONS_A_STEP == 0) {
                everyStep.run();
            }
            if (i % 64 == 0) {
                feed.say(60_000_000L + random.nextInt(60_000_000));
            }
        }
    }

    /** A venue whose balance changes without a reason, as deposits and withdrawals of others do. */
    private static final class Feed implements BalanceFeed {
        private volatile @Nullable FeedSink sink;
        private volatile int balanceId;

        @Override
        public void start(int id, FeedSink to) {
            balanceId = id;
            sink = to;
            say(100_000_000);
        }

        void say(long amount) {
            final FeedSink to = sink;
            if (to != null) {
                final long now = System.nanoTime();
                to.snapshot(
                        balanceId,
                        new Snapshot(
                                amount,
                                Snapshot.UNKNOWN,
                                0,
                                Snapshot.NO_TIME,
                                now,
                                now + TimeUnit.MICROSECONDS.toNanos(1)));
            }
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
        public void close() {}
    }
}
