package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.Decision;
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
import io.tollgate.gate.state.StateException;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalVerifier;
import io.tollgate.journal.JournalerOptions;
import io.tollgate.journal.SyncPolicy;
import io.tollgate.journal.VerificationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate with its real threads and a real Chronicle Queue. */
class GatekeeperTest {
    @TempDir
    Path directory;

    private GateConfig config() {
        return GateConfig.at(directory)
                .withSizes(new BookSizes(2, 8, 16, 2, 256, 1024))
                .withSlots(1024, 4096);
    }

    @Test
    void journalsEveryDecisionOverARestart() {
        int decisions = 0;
        // on a machine that keeps Journaler waiting a ring may be full: such a refusal is counted, not recorded
        int unrecorded = 0;
        for (int session = 0; session < 2; session++) {
            try (Gatekeeper keeper = Gatekeeper.launch(config())) {
                final Balance usd =
                        keeper.gate().register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
                keeper.attach(usd, new OneRead(10_000_000));
                final Lane lane = keeper.gate().lane("router-0");
                final Line line = lane.bind(
                        usd, new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.quadratic(69_500, 10_000, 10_000)));
                await(() -> line.maxAffordable(50) > 0);
                for (int i = 0; i < 500; i++) {
                    final long r = line.reserve(50, 100, i);
                    decisions++;
                    if (r > 0) {
                        assertThat(line.sent(r)).isZero();
                        assertThat(line.release(r, 0, ReleaseReason.CANCELLED)).isZero();
                    } else {
                        unrecorded += r == -Decision.JOURNAL_FULL.code() ? 1 : 0;
                        final long given = r;
                        await(() -> given != 0 && line.maxAffordable(50) > 0);
                    }
                }
                await(() -> keeper.gate().isQuiet());
                assertThat(keeper.failure()).isNull();
                assertThat(keeper.gate().view(usd).available()).isEqualTo(10_000_000);
            }
        }
        final VerificationReport report = JournalVerifier.verify(directory.resolve(Gatekeeper.JOURNAL_FOLDER));
        assertThat(report.mismatches()).as(report.toString()).isZero();
        assertThat(report.unrecorded()).isEqualTo(unrecorded);
        assertThat(report.decisions()).isEqualTo(decisions - unrecorded);
        assertThat(report.verified()).isEqualTo(report.decisions());
        // a restart tells the last line again: its record may be what a kill has cut off
        assertThat(report.ofType("LineRegistered")).isEqualTo(2);
    }

    @Test
    void everyHaltAndResumeIsJournaled() {
        try (Gatekeeper keeper = Gatekeeper.launch(config())) {
            keeper.gate().halt();
            assertThat(keeper.gate().isHalted()).isTrue();
            keeper.gate().resume();
            assertThat(keeper.gate().isHalted()).isFalse();
            // what is not halted has nothing to resume
            keeper.gate().resume();
            keeper.gate().operator().halt("jane", "looks odd");
            keeper.gate().operator().resume("jane", "was not");
        }
        final VerificationReport report = JournalVerifier.verify(directory.resolve(Gatekeeper.JOURNAL_FOLDER));
        assertThat(report.mismatches()).as(report.toString()).isZero();
        assertThat(report.ofType("OperatorCommand")).isEqualTo(4);
    }

    @Test
    void closesEverythingAndSaysWhatCouldNotClose() {
        final Gatekeeper keeper = Gatekeeper.launch(config());
        final Balance usd =
                keeper.gate().register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
        keeper.attach(usd, new OneRead(1) {
            @Override
            public void close() {
                throw new IllegalStateException("feed stays");
            }
        });
        assertThatThrownBy(keeper::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("feed stays");
        assertThat(JournalVerifier.verify(directory.resolve(Gatekeeper.JOURNAL_FOLDER))
                        .good())
                .isTrue();
        Gatekeeper.launch(config()).close();
    }

    @Test
    void refusesToStartOnADiskWithoutRoom() {
        assertThatThrownBy(() -> Gatekeeper.launch(
                        config(),
                        JournalerOptions.defaults().withMinUsableBytes(Long.MAX_VALUE),
                        SystemNanoClock.INSTANCE,
                        new SystemEpochNanoClock()))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("free disk space");
        Gatekeeper.launch(config()).close();
    }

    @Test
    void aCallerMayWaitUntilWhatItDecidedIsOnTheDevice() {
        for (final SyncPolicy policy : new SyncPolicy[] {SyncPolicy.onDemand(), SyncPolicy.every(5_000_000)}) {
            try (Gatekeeper keeper = Gatekeeper.launch(
                    config(),
                    JournalerOptions.defaults().withSync(policy),
                    SystemNanoClock.INSTANCE,
                    new SystemEpochNanoClock())) {
                final Balance usd =
                        keeper.gate().register(BalanceSpec.careful("test", "account", "USD", 6, BalanceRules.CAREFUL));
                final Lane lane = keeper.gate().lane("router-0");
                final Line line = lane.bind(usd, new LineSpec("sym", Side.BUY, 2, 2, 99, FeeRule.none()));
                for (int i = 0; i < 3; i++) {
                    line.canAfford(50, 100);
                    final long recorded = lane.recorded();
                    assertThat(keeper.awaitSynced(lane, Duration.ofSeconds(20).toNanos()))
                            .isTrue();
                    assertThat(keeper.syncedUpTo(lane)).isGreaterThanOrEqualTo(recorded);
                }
                line.canAfford(50, 100);
                assertThat(keeper.awaitSynced(lane, 0)).isFalse();
                assertThat(keeper.synced().queueIndex()).isPositive();
            }
        }
        try (Gatekeeper keeper = Gatekeeper.launch(config())) {
            final Lane lane = keeper.gate().lane("router-0");
            assertThatThrownBy(() -> keeper.awaitSynced(lane, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("policy=NEVER");
        }
    }

    @Test
    void refusesASecondGatekeeperOnTheSameDirectory() {
        try (Gatekeeper first = Gatekeeper.launch(config())) {
            assertThat(first.failure()).isNull();
            assertThatThrownBy(() -> Gatekeeper.launch(config()))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("only one");
        }
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** A venue that always says the same. */
    private static class OneRead implements BalanceFeed {
        private final long amount;

        OneRead(long amount) {
            this.amount = amount;
        }

        @Override
        public void start(int balanceId, FeedSink sink) {
            final long now = System.nanoTime();
            sink.snapshot(balanceId, new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, now, now));
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
