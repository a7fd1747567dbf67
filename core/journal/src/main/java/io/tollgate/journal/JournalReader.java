package io.tollgate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its start, record by record. Writes nothing, so it may look at a journal that is being written, one whose
 * writer was killed, and one on a read-only mount. An entry that a killed writer left open is the end of what it reads.
 *
 * <p>Threading: one thread.
 */
public final class JournalReader implements AutoCloseable {
    private static final long OPEN_ENTRY_TIMEOUT_MILLIS = 200;

    private final ChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final DocumentReader documents = new DocumentReader();
    private final StateReader stateReader = new StateReader();
    private RecordHandler current = (ringId, sequence, templateId, buffer, offset, length, nanos) -> {};
    private @Nullable JournalState state;
    private long batchIndex;
    /** A record or a state was handed over. */
    private boolean begun;

    private boolean closed;

    private JournalReader(ChronicleQueue queue) {
        this.queue = queue;
        this.tailer = queue.createTailer();
    }

    /**
     * Opens a journal.
     *
     * @param directory the journal's folder, or a state directory with a folder {@code journal} in it
     * @throws JournalException if there is no journal, or nothing in it
     */
    public static JournalReader open(Path directory) {
        final Path journal = journalIn(directory);
        try {
            return new JournalReader(ChronicleQueue.singleBuilder(journal)
                    .readOnly(true)
                    .timeoutMS(OPEN_ENTRY_TIMEOUT_MILLIS)
                    .build());
        } catch (final Exception e) {
            throw new JournalException(
                    "the journal must be a Chronicle Queue that can be read: path=" + journal + " (" + e
                            + "): check owner, mount and JVM flags, or restore the folder",
                    e);
        }
    }

    private static Path journalIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new JournalException("a journal is a folder: path=" + directory
                    + (Files.exists(directory) ? " is a file" : " does not exist")
                    + ": give a state directory or its folder journal");
        }
        final Path inside = directory.resolve("journal");
        final Path journal = JournalFormat.hasMetadata(directory) || !Files.isDirectory(inside) ? directory : inside;
        if (!JournalFormat.hasMetadata(journal)) {
            throw new JournalException("a journal's folder holds " + JournalFormat.QUEUE_METADATA_FILE + ": path="
                    + journal + " does not: give a state directory or its folder journal");
        }
        JournalFormat.checkMetadata(journal);
        if (isEmpty(journal)) {
            throw new JournalException("a journal to read must hold something: path=" + journal + " has no file *"
                    + JournalFormat.QUEUE_FILE_SUFFIX + ": nothing was journaled yet");
        }
        return journal;
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.noneMatch(file -> file.toString().endsWith(JournalFormat.QUEUE_FILE_SUFFIX));
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal's folder must be readable: path=" + directory + " (" + e + "): check owner and mount",
                    e);
        }
    }

    /**
     * Reads what is there.
     *
     * @return records handed over
     * @throws JournalCorruptException if a document is not a whole batch of this format
     */
    public long readAll(RecordHandler handler) {
        long records = 0;
        for (int read = poll(handler); read >= 0; read = poll(handler)) {
            records += read;
        }
        return records;
    }

    /**
     * Reads the next document.
     *
     * @return records handed over, 0 or more, or −1 if nothing more is there yet
     * @throws JournalCorruptException if the document is not a whole batch of this format
     */
    public int poll(RecordHandler handler) {
        state = null;
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return -1;
            }
            batchIndex = document.index();
            current = handler;
            return documents.read(document, this::onRecord);
        } catch (final JournalException e) {
            throw e;
        } catch (final RejectedRecord e) {
            throw e.reason;
        } catch (final Exception e) {
            // Chronicle throws checked ones too, undeclared
            throw new JournalCorruptException(e.toString(), batchIndex, -1, e);
        }
    }

    private void onRecord(JournalFormat.Header document, int i, int templateId, UnsafeBuffer record, int length) {
        if (document.ringId == JournalFormat.STATE) {
            onState(record);
            return;
        }
        stateReader.interrupted();
        begun = true;
        final long sequence = document.ringId == JournalFormat.JOURNALER_RING ? document.first : document.first + i;
        try {
            current.onRecord(document.ringId, sequence, templateId, record, 0, length, document.nanos);
        } catch (final RuntimeException e) {
            throw new RejectedRecord(e);
        }
    }

    private void onState(UnsafeBuffer message) {
        try {
            final JournalState whole = stateReader.next(message, 0);
            state = whole;
            if (whole != null && !begun) {
                begun = true;
                current.onState(whole.snapshot(List.of()));
            }
        } catch (final IllegalArgumentException e) {
            throw new JournalCorruptException(String.valueOf(e.getMessage()), batchIndex, -1, e);
        }
    }

    /** The state checkpoint that ended with the document last read, or null. */
    @Nullable
    JournalState state() {
        return state;
    }

    /** Chronicle's index of the document last read. */
    public long batchIndex() {
        return batchIndex;
    }

    /** Chronicle's index of the last document there is now; how far a reader still has to go. */
    public long lastIndex() {
        return queue.lastIndex();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tailer.close();
            queue.close();
            documents.close();
        }
    }

    /** Carries what a handler threw past the catch of what the wire threw. */
    private static final class RejectedRecord extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient RuntimeException reason;

        RejectedRecord(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
