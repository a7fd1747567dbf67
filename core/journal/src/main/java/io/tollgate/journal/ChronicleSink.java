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

    private static final long UNLOCKED = AbstractTSQueueLock.UNLOCKED;

    private final SingleChronicleQueue queue;
    private final JournalFormat.Header header = new JournalFormat.Header();
    private @Nullable ExcerptAppender appender;
    /** An append threw: its document may be there all the same. */
    private boolean inDoubt;

    /**
     * Opens or creates the queue. The caller holds the journal's lock, so nobody else appends: a write lock that is still set was
     * left by a process that is dead, even if its number lives again, as it does in a container.
     *
     * @param epochMillis decides when a new file begins
     * @param timeoutMillis how long to wait for an entry that a crash left open before it is closed
     */
    ChronicleSink(Path directory, TimeProvider epochMillis, long timeoutMillis) {
        this.queue = ChronicleQueue.singleBuilder(directory)
                .rollCycle(JournalFormat.ROLL_CYCLE)
                .timeProvider(epochMillis)
                .timeoutMS(timeoutMillis)
                .build();
        unlock();
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
    public void append(Batch batch, long nanos) {
        if (inDoubt && isLast(batch)) {
            inDoubt = false;
            return;
        }
        inDoubt = true;
        try (DocumentContext document = appender().writingDocument()) {
            boolean whole = false;
            try {
                final Wire wire = wireOf(document);
                JournalFormat.writeHeader(wire, batch.ringId(), batch.first(), batch.count(), nanos);
                for (int i = 0; i < batch.count(); i++) {
                    wire.write(JournalFormat.RECORD).bytes(batch.record(i));
                }
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        inDoubt = false;
    }

    @Override
    public void append(RingPositions positions, long nanos) {
        try (DocumentContext document = appender().writingDocument()) {
            boolean whole = false;
            try {
                final Wire wire = wireOf(document);
                JournalFormat.writeHeader(wire, JournalFormat.CHECKPOINT, 0, positions.size(), nanos);
                positions.forEach((position, ringId) -> {
                    wire.write(JournalFormat.CHECKPOINT_RING).int32(ringId);
                    wire.write(JournalFormat.CHECKPOINT_NEXT).int64(position.next);
                    wire.write(JournalFormat.CHECKPOINT_GAPS).int64(position.gaps);
                });
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
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
    }
}
