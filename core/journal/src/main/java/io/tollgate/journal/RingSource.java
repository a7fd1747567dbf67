package io.tollgate.journal;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** A ring that Journaler reads. Journaler's thread, except {@link #backlog}. */
final class RingSource {
    private final Ring ring;
    private final RingReader reader;
    private final DirectBuffer buffer;
    private final int longestRecord;
    /** Called once the ring is drained and no longer looked at. */
    private @Nullable Runnable whenRemoved;

    RingSource(Ring ring) {
        this.ring = ring;
        this.reader = ring.journalReader();
        this.buffer = reader.buffer();
        final int slotBytes = ring.ringId() == Ring.KEEPER_RING_ID ? Ring.KEEPER_SLOT_BYTES : Ring.LANE_SLOT_BYTES;
        this.longestRecord = slotBytes - Long.BYTES;
    }

    /**
     * Puts the reader where the queue ends.
     *
     * @throws JournalGapException if ring and queue do not continue each other
     */
    void continueFrom(RingPositions.Position inQueue) {
        final long ringNext = reader.next();
        final long ringEnd = ring.producer().sequence();
        if (inQueue.next < ringNext) {
            throw new JournalGapException(
                    JournalGapException.Kind.QUEUE_LOST_RECORDS, ring.ringId(), inQueue.next, ringNext);
        }
        if (inQueue.next > ringEnd) {
            throw new JournalGapException(
                    JournalGapException.Kind.RING_LOST_RECORDS, ring.ringId(), inQueue.next, ringEnd);
        }
        if (inQueue.next > ringNext) {
            reader.skipTo(inQueue.next);
        }
        if (inQueue.gaps > ring.unrecordedWritten()) {
            ring.unrecordedWritten(Math.min(inQueue.gaps, ring.unrecorded()));
        }
    }

    /**
     * Puts the reader where the queue ends, or as near as the ring can: after a loss. What the ring had given away and still holds is read
     * again.
     *
     * @return records that are neither in the queue nor in the ring
     */
    long continueAfterLoss(RingPositions.Position inQueue) {
        final long end = ring.producer().sequence();
        long from = end;
        while (from > inQueue.next && reader.find(from - 1) >= 0) {
            from--;
        }
        final long lost = from - Math.min(from, inQueue.next);
        reader.reset(from);
        inQueue.next = from;
        ring.unrecordedWritten(Math.min(Math.max(inQueue.gaps, ring.unrecordedWritten()), ring.unrecorded()));
        return lost;
    }

    /** Puts the reader where the ring ends: a queue that begins there knows nothing of what is before it. */
    void continueAtEnd(RingPositions.Position inQueue) {
        final long end = ring.producer().sequence();
        reader.reset(end);
        inQueue.next = end;
        inQueue.gaps = ring.unrecorded();
        ring.unrecordedWritten(inQueue.gaps);
    }

    /** Takes as many committed records as the batch has room for. */
    void fill(Batch batch) {
        batch.begin(ring.ringId(), reader.next());
        for (int offset = reader.poll(); offset >= 0; offset = reader.poll()) {
            final int block = buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
            // never more than the slot: a record that says so is refused by whoever reads it
            final int length = Math.min(MessageHeaderDecoder.ENCODED_LENGTH + block, longestRecord);
            if (!batch.hasRoom(length)) {
                return;
            }
            batch.add(buffer, offset, length);
            reader.advance();
        }
    }

    /** Records committed and not yet in the queue. Any thread. */
    long backlog() {
        final long position = reader.position();
        if (reader.find(position) < 0) {
            return 0;
        }
        // committed records are contiguous: gallop, then halve
        long present = 0;
        long step = 1;
        while (reader.find(position + present + step) >= 0) {
            present += step;
            step <<= 1;
        }
        for (long half = step >> 1; half > 0; half >>= 1) {
            if (reader.find(position + present + half) >= 0) {
                present += half;
            }
        }
        return present + 1;
    }

    int ringId() {
        return ring.ringId();
    }

    Ring ring() {
        return ring;
    }

    RingReader reader() {
        return reader;
    }

    void removeWhenDrained(Runnable callback) {
        whenRemoved = callback;
    }

    @Nullable
    Runnable whenRemoved() {
        return whenRemoved;
    }
}
