package io.tollgate.journal;

import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.table.AbstractTSQueueLock;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The queue as a sink of batches.
 *
 * <p>Threading: one thread at a time; {@link #release} hands over.
 */
final class ChronicleSink implements BatchSink {
    /** Chronicle's own name and value. */
    private static final String WRITE_LOCK = "chronicle.write.lock";

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long UNLOCKED = AbstractTSQueueLock.UNLOCKED;

    /** Most bytes that the wire adds to a record or to a ring's place in a checkpoint, rounded up. */
    private static final int WIRE_BYTES = 64;

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final JournalSpace space = new JournalSpace();
    private final JournalFormat.Header header = new JournalFormat.Header();
    private final DocumentSum sum = new DocumentSum();
    /** Of the document that is being appended: it decides the file, so that room is made in the file that the queue will write to. */
    private volatile long nanos;

    private final TimeProvider epochMillis;
    private long lastIndex;
    /** Of the file that the last document is in. */
    private int lastCycle;

    private Path lastFile;
    /** Where in that file the last document ends. */
    private long lastEnd;

    private @Nullable ExcerptAppender appender;
    /** An append threw: its document may be there all the same. */
    private boolean inDoubt;

    /**
     * Opens or creates the queue. The caller holds the journal's lock, so nobody else appends: a write lock that is still set was
     * left by a process that is dead, even if its number lives again, as it does in a container.
     *
     * @param nanos nanoseconds since the epoch, now; later the time of each document decides its file
     * @param timeoutMillis how long to wait for an entry that a crash left open before it is closed
     */
    ChronicleSink(Path directory, long nanos, long timeoutMillis) {
        this.directory = directory;
        this.nanos = nanos;
        this.epochMillis = () -> this.nanos / NANOS_PER_MILLI;
        this.queue = ChronicleQueue.singleBuilder(directory)
                .rollCycle(JournalFormat.ROLL_CYCLE)
                .timeProvider(epochMillis)
                .timeoutMS(timeoutMillis)
                .build();
        try {
            unlock();
            lastCycle = queue.lastCycle();
            lastFile = directory.resolve(JournalFormat.fileName(lastCycle));
            lastEnd = findEnd();
        } catch (final Exception e) {
            // Chronicle throws checked ones too, undeclared
            queue.close();
            throw e;
        }
    }

    private long findEnd() {
        try (ExcerptTailer tailer =
                queue.createTailer().direction(TailerDirection.BACKWARD).toEnd()) {
            try (DocumentContext document = tailer.readingDocument()) {
                return document.isPresent() && JournalFormat.ROLL_CYCLE.toCycle(document.index()) == lastCycle
                        ? wireOf(document).bytes().readLimit()
                        : 0;
            }
        }
    }

    /** Room for a document of so many bytes in the file it goes to. */
    private void makeRoom(long bytes, long atNanos) {
        final int cycle = cycle(atNanos);
        // a clock that was set back does not go back to an older file
        if (cycle > lastCycle) {
            lastCycle = cycle;
            lastFile = directory.resolve(JournalFormat.fileName(cycle));
            lastEnd = 0;
        }
        space.ensure(lastFile, lastEnd, bytes);
    }

    /** Chronicle would find out by itself, after a time-out, unless the dead process's number lives again; and say so with a stack trace. */
    private void unlock() {
        try (LongValue lock = queue.metaStore().acquireValueFor(WRITE_LOCK)) {
            if (lock.getVolatileValue() != UNLOCKED) {
                lock.setOrderedValue(UNLOCKED);
            }
        }
    }

    ChronicleQueue queue() {
        return queue;
    }

    private ExcerptAppender appender() {
        ExcerptAppender current = appender;
        if (current == null || current.isClosed()) {
            current = queue.createAppender();
            appender = current;
        }
        return current;
    }

    @Override
    public void append(Batch batch, long atNanos) {
        if (inDoubt && isLast(batch)) {
            lastIndex = queue.lastIndex();
            inDoubt = false;
            return;
        }
        makeRoom(batch.bytes() + (long) WIRE_BYTES * (batch.count() + 1), atNanos);
        inDoubt = true;
        sum.begin(batch.ringId(), batch.first(), batch.count(), atNanos);
        for (int i = 0; i < batch.count(); i++) {
            sum.add(batch.buffer(), batch.offset(i), batch.length(i));
        }
        try (DocumentContext document = appender().writingDocument()) {
            boolean whole = false;
            try {
                final Wire wire = wireOf(document);
                JournalFormat.writeHeader(wire, batch.ringId(), batch.first(), batch.count(), atNanos, sum.value());
                for (int i = 0; i < batch.count(); i++) {
                    wire.write(JournalFormat.RECORD).bytes(batch.record(i));
                }
                lastEnd = wire.bytes().writePosition();
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        lastIndex = appender().lastIndexAppended();
        inDoubt = false;
    }

    @Override
    public void append(RingPositions positions, long stateIndex, long atNanos) {
        makeRoom((long) WIRE_BYTES * (positions.size() + 1), atNanos);
        sum.begin(JournalFormat.CHECKPOINT, 0, positions.size(), atNanos).add(stateIndex, 0);
        positions.forEach((position, ringId) -> {
            sum.add(ringId, position.next);
            sum.add(position.gaps, 0);
        });
        try (DocumentContext document = appender().writingDocument()) {
            boolean whole = false;
            try {
                final Wire wire = wireOf(document);
                JournalFormat.writeHeader(wire, JournalFormat.CHECKPOINT, 0, positions.size(), atNanos, sum.value());
                wire.write(JournalFormat.CHECKPOINT_STATE).int64(stateIndex);
                positions.forEach((position, ringId) -> {
                    wire.write(JournalFormat.CHECKPOINT_RING).int32(ringId);
                    wire.write(JournalFormat.CHECKPOINT_NEXT).int64(position.next);
                    wire.write(JournalFormat.CHECKPOINT_GAPS).int64(position.gaps);
                });
                lastEnd = wire.bytes().writePosition();
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        lastIndex = appender().lastIndexAppended();
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    @Override
    public int cycle(long atNanos) {
        nanos = atNanos;
        return JournalFormat.ROLL_CYCLE.current(epochMillis, 0);
    }

    @Override
    public void filesRetired() {
        queue.refreshDirectoryListing();
    }

    static Wire wireOf(DocumentContext document) {
        final Wire wire = document.wire();
        if (wire == null) {
            throw new JournalException("an open document of the queue must have content: index=0x"
                    + Long.toHexString(document.index()) + ": the queue was closed meanwhile");
        }
        return wire;
    }

    /** Makes the next append look whether its batch is there already. */
    void doubtLast() {
        inDoubt = true;
    }

    private boolean isLast(Batch batch) {
        try (ExcerptTailer tailer =
                queue.createTailer().direction(TailerDirection.BACKWARD).toEnd()) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return false;
                }
                header.read(wireOf(document), document.index());
                return header.ringId == batch.ringId()
                        && header.first == batch.first()
                        && header.count == batch.count();
            }
        }
    }

    @Override
    public void sync() {
        appender().sync();
    }

    @Override
    public void release() {
        final ExcerptAppender current = appender;
        appender = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        release();
        queue.close();
        space.close();
    }
}
