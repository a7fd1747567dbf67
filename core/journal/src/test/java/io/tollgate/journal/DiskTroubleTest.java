package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.Decision;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.sbe.BalanceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole gate whose disk fills up, stands still, or cannot be written: what it answers, and that nothing is lost. */
class DiskTroubleTest {
    private static final long MARK = 1_000;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long START_NANOS = DAY_NANOS * 20_000 + DAY_NANOS - SECOND_NANOS;
    private static final JournalerOptions OPTIONS =
            JournalerOptions.defaults().withMinUsableBytes(MARK).withRetryNanos(1_000_000);

    @TempDir
    private Path state;

    private final AtomicLong clock = new AtomicLong(START_NANOS);
    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    private long orderKey;
    private long decisions;

    static boolean hasFullDevice() {
        return JournalSpaceTest.hasFullDevice();
    }

    private SteppedGate open() {
        return new SteppedGate(state, clock, usable, OPTIONS);
    }

    private long reserve(SteppedGate gate) {
        decisions++;
        return gate.line.reserve(SteppedGate.PRICE, SteppedGate.SIZE, ++orderKey);
    }

    private void pass(SteppedGate gate, long nanos) {
        clock.addAndGet(nanos);
        gate.stepAll();
        gate.read();
        gate.stepAll();
        gate.stepAll();
    }

    /** Reserves until the ring is above its mark; returns what was approved. */
    private List<Long> fillRing(SteppedGate gate) {
        final List<Long> approved = new ArrayList<>();
        long answer = reserve(gate);
        while (answer > 0) {
            approved.add(answer);
            answer = reserve(gate);
        }
        assertThat(Decision.ofReservation(answer)).isEqualTo(Decision.JOURNAL_FULL);
        return approved;
    }

    private void sendAndEnd(SteppedGate gate, List<Long> reservations) {
        for (final long reservation : reservations) {
            assertThat(gate.line.sent(reservation)).isZero();
            gate.stepAll();
            assertThat(gate.line.release(reservation, 0, ReleaseReason.CANCELLED))
                    .isZero();
            gate.stepAll();
        }
    }

    private void verify(long refusedWithoutRecord) {
        final VerificationReport report = JournalVerifier.verify(state);
        assertThat(report.mismatches()).as(report.toString()).isZero();
        assertThat(report.decisions() + report.unrecorded()).isEqualTo(decisions);
        assertThat(report.unrecorded()).isEqualTo(refusedWithoutRecord);
        assertThat(report.verified()).isEqualTo(report.decisions());
    }

    @Test
    void onADiskBelowItsMarkBalancesCloseThenRingsFillAndBothEndWithIt() {
        try (SteppedGate gate = open()) {
            final long before = reserve(gate);
            assertThat(before).isPositive();
            usable.set(MARK - 1);
            pass(gate, SECOND_NANOS / 5);
            assertThat(gate.gate.view(gate.balance).status()).isEqualTo(BalanceStatus.JOURNAL_FULL);
            assertThat(gate.gate.statusText(gate.balance)).contains("below its mark", "free disk space");
            assertThat(gate.journaler.trouble())
                    .contains("must have 1000 bytes free", "usable=999", "free disk space", "records waiting=");

            long answer = reserve(gate);
            int closed = 0;
            while (Decision.ofReservation(answer) == Decision.CLOSED) {
                closed++;
                answer = reserve(gate);
            }
            assertThat(closed).isPositive();
            assertThat(Decision.ofReservation(answer)).isEqualTo(Decision.JOURNAL_FULL);
            // facts have room of their own
            assertThat(gate.line.sent(before)).isEqualTo(FactResult.ACCEPTED.code());
            assertThat(gate.line.release(before, 0, ReleaseReason.CANCELLED)).isZero();
            assertThat(gate.journaler.journaledRecords()).isPositive();

            usable.set(MARK);
            pass(gate, SECOND_NANOS / 5);
            assertThat(gate.journaler.trouble()).isNull();
            assertThat(gate.journaler.backlogRecords()).isZero();
            final long after = reserve(gate);
            assertThat(after).isPositive();
            sendAndEnd(gate, List.of(after));
            assertThat(gate.gate.statusText(gate.balance)).doesNotContain("mark");
        }
        verify(1);
    }

    @Test
    void whileTheDiskStandsStillTheRingFillsAndNothingIsLost() {
        try (SteppedGate gate = open()) {
            for (int pause = 0; pause < 3; pause++) {
                final List<Long> approved = new ArrayList<>();
                long answer = reserve(gate);
                while (answer > 0) {
                    approved.add(answer);
                    gate.stepWithoutJournaler();
                    answer = reserve(gate);
                }
                assertThat(Decision.ofReservation(answer)).isEqualTo(Decision.JOURNAL_FULL);
                assertThat(approved).hasSizeGreaterThan(SteppedGate.LANE_SLOTS / 2);
                assertThat(gate.journaler.backlogRecords()).isGreaterThanOrEqualTo(approved.size());
                gate.stepAll();
                sendAndEnd(gate, approved);
                assertThat(gate.journaler.backlogRecords()).isZero();
            }
        }
        verify(3);
    }

