package io.tollgate.gate.ring;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One reading side of a ring. {@link #poll} looks at the next record, {@link #advance} goes past it, {@link #publish} tells the
 * producer, so that the slots may be used again; a reader that dies before that sees its records again.
 *
 * <p>Threading: one thread, except {@link #position}.
 */
public final class RingReader {
    private final UnsafeBuffer buffer;
    private final int slotsOffset;
    private final int slotBytes;
    private final int slotCount;
    private final long mask;
    private final int positionOffset;
    private long next;

    RingReader(UnsafeBuffer buffer, int slotsOffset, int slotBytes, int slotCount, int positionOffset) {
        this.buffer = buffer;
        this.slotsOffset = slotsOffset;
        this.slotBytes = slotBytes;
        this.slotCount = slotCount;
        this.mask = slotCount - 1L;
        this.positionOffset = positionOffset;
        this.next = buffer.getLongAcquire(positionOffset);
    }

    private int slot(long sequence) {
        return slotsOffset + (int) (sequence & mask) * slotBytes;
    }

    /** Offset in {@link #buffer()} of the next record's message header, or -1 if there is none yet. */
    public int poll() {
        final int slot = slot(next);
        return buffer.getLongAcquire(slot) == next + 1 ? slot + RingLayout.SLOT_HEADER_BYTES : -1;
    }

    /** Goes past the record that {@link #poll} returned. */
    public void advance() {
        next++;
    }

    /** Gives the slots of all records that were passed back to the producer. */
    public void publish() {
        buffer.putLongRelease(positionOffset, next);
    }

    /** Sequence of the next record. */
    public long next() {
        return next;
    }

    /**
     * Goes to a later sequence without reading, as after a restart when the queue already holds the records before it.
     *
     * @throws IllegalArgumentException if it is behind
     */
    public void skipTo(long sequence) {
        if (sequence < next) {
            throw new IllegalArgumentException("a reader only goes forward: next=" + next + " asked=" + sequence);
        }
        next = sequence;
        publish();
    }

    /** Goes to any sequence whose records are still there, or to the end. Recovery, while the producer is quiet. */
    public void reset(long sequence) {
        next = sequence;
        publish();
    }

    int slotCount() {
        return slotCount;
    }

    int slotBytes() {
        return slotBytes;
    }

    /** Makes a slot as if nothing had been written to it. */
    void erase(long sequence) {
        buffer.putLongRelease(slot(sequence), 0);
    }

    /** Position last published. Any thread. */
    public long position() {
        return buffer.getLongAcquire(positionOffset);
    }

    /**
     * Offset of the record with this sequence if it is still in the ring, whether passed or not, else -1. For recovery, while the
     * producer is quiet.
     */
    public int find(long sequence) {
        final int slot = slot(sequence);
        return sequence >= 0 && buffer.getLongAcquire(slot) == sequence + 1 ? slot + RingLayout.SLOT_HEADER_BYTES : -1;
    }

    /**
     * Oldest sequence that is whole in the ring, given the sequence of the producer's next record: the slot of that one still has the commit
     * word of the record a lap before, but a producer that died may have written half of the next record over it.
     */
    public long oldest(long producerSequence) {
        return Math.max(0, producerSequence - slotCount + 1);
    }

    /** Where records are read. */
    public DirectBuffer buffer() {
        return buffer;
    }
}
