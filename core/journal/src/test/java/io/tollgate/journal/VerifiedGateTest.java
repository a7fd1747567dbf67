package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real gate under several threads, whose journal must verify whatever they did: a false alarm of verification would show here. */
class VerifiedGateTest {
    private static final int LANES = 3;
    private static final int OPERATIONS = 15_000;

    @TempDir
    private Path state;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverLanesDoVerifies(boolean shadow) {
        final AtomicLong calls = new AtomicLong();
        for (int session = 0; session < 2; session++) {
            final GateConfig config = GateConfig.at(state)
                    .withSizes(new BookSizes(2, 8, 16, 4, 64, 1024))
                    .withSlots(1024, 4096)
                    .withReservationTimeoutNanos(2_000_000)
                    .withTombstoneNanos(1_000_000)
                    .withShadow(shadow);
            try (Gatekeeper keeper = Gatekeeper.launch(config)) {
                run(keeper, calls, session);
                assertThat(keeper.failure()).isNull();
            }
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.mismatches()).isZero();
        assertThat(report.verified()).isEqualTo(report.decisions());
        assertThat(report.decisions() + report.unrecorded()).isEqualTo(calls.get());
        assertThat(report.approved()).isPositive();
        assertThat(report.refusedFunds()).isPositive();
        assertThat(report.ofType("Amend")).isPositive();
        assertThat(report.ofType("Expire")).isPositive();
        assertThat(report.sessions()).hasSize(2).allMatch(s -> s.shadow() == shadow && s.decisions() > 1_000);
    }

    private static void run(Gatekeeper keeper, AtomicLong calls, int session) {
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
                final Random random = new Random(session * 100L + i);
                running.add(
                        CompletableFuture.runAsync(() -> trade(lane, buy, sell, random, shared, calls, feed), threads));
            }
            running.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void trade(
            Lane lane, Line buy, Line sell, Random random, Queue<Long> shared, AtomicLong calls, Feed feed) {
        long exec = random.nextLong();
        for (int i = 0; i < OPERATIONS; i++) {
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
