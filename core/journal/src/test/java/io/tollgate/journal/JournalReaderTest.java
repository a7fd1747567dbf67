package io.tollgate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
    private static final RecordHandler IGNORE = (ring, sequence, template, buffer, offset, length, nanos) -> {};

    @TempDir
    private Path state;

    private final AtomicLong clock = new AtomicLong(TestGate.START_NANOS);

    private Journaler open(TestGate gate) {
        final Journaler journaler = Journaler.open(
                gate.journal(), clock::incrementAndGet, () -> Long.MAX_VALUE, JournalerOptions.defaults());
        gate.addTo(journaler);
        return journaler;
    }

    private static List<String> read(JournalReader reader) {
        final List<String> found = new ArrayList<>();
        reader.readAll((ring, sequence, template, buffer, offset, length, nanos) -> found.add(ring + ":" + sequence));
        return found;
    }

    @Test
    void readsWhileTheJournalIsWrittenAndTwoReadersDoNotDisturbEachOther() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(2);
            journaler.doWork();
            try (JournalReader first = JournalReader.open(state);
                    JournalReader second = JournalReader.open(gate.journal())) {
                assertThat(read(first)).containsExactly("1:0", "1:1");
                assertThat(first.poll(IGNORE)).isEqualTo(-1);
                gate.lane(2).acks(1);
                journaler.doWork();
                assertThat(read(first)).containsExactly("2:0");
                assertThat(first.batchIndex()).isEqualTo(first.lastIndex());
                assertThat(read(second)).containsExactly("1:0", "1:1", "2:0");
            }
            journaler.onClose();
        }
    }

    @Test
    void anOldJournalIsReadAndGoneOnWith() {
        for (int session = 0; session < 3; session++) {
            clock.addAndGet(TimeUnit.HOURS.toNanos(30));
            try (TestGate gate = new TestGate(state, 0)) {
                final Journaler journaler = open(gate);
                gate.lane(1).acks(5);
                journaler.onClose();
            }
        }
        assertThat(queueFiles(state.resolve("journal"))).hasSize(3);
        try (JournalReader reader = JournalReader.open(state)) {
            assertThat(read(reader)).hasSize(15).endsWith("1:14");
        }
    }

    @Test
    void readsOverTheEndOfADayWithoutARestart() {
        try (TestGate gate = new TestGate(state, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(5);
            journaler.doWork();
            try (JournalReader reader = JournalReader.open(state)) {
                assertThat(read(reader)).hasSize(5);
                clock.addAndGet(TimeUnit.DAYS.toNanos(1));
                gate.lane(1).acks(5);
                journaler.doWork();
                assertThat(read(reader)).hasSize(5).endsWith("1:9");
            }
            journaler.onClose();
        }
        assertThat(queueFiles(state.resolve("journal"))).hasSize(2);
    }

    /** What a kill leaves: files copied while the writer lives, the rings not told, and a document begun and not finished. */
    private void killInTheMiddleOfADocument() throws IOException {
        final Path living = state.resolve("living");
        try (TestGate gate = new TestGate(living, 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(5);
            journaler.doWork();
            // in the journal and not yet given back
            gate.lane(1).acks(2);
            copy(living.resolve("lanes"), state.resolve("killed/lanes"));
            journaler.onClose();
        }
        try (ChronicleQueue queue = ChronicleQueue.singleBuilder(living.resolve("journal"))
                        .rollCycle(JournalFormat.ROLL_CYCLE)
                        .timeProvider(() -> clock.get() / 1_000_000)
                        .build();
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            firstVersion(ChronicleSink.wireOf(document), 1, 7, 1, 0);
            copy(living.resolve("journal"), state.resolve("killed/journal"));
            document.rollbackOnClose();
        }
    }

    @Test
    void aDocumentThatAKillLeftOpenIsTheEndForAReader() throws IOException {
        killInTheMiddleOfADocument();
        final long before = System.nanoTime();
        try (JournalReader reader = JournalReader.open(state.resolve("killed"))) {
            assertThat(read(reader)).hasSize(7).endsWith("1:6");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aDocumentThatAKillLeftOpenDoesNotHoldUpTheNextStart() throws IOException {
        killInTheMiddleOfADocument();
        final long before = System.nanoTime();
        try (TestGate gate = new TestGate(state.resolve("killed"), 0)) {
            final Journaler journaler = open(gate);
            assertThat(gate.lane(1).ring.journalReader().position()).isEqualTo(7);
            gate.lane(1).acks(3);
            assertThat(journaler.drainAll()).isTrue();
            journaler.onClose();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        try (JournalReader reader = JournalReader.open(state.resolve("killed"))) {
            assertThat(read(reader)).hasSize(10).doesNotHaveDuplicates().endsWith("1:9");
        }
    }

    @Test
    void aKillAndAStartOnAnotherDayLoseNothing() throws IOException {
        killInTheMiddleOfADocument();
        clock.addAndGet(TimeUnit.DAYS.toNanos(2));
        try (TestGate gate = new TestGate(state.resolve("killed"), 0)) {
            final Journaler journaler = open(gate);
            gate.lane(1).acks(3);
            assertThat(journaler.drainAll()).isTrue();
            try (JournalReader reader = JournalReader.open(state.resolve("killed"))) {
                assertThat(read(reader)).hasSize(10).doesNotHaveDuplicates().endsWith("1:9");
            }
            journaler.onClose();
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThatThrownBy(() -> JournalReader.open(state.resolve("nothing")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining(state.resolve("nothing").toString());
        assertThatThrownBy(() -> JournalReader.open(state))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("metadata.cq4t");
        final Path file = Files.createFile(state.resolve("file"));
        assertThatThrownBy(() -> JournalReader.open(file)).hasMessageContaining("is a file");
        try (TestGate gate = new TestGate(state, 0)) {
            open(gate).onClose();
        }
    }

    @Test
    void aJournalWithoutRecordsIsSaidToBeEmpty() {
        Journaler.open(
                        state.resolve("journal"),
                        clock::incrementAndGet,
                        () -> Long.MAX_VALUE,
                        JournalerOptions.defaults())
                .onClose();
        assertThatThrownBy(() -> JournalReader.open(state))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("nothing was journaled yet");
    }

    /** Appends a document that a Journaler would not write. */
    private void append(java.util.function.Consumer<Wire> content) {
        try (ChronicleQueue queue = ChronicleQueue.singleBuilder(state.resolve("journal"))
                        .rollCycle(JournalFormat.ROLL_CYCLE)
                        .build();
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            content.accept(ChronicleSink.wireOf(document));
        }
    }

    private void isCorrupt(String problem, int record) {
        try (JournalReader reader = JournalReader.open(state)) {
            assertThatThrownBy(() -> reader.readAll(IGNORE))
                    .isInstanceOfSatisfying(JournalCorruptException.class, e -> {
                        assertThat(e.record()).isEqualTo(record);
                        assertThat(e.queueIndex()).isEqualTo(reader.batchIndex());
                    })
                    .hasMessageContaining(problem)
                    .hasMessageContaining("0x" + Long.toHexString(reader.batchIndex()));
        }
    }

    private static void record(Wire wire, int... shorts) {
        final Bytes<Void> bytes = Bytes.allocateElasticDirect();
        try {
            for (final int number : shorts) {
                bytes.writeShort((short) number);
            }
            wire.write(JournalFormat.RECORD).bytes(bytes);
        } finally {
            bytes.releaseLast();
        }
    }

    @Test
    void aDocumentOfSomethingElseIsCorrupt() {
        append(wire -> wire.write("hello").text("world"));
        isCorrupt("format version is missing", -1);
    }

    @Test
    void aDocumentOfALaterFormatIsCorrupt() {
        append(wire -> wire.write(JournalFormat.FORMAT).int32(3));
        isCorrupt("format version is 3", -1);
    }

    @Test
    void aHeaderThatCannotBeIsCorrupt() {
        append(wire -> firstVersion(wire, 1, -5, 1, 0));
        isCorrupt("first=-5", -1);
    }

    @Test
    void aBatchThatEndsTooEarlyIsCorrupt() {
        append(wire -> {
            firstVersion(wire, 1, 0, 2, 0);
            record(wire, 0, 1, 7001, 1);
        });
        isCorrupt("ends after 1 of 2", 1);
    }

    @Test
    void aBatchThatGoesOnIsCorrupt() {
        append(wire -> {
            firstVersion(wire, 1, 0, 1, 0);
            record(wire, 0, 1, 7001, 1);
            record(wire, 0, 1, 7001, 1);
        });
        isCorrupt("goes on after 1", 1);
    }

    @Test
    void aRecordWithoutAHeaderIsCorrupt() {
        append(wire -> {
            firstVersion(wire, 1, 0, 1, 0);
            record(wire, 0, 1);
        });
        isCorrupt("has 4 bytes", 0);
    }

    @Test
    void aRecordOfAnotherSchemaIsCorrupt() {
        append(wire -> {
            firstVersion(wire, 1, 0, 1, 0);
            record(wire, 0, 1, 7002, 1);
        });
        isCorrupt("schema 7002", 0);
    }

    @Test
    void aRecordShorterThanItSaysIsCorrupt() {
        append(wire -> {
            firstVersion(wire, 1, 0, 1, 0);
            record(wire, 100, 1, 7001, 1);
        });
        isCorrupt("says 100 bytes and has 0", 0);
    }

    @Test
    void whatAHandlerThrowsComesThrough() {
        append(wire -> {
            firstVersion(wire, 1, 0, 1, 0);
            record(wire, 0, 1, 7001, 1);
        });
        try (JournalReader reader = JournalReader.open(state)) {
            final RecordHandler broken = (ring, sequence, template, buffer, offset, length, nanos) -> {
                throw new ArithmeticException("mine");
            };
            assertThatThrownBy(() -> reader.poll(broken))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("mine");
        }
    }

    /** The header as it was before documents had a sum; it stays readable. */
    private static void firstVersion(Wire wire, int ringId, long first, int count, long nanos) {
        wire.write(JournalFormat.FORMAT).int32(1);
        wire.write(JournalFormat.RING).int32(ringId);
        wire.write(JournalFormat.FIRST).int64(first);
        wire.write(JournalFormat.COUNT).int32(count);
        wire.write(JournalFormat.NANOS).int64(nanos);
    }

    @Test
    void aDocumentWhoseContentChangedIsCorrupt() {
        append(wire -> {
            JournalFormat.writeHeader(wire, 1, 0, 1, 0, 12345);
            record(wire, 0, 1, 7001, 1);
        });
        isCorrupt("bits were changed", -1);
    }

    private static List<Path> queueFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4")).toList();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Copies a folder, leaving holes where there are zeros, as a copy of sparse files should. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (final Path file : files.toList()) {
                SparseCopy.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        }
    }
}
