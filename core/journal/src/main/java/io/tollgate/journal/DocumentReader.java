package io.tollgate.journal;

import io.tollgate.sbe.MessageHeaderDecoder;
import java.util.Arrays;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes one document of the queue apart: all of it is read and its sum checked before anything is handed over, so that nothing of a
 * damaged document is ever believed. One thread.
 */
final class DocumentReader implements AutoCloseable {
    /** Takes what is in a document. */
    interface Handler {
        /** A record, or a message of a state checkpoint; the buffer begins with its header and is valid during the call. */
        void onRecord(JournalFormat.Header document, int i, int templateId, UnsafeBuffer record, int length);

        /** Where rings stand. */
        default void onCheckpoint(RingPositions positions, long stateIndex) {}
    }

    private final JournalFormat.Header header = new JournalFormat.Header();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final DocumentSum sum = new DocumentSum();
    private final Bytes<Void> bytes = Bytes.allocateElasticDirect(4096);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private byte[] content = new byte[1 << 14];
    private int[] ends = new int[256];
    private long index;

    /**
     * Reads a document that is present.
     *
     * @return records handed over; those of checkpoints do not count
     * @throws JournalCorruptException if it is not whole, or not of this format
     */
    int read(DocumentContext document, Handler handler) {
        index = document.index();
        final Wire wire = ChronicleSink.wireOf(document);
        try {
            header.read(wire, index);
            if (header.ringId == JournalFormat.CHECKPOINT) {
                readCheckpoint(wire, handler);
                return 0;
            }
            load(wire);
        } catch (final JournalException e) {
            throw e;
        } catch (final Exception e) {
            // Chronicle throws checked ones too, undeclared
            throw new JournalCorruptException(e.toString(), index, -1, e);
        }
        for (int i = 0; i < header.count; i++) {
            final int start = start(i);
            view.wrap(content, start, ends[i] - start);
            messageHeader.wrap(view, 0);
            handler.onRecord(header, i, messageHeader.templateId(), view, ends[i] - start);
        }
        return header.ringId == JournalFormat.STATE ? 0 : header.count;
    }

    private int start(int i) {
        return i == 0 ? 0 : (ends[i - 1] + Long.BYTES - 1) & -Long.BYTES;
    }

    private void load(Wire wire) {
        sum.begin(header.ringId, header.first, header.count, header.nanos);
        for (int i = 0; i < header.count; i++) {
            bytes.clear();
            if (!wire.hasMore()) {
                throw new JournalCorruptException("it ends after " + i + " of " + header.count + " records", index, i);
            }
            wire.read(JournalFormat.RECORD).bytes(bytes);
            final int length = (int) bytes.readRemaining();
            if (i == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            final int start = start(i);
            ends[i] = start + length;
            if (ends[i] > content.length) {
                content = Arrays.copyOf(content, Math.max(ends[i], 2 * content.length));
            }
            view.wrap(bytes.addressForRead(0), length);
            view.getBytes(0, content, start, length);
            view.wrap(content, start, length);
            check(i, length);
            sum.add(view, 0, length);
        }
        if (wire.hasMore()) {
            throw new JournalCorruptException("it goes on after " + header.count + " records", index, header.count);
        }
        checkSum();
    }

    private void check(int record, int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            throw new JournalCorruptException("a record has " + length + " bytes", index, record);
        }
        messageHeader.wrap(view, 0);
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new JournalCorruptException(
                    "a record has schema " + messageHeader.schemaId() + " instead of " + MessageHeaderDecoder.SCHEMA_ID,
                    index,
                    record);
        }
        if (messageHeader.blockLength() != length - MessageHeaderDecoder.ENCODED_LENGTH) {
            throw new JournalCorruptException(
                    "a record says " + messageHeader.blockLength() + " bytes and has "
                            + (length - MessageHeaderDecoder.ENCODED_LENGTH),
                    index,
                    record);
        }
    }

    private void readCheckpoint(Wire wire, Handler handler) {
        final RingPositions positions = new RingPositions();
        final long stateIndex =
                header.hasSum ? wire.read(JournalFormat.CHECKPOINT_STATE).int64() : 0;
        sum.begin(JournalFormat.CHECKPOINT, header.first, header.count, header.nanos)
                .add(stateIndex, 0);
        for (int i = 0; i < header.count; i++) {
            if (!wire.hasMore()) {
                throw new JournalCorruptException("it ends after " + i + " of " + header.count + " rings", index, i);
            }
            final int ringId = wire.read(JournalFormat.CHECKPOINT_RING).int32();
            final RingPositions.Position position = positions.of(ringId);
            position.next = wire.read(JournalFormat.CHECKPOINT_NEXT).int64();
            position.gaps = wire.read(JournalFormat.CHECKPOINT_GAPS).int64();
            sum.add(ringId, position.next);
            sum.add(position.gaps, 0);
        }
        checkSum();
        handler.onCheckpoint(positions, stateIndex);
    }

    private void checkSum() {
        if (header.hasSum && sum.value() != header.sum) {
            throw new JournalCorruptException(
                    "its check sum is " + Integer.toHexString(header.sum) + " and that of its content "
                            + Integer.toHexString(sum.value()) + ": bits were changed",
                    index,
                    -1);
        }
    }

    /** Chronicle's index of the document last read. */
    long index() {
        return index;
    }

    @Override
    public void close() {
        view.wrap(0, 0);
        bytes.releaseLast();
    }
}
