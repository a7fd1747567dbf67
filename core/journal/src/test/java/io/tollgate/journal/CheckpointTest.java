package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.JournaledOrder;
import io.tollgate.journal.explain.Explainer;
import io.tollgate.journal.explain.Explanation;
import io.tollgate.sbe.GiveBackCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State checkpoints: how much a restart reads, what it knows then, and a journal whose beginning was retired. */
class CheckpointTest {
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    @TempDir
    private Path state;

    private final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);
    private final AtomicLong nanoTime = new AtomicLong();
    private int syncedBooks;

    private Journaler open(TestGate gate, JournalerOptions options) {
        final Journaler journaler =
                Journaler.open(state.resolve("journal"), clock::incrementAndGet, () -> Long.MAX_VALUE, options);
        gate.addTo(journaler);
        return journaler;
    }

    private Housekeeper housekeeper(Journaler journaler, JournalerOptions options) {
        return new Housekeeper(
                journaler, state.resolve("journal"), options, nanoTime::get, clock::get, () -> syncedBooks++);
    }

    private static void trade(TestGate gate, Journaler journaler, int orders) {
        for (int i = 0; i < orders; i++) {
            final long r = gate.lane(1 + i % 2).reserve(500, 10);
            assertThat(r).isPositive();
            gate.lane(2 - i % 2).acked(r);
            gate.lane(2 - i % 2).release(r, 0);
            journaler.doWork();
            gate.giveBack(r, 5_000_000, GiveBackCause.RELEASE);
            journaler.doWork();
        }
    }

    @Test
    void aRestartReadsWhatCameAfterTheCheckpointHoweverLongTheJournalIs() {
        final JournalerOptions options = JournalerOptions.defaults().withStateCheckpointRecords(200);
        final long written;
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            gate.open(100);
            trade(gate, journaler, 2_000);
            written = journaler.journaledRecords();
            // killed: no checkpoint at the end
            abandon(journaler);
        }
        assertThat(written).isGreaterThan(8_000);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            assertThat(journaler.recordsReadAtStart()).isBetween(0L, 200L + 64);
            assertThat(journaler.state().orders()).isEmpty();
            journaler.onClose();
        }
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            assertThat(journaler.recordsReadAtStart()).as("after a close").isZero();
            journaler.onClose();
        }
        assertThat(JournalVerifier.verify(state).mismatches()).isZero();
    }

    /** What a kill leaves of a Journaler: its lock is let go, and nothing is written. */
    private static void abandon(Journaler journaler) {
        journaler.abandon();
    }

    @Test
    void whatIsOpenIsKnownWithEverythingThatWasToldOfIt() {
        final long open;
        final long released;
        try (TestGate gate = new TestGate(state, 40)) {
            final Journaler journaler = open(gate, JournalerOptions.defaults());
            gate.open(100);
            open = gate.lane(1).reserve(500, 10);
            released = gate.lane(1).reserve(500, 20);
            gate.lane(2).acked(open).fill(open, 77, 4, 500).fill(open, 77, 4, 500);
            gate.lane(2).release(released, 0);
            journaler.doWork();
            gate.giveBack(open, 2_000_000, GiveBackCause.FILL);
            gate.giveBack(released, 10_000_000, GiveBackCause.RELEASE);
            gate.lane(1).amend(open, 500, 600, 10, 4, 3_000_000);
            journaler.onClose();
        }
        try (TestGate gate = new TestGate(state, 40)) {
            final Journaler journaler = open(gate, JournalerOptions.defaults());
            assertThat(journaler.recordsReadAtStart()).isZero();
            final JournaledState known = journaler.state();
            journaler.onClose();
            assertThat(known.orders()).hasSize(1);
            final JournaledOrder order = known.orders().get(0);
            assertThat(order.id()).isEqualTo(open);
            assertThat(order.acked()).isTrue();
            assertThat(order.filled()).isEqualTo(4);
            assertThat(order.hold()).isEqualTo(3_600_000);
            assertThat(order.amending()).isTrue();
            assertThat(order.amendPrice()).isEqualTo(600);
            assertThat(known.scopes()).hasSize(1);
            assertThat(known.scopes().get(0).takenEnd()).isEqualTo(gate.taken + 15_600_000);
            assertThat(known.scopes().get(0).covers(40)).isTrue();
            assertThat(known.scopes().get(0).covers(40 + 15_600_000)).isFalse();
            assertThat(known.scopes().get(0).back()).isEqualTo(40 + 12_000_000);
            assertThat(known.balances().get(0).account()).isEqualTo("acct-1");
            assertThat(known.balances().get(0).limitVersion()).isEqualTo(1);
            assertThat(known.lines().get(0).rule()).isEqualTo(gate.rule);
            assertThat(known.next(1)).isEqualTo(3);
            assertThat(known.next(2)).isEqualTo(4);
        }
    }

    @Test
    void aJournalWhoseBeginningWasRetiredVerifiesFromItsCheckpointOn() throws IOException {
        final List<Path> archived = new ArrayList<>();
        final JournalerOptions options = JournalerOptions.defaults()
                .withRetention(Retention.ofAge(2 * DAY).withArchive(archived::add));
        final long open;
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            final Housekeeper housekeeper = housekeeper(journaler, options);
            gate.open(100);
            open = gate.lane(1).reserve(500, 10);
            for (int day = 0; day < 6; day++) {
                trade(gate, journaler, 40);
                housekeeper.doWork();
                nanoTime.addAndGet(2_000_000_000L);
                clock.addAndGet(DAY);
                gate.clockNanos += DAY;
            }
            // a fact about what was reserved in a file that is gone
            gate.lane(2).acked(open).release(open, 0);
            journaler.doWork();
            gate.giveBack(open, 5_000_000, GiveBackCause.RELEASE);
            journaler.doWork();
            housekeeper.doWork();
            assertThat(housekeeper.retiredFiles()).isEqualTo(4).isEqualTo(archived.size());
            journaler.onClose();
        }
        assertThat(DeviceSync.queueFiles(state.resolve("journal"))).hasSize(3);
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.coverage().fromCheckpoint()).isTrue();
        assertThat(report.coverage().recordsBefore()).isPositive();
        assertThat(report.coverage().checkpoints()).isEqualTo(3);
        assertThat(report.decisions()).isEqualTo(40 * 2);
        explainsFromItsCheckpointOn(open);
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            assertThat(journaler.state().orders()).isEmpty();
            gate.lane(1).acks(1);
            journaler.onClose();
        }
        assertThat(JournalVerifier.verify(state).mismatches()).isZero();
    }

    private void explainsFromItsCheckpointOn(long open) {
        final Explainer explainer = new Explainer(state, Integer.MAX_VALUE, (reading, records) -> {});
        final Explanation older = explainer.reservation(open);
        assertThat(older.decisions()).isEmpty();
        assertThat(older.lives()).singleElement().satisfies(life -> {
            assertThat(life.events().get(0).text())
                    .startsWith("older than this journal's start, where order 0, BUY TEST-YES, 10 at 0.500")
                    .endsWith("holds 5.000000");
            assertThat(life.holdAfter()).isZero();
        });
        assertThat(explainer.decisions("all", d -> true).decisions())
                .hasSize(40 * 2)
                .allSatisfy(e -> {
                    assertThat(e.attributed() + e.unattributed())
                            .isEqualTo(e.decision().held());
                    assertThat(e.holders()).anyMatch(holder -> holder.reservationId() == open);
                });
    }

    @Test
    void noFileIsRetiredBeforeALaterOneBeginsWithTheState() throws IOException {
        final JournalerOptions options = JournalerOptions.defaults().withRetention(Retention.ofBytes(1));
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            final Housekeeper housekeeper = housekeeper(journaler, options);
            gate.open(100);
            trade(gate, journaler, 10);
            clock.addAndGet(3 * DAY);
            assertThat(housekeeper.doWork()).isZero();
            gate.clockNanos += 3 * DAY;
            trade(gate, journaler, 1);
            nanoTime.addAndGet(2_000_000_000L);
            assertThat(housekeeper.doWork()).isEqualTo(1);
            nanoTime.addAndGet(2_000_000_000L);
            assertThat(housekeeper.doWork()).as("never the last one").isZero();
            journaler.onClose();
        }
        assertThat(JournalVerifier.verify(state).good()).isTrue();
    }

    @Test
    void anArchiveThatSaysNoKeepsTheFile() throws IOException {
        final JournalerOptions options =
                JournalerOptions.defaults().withRetention(Retention.ofAge(1).withArchive(file -> false));
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            final Housekeeper housekeeper = housekeeper(journaler, options);
            gate.open(100);
            trade(gate, journaler, 1);
            clock.addAndGet(3 * DAY);
            trade(gate, journaler, 1);
            assertThat(housekeeper.doWork()).isZero();
            journaler.onClose();
        }
        assertThat(DeviceSync.queueFiles(state.resolve("journal"))).hasSize(2);
    }

    @Test
    void aCheckpointThatLiesIsFound() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, JournalerOptions.defaults());
            gate.open(100);
            trade(gate, journaler, 3);
            journaler.folded().scopes.get(TestGate.SCOPE).back += 1;
            journaler.onClose();
        }
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.byKind()).containsOnlyKeys(MismatchKind.CHECKPOINT_DIFFERS);
        assertThat(report.mismatches()).isEqualTo(1);
    }

    @Test
    void whatIsSyncedIsReadable() {
        final JournalerOptions options = JournalerOptions.defaults().withSync(SyncPolicy.every(20_000_000));
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            final Housekeeper housekeeper = housekeeper(journaler, options);
            gate.open(100);
            gate.lane(1).acks(5);
            nanoTime.addAndGet(20_000_000);
            housekeeper.doWork();
            assertThat(housekeeper.synced().next(1))
                    .as("not in the journal yet")
                    .isZero();
            journaler.doWork();
            assertThat(housekeeper.doWork()).as("not yet time").isZero();
            nanoTime.addAndGet(20_000_000);
            assertThat(housekeeper.doWork()).isEqualTo(1);
            assertThat(housekeeper.synced().next(1)).isEqualTo(5);
            assertThat(housekeeper.synced().next(0)).isEqualTo(4);
            assertThat(housekeeper.synced().queueIndex()).isPositive();
            assertThat(housekeeper.synced()).isEqualTo(journaler.appended());
            final int books = syncedBooks;
            assertThat(books).isPositive();
            nanoTime.addAndGet(20_000_000);
            assertThat(housekeeper.doWork()).as("nothing is new").isZero();
            gate.lane(1).acks(1);
            journaler.doWork();
            housekeeper.request();
            assertThat(housekeeper.isAnswered()).isFalse();
            assertThat(housekeeper.doWork()).isEqualTo(1);
            assertThat(housekeeper.isAnswered()).isTrue();
            assertThat(housekeeper.synced().next(1)).isEqualTo(6);
            assertThat(syncedBooks).isEqualTo(books + 1);
            journaler.onClose();
        }
    }

    @Test
    void aDeviceThatFailsIsToldAndNothingCountsAsSynced() throws IOException {
        final JournalerOptions options = JournalerOptions.defaults().withSync(SyncPolicy.onDemand());
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate, options);
            final Housekeeper housekeeper = housekeeper(journaler, options);
            gate.lane(1).acks(1);
            journaler.doWork();
            assertThat(housekeeper.doWork()).as("nobody asked").isZero();
            final Path metadata = state.resolve("journal/" + JournalFormat.QUEUE_METADATA_FILE);
            final Path away = state.resolve("away");
            Files.move(metadata, away);
            housekeeper.request();
            org.assertj.core.api.Assertions.assertThatThrownBy(housekeeper::doWork)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("must reach its device");
            assertThat(housekeeper.synced()).isEqualTo(SyncPoint.NONE);
            Files.move(away, metadata);
            journaler.onClose();
        }
    }
}