    @Test
    void aFactThatMetAFullRingIsToldAgain() {
        try (SteppedGate gate = open()) {
            final List<Long> approved = fillRing(gate);
            int told = 0;
            while (gate.line.sent(approved.get(told)) == FactResult.ACCEPTED.code()) {
                told++;
            }
            assertThat(told).isPositive();
            assertThat(gate.line.sent(approved.get(told))).isEqualTo(FactResult.JOURNAL_FULL.code());
            gate.stepAll();
            assertThat(gate.line.sent(approved.get(told))).isZero();
            gate.stepAll();
            for (int i = 0; i < approved.size(); i++) {
                if (i > told) {
                    assertThat(gate.line.sent(approved.get(i))).isZero();
                }
                assertThat(gate.line.release(approved.get(i), 0, ReleaseReason.CANCELLED))
                        .isZero();
                gate.stepAll();
            }
        }
        verify(1);
    }

    /** The day's new file is one that has no room, as on a disk that is full although it tells of room: a quota. */
    @Test
    @EnabledIf("hasFullDevice")
    void aDiskThatIsFullAlthoughItTellsOfRoomStopsTheJournalAndNotTheProcess() throws IOException {
        try (SteppedGate gate = open()) {
            final Path next = nextFile();
            Files.createSymbolicLink(next, Path.of("/dev/full"));
            final List<Long> approved = refusesInTheNewDay(gate, "No space left on device");
            Files.delete(next);
            goesOn(gate, approved);
            assertThat(next).isRegularFile();
        }
        verify(1);
    }

    @Test
    void aFolderThatTakesNoNewFileStopsTheJournalUntilItDoes() throws IOException {
        try (SteppedGate gate = open()) {
            final Path next = nextFile();
            Files.createDirectory(next);
            final List<Long> approved = refusesInTheNewDay(gate, next.toString());
            Files.delete(next);
            goesOn(gate, approved);
        }
        verify(1);
    }

    private Path nextFile() {
        return state.resolve("journal").resolve(JournalFormat.fileName((int) (START_NANOS / DAY_NANOS) + 1));
    }

    private List<Long> refusesInTheNewDay(SteppedGate gate, String cause) {
        final long journaled = gate.journaler.journaledRecords();
        clock.addAndGet(2 * SECOND_NANOS);
        gate.read();
        gate.stepAll();
        assertThat(gate.journaler.trouble()).contains(cause, "tries=1", "records waiting=");
        final List<Long> approved = fillRing(gate);
        assertThat(approved).isNotEmpty();
        clock.addAndGet(2_000_000);
        gate.stepAll();
        assertThat(gate.journaler.appendFailures()).isEqualTo(2);
        assertThat(gate.journaler.journaledRecords()).isEqualTo(journaled);
        return approved;
    }

    private void goesOn(SteppedGate gate, List<Long> approved) {
        clock.addAndGet(2_000_000);
        gate.stepAll();
        assertThat(gate.journaler.trouble()).isNull();
        assertThat(gate.journaler.backlogRecords()).isZero();
        sendAndEnd(gate, approved);
    }

    @Test
    void aDiskWithoutRoomIsSaidBeforeAnythingIsMade() {
        usable.set(MARK - 1);

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("must have 1000 bytes free")
                .hasMessageContaining("free disk space");
        assertThat(state.resolve("journal").resolve(JournalFormat.QUEUE_METADATA_FILE))
                .doesNotExist();
        usable.set(MARK);
        open().close();
    }

    @Test
    void aQueueThatWasKilledWhileItWasMadeIsMadeAgain() throws IOException {
        final Path journal = state.resolve("journal");
        Files.createDirectories(journal);
        for (final byte[] head : new byte[][] {{}, {0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, (byte) 0x80, 1}}) {
            Files.write(journal.resolve(JournalFormat.QUEUE_METADATA_FILE), head);

            JournalFormat.removeUnfinished(journal);

            assertThat(journal.resolve(JournalFormat.QUEUE_METADATA_FILE)).doesNotExist();
        }
        Files.write(journal.resolve(JournalFormat.QUEUE_METADATA_FILE), new byte[64]);
        open().close();
    }

    @Test
    void metadataBesideRecordsIsNeverRemoved() throws IOException {
        final Path journal = state.resolve("journal");
        Files.createDirectories(journal);
        Files.write(journal.resolve(JournalFormat.QUEUE_METADATA_FILE), new byte[64]);
        Files.write(journal.resolve("20260101F.cq4"), new byte[64]);

        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("restore it");
        assertThat(journal.resolve(JournalFormat.QUEUE_METADATA_FILE)).exists();
    }
}
