package io.tollgate.journal;

import io.tollgate.sbe.GapDecoder;
import io.tollgate.sbe.MessageHeaderDecoder;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the end of a queue backwards to its last checkpoint: where every ring stands. */
final class QueueTail {
    private final ChronicleQueue queue;
    private final RingPositions positions = new RingPositions();
    private final IntHashSet known = new IntHashSet();
    private final JournalFormat.Header header = new JournalFormat.Header();

    private QueueTail(ChronicleQueue queue) {
        this.queue = queue;
    }

    /** @throws JournalCorruptException if what stands there is not a journal */
    static RingPositions read(ChronicleQueue queue) {
        final QueueTail tail = new QueueTail(queue);
        tail.read();
        return tail.positions;
    }

    private void read() {
        try (ExcerptTailer tailer =
                queue.createTailer().direction(TailerDirection.BACKWARD).toEnd()) {
            boolean more = true;
            while (more) {
                try (DocumentContext document = tailer.readingDocument()) {
                    more = document.isPresent() && !readDocument(ChronicleSink.wireOf(document), document.index());
                }
            }
        }
    }

    /** Returns whether it was a checkpoint, so that nothing older is needed. */
    private boolean readDocument(Wire wire, long index) {
        header.read(wire, index);
        switch (header.ringId) {
            case JournalFormat.CHECKPOINT -> {
                for (int i = 0; i < header.count; i++) {
                    readCheckpoint(wire);
                }
                return true;
            }
            case JournalFormat.JOURNALER_RING -> readGaps(wire);
            default -> {
                if (known.add(header.ringId)) {
                    positions.of(header.ringId).next = header.first + header.count;
                }
            }
        }
        return false;
    }

    private void readCheckpoint(Wire wire) {
        final int ringId = wire.read(JournalFormat.CHECKPOINT_RING).int32();
        final long next = wire.read(JournalFormat.CHECKPOINT_NEXT).int64();
        final RingPositions.Position position = positions.of(ringId);
        if (known.add(ringId)) {
            position.next = next;
        }
        position.gaps += wire.read(JournalFormat.CHECKPOINT_GAPS).int64();
    }

    private void readGaps(Wire wire) {
        final Bytes<Void> bytes = Bytes.allocateElasticDirect(256);
        final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        final GapDecoder gap = new GapDecoder();
        try {
            for (int i = 0; i < header.count; i++) {
                bytes.clear();
                wire.read(JournalFormat.RECORD).bytes(bytes);
                view.wrap(bytes.addressForRead(0), (int) bytes.readRemaining());
                gap.wrap(view, MessageHeaderDecoder.ENCODED_LENGTH, GapDecoder.BLOCK_LENGTH, GapDecoder.SCHEMA_VERSION);
                positions.of(gap.ringId()).gaps += gap.count();
            }
        } finally {
            bytes.releaseLast();
        }
    }
}
