package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateException;
import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.LimitPublishedDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.queue.main.DumpMain;
import net.openhft.chronicle.queue.reader.ChronicleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalerTest {
    private static final JournalerOptions OPTIONS = JournalerOptions.defaults().withMinUsableBytes(1000);

    @TempDir
    private Path state;

    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);

    private Journaler open(JournalerOptions options) {
        return Journaler.open(state.resolve("journal"), clock::incrementAndGet, usable::get, options);
    }

    private Journaler open(TestGate gate) {
        final Journaler journaler = open(OPTIONS);
        gate.addTo(journaler);
        return journaler;
    }

    /** What the journal holds, as {@code ring:sequence}. */
    private static List<String> read(Path journal) {
        final List<String> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.readAll(
                    (ring, sequence, template, buffer, offset, length, nanos) -> found.add(ring + ":" + sequence));
        }
        return found;
    }

    @Test
    void copiesCommittedRecordsAndGivesTheirSlotsBack() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.open(100);
            gate.lane(1).reserve(500, 10);
            gate.lane(2).check(500, 10);

            assertThat(journaler.backlogRecords()).isZero();
            assertThat(journaler.doWork()).isEqualTo(6);
            assertThat(journaler.backlogRecords()).isZero();
            assertThat(journaler.journaledRecords()).isEqualTo(6);
            assertThat(journaler.doWork()).isZero();
            assertThat(gate.lane(1).ring.journalReader().position()).isEqualTo(1);
            journaler.onClose();
            assertThat(read(state)).containsExactly("0:0", "0:1", "0:2", "0:3", "1:0", "2:0");
        }
    }

    @Test
    void countsTheRecordsThatWait() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            journaler.doWork();
            gate.lane(1).acks(37);
            gate.lane(2).acks(64);
            assertThat(journaler.backlogRecords()).isEqualTo(101);
            journaler.onClose();
            assertThat(journaler.backlogRecords()).isZero();
        }
    }

    @Test
    void whatBookKeeperCommittedBeforeALanesRecordStandsBeforeIt() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(OPTIONS.withBatch(1024, 3));
            gate.addTo(journaler);
            for (int i = 0; i < 50; i++) {
                gate.publish(i);
                gate.lane(1).check(500, 1, record -> {});
                if (i % 7 == 0) {
                    journaler.doWork();
                }
            }
            journaler.onClose();
        }
        final AtomicLong published = new AtomicLong();
        try (JournalReader reader = JournalReader.open(state)) {
            reader.readAll((ring, sequence, template, buffer, offset, length, nanos) -> {
                if (template == LimitPublishedDecoder.TEMPLATE_ID) {
                    published.incrementAndGet();
                } else {
                    assertThat(sequence).isLessThan(published.get());
                }
            });
        }
        assertThat(published).hasValue(50);
    }

    @Test
    void ringsWrapManyTimes() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            for (int round = 0; round < 40; round++) {
                gate.lane(1).acks(50);
                assertThat(journaler.doWork()).isEqualTo(50);
            }
            journaler.onClose();
        }
        assertThat(read(state)).hasSize(2000).startsWith("1:0").endsWith("1:1999");
    }

    @Test
    void aRestartGoesOnWhereTheQueueEnds() {
        try (TestGate gate = new TestGate(state, 0)) {
            Journaler journaler = open(gate);
            gate.lane(1).acks(10);
            journaler.drainAll();
            journaler.onClose();
            gate.lane(1).acks(5);
            journaler = open(gate);
            assertThat(journaler.backlogRecords()).isZero();
            assertThat(journaler.drainAll()).isTrue();
            assertThat(journaler.journaledRecords()).isEqualTo(5);
            journaler.onClose();
        }
        assertThat(read(state)).hasSize(15).endsWith("1:14");
    }

    @Test
    void recordsAppendedButNotGivenBackAreNotWrittenTwice() throws IOException {
        final Path before = state.resolve("1.ring.before");
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(10);
            // the ring as it was before its slots were given back: what a kill between append and publish leaves
            Files.copy(state.resolve("lanes/1.ring"), before);
            journaler.onClose();
        }
        Files.move(before, state.resolve("lanes/1.ring"), StandardCopyOption.REPLACE_EXISTING);
        try (TestGate gate = new TestGate(state, 0)) {
            assertThat(gate.lane(1).ring.journalReader().position()).isZero();
            final Journaler journaler = open(gate);
            assertThat(gate.lane(1).ring.journalReader().position()).isEqualTo(10);
            gate.lane(1).acks(1);
            journaler.onClose();
        }
        assertThat(read(state)).hasSize(11).doesNotHaveDuplicates().endsWith("1:10");
    }

    @Test
    void aCheckpointBoundsWhatARestartReads() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(OPTIONS.withCheckpointBatches(2));
            gate.addTo(journaler);
            gate.lane(2).acks(3);
            for (int i = 0; i < 9; i++) {
                gate.lane(1).acks(1);
                journaler.doWork();
            }
            journaler.onClose();
            final Journaler again = open(gate);
            gate.lane(2).acks(1);
            again.onClose();
        }
        assertThat(read(state)).hasSize(13).endsWith("2:3");
    }

    @Test
    void aQueueThatLostRecordsIsRefused() throws IOException {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(10);
            journaler.onClose();
            deleteFolder(state.resolve("journal"));
            final Journaler again = open(OPTIONS);
            again.addRing(gate.keeper);
            assertThatThrownBy(() -> again.addRing(gate.lane(1).ring))
                    .isInstanceOfSatisfying(JournalGapException.class, e -> {
                        assertThat(e.kind()).isEqualTo(JournalGapException.Kind.QUEUE_LOST_RECORDS);
                        assertThat(e.ringId()).isEqualTo(1);
                        assertThat(e.queueNext()).isZero();
                        assertThat(e.ringNext()).isEqualTo(10);
                    })
                    .hasMessageContaining("journal lost records");
            again.onClose();
        }
    }

    @Test
    void aRingThatLostRecordsIsRefused() throws IOException {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(10);
            journaler.onClose();
        }
        Files.delete(state.resolve("lanes/1.ring"));
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler again = open(OPTIONS);
            assertThatThrownBy(() -> again.addRing(gate.lane(1).ring))
                    .isInstanceOfSatisfying(JournalGapException.class, e -> assertThat(e.kind())
                            .isEqualTo(JournalGapException.Kind.RING_LOST_RECORDS))
                    .hasMessageContaining("ring=1")
                    .hasMessageContaining("=10");
            again.onClose();
        }
    }

    @Test
    void uncountedRefusalsBecomeOneGapRecordEvenOverARestart() {
        final List<Long> counts = new ArrayList<>();
        try (TestGate gate = new TestGate(state, 0)) {
            final Ring ring = gate.lane(1).ring;
            Journaler journaler = open(gate);
            gate.lane(1).acks(4);
            ring.producer().countUnrecorded();
            ring.producer().countUnrecorded();
            journaler.doWork();
            assertThat(journaler.gapRefusals()).isEqualTo(2);
            journaler.doWork();
            journaler.onClose();

            ring.unrecordedWritten(0); // killed before the ring was told
            ring.producer().countUnrecorded();
            journaler = open(gate);
            journaler.doWork();
            assertThat(journaler.gapRefusals()).isEqualTo(1);
            journaler.onClose();
        }
        try (JournalReader reader = JournalReader.open(state)) {
            reader.readAll((ring, sequence, template, buffer, offset, length, nanos) -> {
                if (template == GapDecoder.TEMPLATE_ID) {
                    final GapDecoder gap = new GapDecoder();
                    gap.wrap(buffer, offset + 8, GapDecoder.BLOCK_LENGTH, GapDecoder.SCHEMA_VERSION);
                    assertThat(ring).isEqualTo(RecordHandler.JOURNALER_RING);
                    assertThat(gap.ringId()).isEqualTo(1);
                    assertThat(gap.sequence()).isEqualTo(4);
                    counts.add(gap.count());
                }
            });
        }
        assertThat(counts).containsExactly(2L, 1L);
    }

    @Test
    void belowTheFreeSpaceMarkNothingIsAppendedAndNothingIsLost() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            usable.set(999);
            gate.lane(1).acks(3);
            assertThat(journaler.doWork()).isZero();
            assertThat(journaler.diskLow()).isTrue();
            assertThat(journaler.backlogRecords()).isEqualTo(3);
            usable.set(1000);
            assertThat(journaler.doWork()).as("not looked at again yet").isZero();
            clock.addAndGet(OPTIONS.diskCheckNanos());
            assertThat(journaler.doWork()).isEqualTo(3);
            assertThat(journaler.diskLow()).isFalse();
            journaler.onClose();
        }
    }

    @Test
    void aDiskThatCannotBeLookedAtCountsAsFull() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = Journaler.open(
                    state.resolve("journal"),
                    clock::incrementAndGet,
                    () -> {
                        if (usable.get() == 0) {
                            throw new UncheckedIOException(new IOException("gone"));
                        }
                        return usable.get();
                    },
                    OPTIONS);
            gate.addTo(journaler);
            usable.set(0);
            gate.lane(1).acks(1);
            assertThat(journaler.drainAll()).isFalse();
            assertThat(journaler.diskLow()).isTrue();
            assertThat(journaler.lastFailure()).hasMessageContaining("gone");
            usable.set(1000);
            journaler.onClose();
        }
    }

    @Test
    void closingWithoutRoomSaysWhatIsLeftAndTheNextStartWritesIt() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(3);
            usable.set(0);
            assertThatThrownBy(journaler::onClose)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("records left=3")
                    .hasMessageContaining("diskLow=true");
            usable.set(Long.MAX_VALUE);
            final Journaler again = open(gate);
            again.onClose();
        }
        assertThat(read(state)).containsExactly("1:0", "1:1", "1:2");
    }

    @Test
    void ringsComeAndGoWhileItRuns() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(OPTIONS);
            journaler.addRing(gate.lane(1).ring);
            gate.lane(1).acks(2);
            assertThat(journaler.doWork()).isEqualTo(2);
            assertThatThrownBy(() -> journaler.addRing(gate.lane(1).ring)).hasMessageContaining("ring=1");
            journaler.addRing(gate.lane(2).ring);
            gate.lane(2).acks(1);
            gate.lane(1).acks(1);
            final AtomicInteger removed = new AtomicInteger();
            journaler.removeRing(gate.lane(1).ring, removed::incrementAndGet);
            assertThat(journaler.doWork()).isEqualTo(2);
            assertThat(removed).hasValue(1);
            gate.lane(1).acks(1);
            assertThat(journaler.doWork()).isZero();
            journaler.addRing(gate.lane(1).ring);
            assertThat(journaler.doWork()).isEqualTo(1);
            journaler.onClose();
        }
        assertThat(read(state)).containsExactly("1:0", "1:1", "1:2", "2:0", "1:3");
    }

    @Test
    void oneThreadMayDrainBeforeAnotherOneStarts() throws InterruptedException {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(3).ring.producer().countUnrecorded();
            gate.publish(1);
            assertThat(journaler.drainAll()).isTrue();
            gate.lane(1).acks(3).ring.producer().countUnrecorded();
            gate.publish(2);
            final Thread agent = new Thread(() -> {
                journaler.onStart();
                journaler.doWork();
                journaler.onClose();
            });
            agent.start();
            agent.join();
            assertThat(journaler.lastFailure()).isNull();
            assertThat(journaler.journaledRecords()).isEqualTo(8);
            assertThat(journaler.gapRefusals()).isEqualTo(2);
        }
    }

    @Test
    void onlyOneJournalerMayWrite() {
        final Journaler journaler = open(OPTIONS);
        assertThatThrownBy(() -> open(OPTIONS))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("only one Journaler");
        journaler.onClose();
        open(OPTIONS).onClose();
    }

    @Test
    void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
        final Path journal = Files.createDirectories(state.resolve("journal"));
        Files.writeString(
                journal.resolve(JournalFormat.QUEUE_METADATA_FILE), "this is not a queue at all, it is prose");
        assertThatThrownBy(() -> open(OPTIONS))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(journal.toString())
                .hasMessageContaining("move the folder away");
    }

    @Test
    void chroniclesOwnToolsReadTheQueue() throws IOException {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(OPTIONS);
            gate.addTo(journaler);
            gate.open(100);
            // more than the piece of a file that the dump tool maps at a time, with records over its edges
            for (int i = 0; i < 700; i++) {
                gate.lane(1).acks(60);
                gate.lane(2).check(500, 1).check(501, 2);
                journaler.doWork();
            }
            journaler.onClose();
        }
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(dump, true, StandardCharsets.UTF_8)) {
            DumpMain.dump(state.resolve("journal").toFile(), out, Long.MAX_VALUE);
        }
        assertThat(dump.toString(StandardCharsets.UTF_8))
                .contains("tollgate: 2", "ring: 1", "first: 41940", "count: 60", "r: !!binary");

        final List<String> documents = new ArrayList<>();
        new ChronicleReader()
                .withBasePath(state.resolve("journal"))
                .withMessageSink(documents::add)
                .execute();
        assertThat(documents).anyMatch(text -> text.contains("ring: 2") && text.contains("1398"));
    }

    static void deleteFolder(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (final Path file :
                    files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
