package io.tollgate.gate.ring;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writing side of a ring. Claim, write, commit; a claim that is not committed leaves nothing behind.
 *
 * <p>Threading: one thread.
 */
public final class RingProducer {
    /** No room. */
    public static final int FULL = -1;

    private final UnsafeBuffer buffer;
    private final int slotsOffset;
    private final int slotShift;
    private final long start;
    private final long slots;
    private final long mask;
    private final int slotCount;
    private final int decisionMark;
    private final boolean hasKeeperReader;
    private long next;
    private long slowestReader;

    RingProducer(
            UnsafeBuffer buffer,
            int slotsOffset,
            int slotBytes,
            int slotCount,
            int decisionMark,
            boolean hasKeeperReader) {
        this.buffer = buffer;
        if (Integer.bitCount(slotBytes) != 1 || Integer.bitCount(slotCount) != 1) {
            throw new IllegalArgumentException("slots must be a power of two in bytes and in number: slotBytes="
                    + slotBytes + " slotCount=" + slotCount);
        }
        buffer.boundsCheck(slotsOffset, slotBytes * slotCount);
        this.slotsOffset = slotsOffset;
        this.slotShift = Integer.numberOfTrailingZeros(slotBytes);
        this.start = buffer.addressOffset();
        this.slots = start + slotsOffset;
        this.slotCount = slotCount;
        this.mask = slotCount - 1L;
        this.decisionMark = decisionMark;
        this.hasKeeperReader = hasKeeperReader;
        this.slowestReader = slowest();
        this.next = firstUncommitted();
    }

    /** Where the last producer stopped: commit words of this lap, from the slowest reader on. */
    private long firstUncommitted() {
        long sequence = slowestReader;
        final long end = sequence + slotCount;
        while (sequence < end && buffer.getLongAcquire(slot(sequence)) == sequence + 1) {
            sequence++;
        }
        return sequence;
    }

    private int slot(long sequence) {
        return slotsOffset + ((int) (sequence & mask) << slotShift);
    }

    private long slowest() {
        final long journal = buffer.getLongAcquire(RingLayout.JOURNAL_POSITION);
        return hasKeeperReader ? Math.min(journal, buffer.getLongAcquire(RingLayout.KEEPER_POSITION)) : journal;
    }

    /**
     * Claims the slot of the next record for a decision.
     *
     * @return offset in {@link #buffer()} where the message header goes, or {@link #FULL} above the mark
     */
    public int claimDecision() {
        return claim(decisionMark);
    }

    /**
     * Claims the slot of the next record for a fact, which may use the ring to its end.
     *
     * @return offset in {@link #buffer()} where the message header goes, or {@link #FULL}
     */
    public int claimFact() {
        return claim(slotCount);
    }

    private int claim(int bound) {
        if (next - slowestReader >= bound && refreshed() >= bound) {
            return FULL;
        }
        return slot(next) + RingLayout.SLOT_HEADER_BYTES;
    }

    private long refreshed() {
        slowestReader = slowest();
        return next - slowestReader;
    }

    /** Makes the claimed record visible, in a ring that is open. Pairs with the acquire read of the commit word in {@link RingReader#poll}. */
    public void commit() {
        final long sequence = next;
        UnsafeApi.putLongRelease(null, slots + ((sequence & mask) << slotShift), sequence + 1);
        next = sequence + 1;
    }

    /** {@link #commit()} of the record claimed at this offset, for a caller that still has it. */
    public void commit(int offset) {
        final long sequence = next;
        assert offset == slot(sequence) + RingLayout.SLOT_HEADER_BYTES;
        UnsafeApi.putLongRelease(null, start + offset - RingLayout.SLOT_HEADER_BYTES, sequence + 1);
        next = sequence + 1;
    }

    /** What stands from here on was erased. Before the first claim. */
    void goBack(long sequence) {
        next = sequence;
    }

    /** Sequence of the record that is claimed, or would be next. */
    public long sequence() {
        return next;
    }

    /** Counts a refusal that has no room; becomes part of a gap record. */
    public void countUnrecorded() {
        buffer.putLongRelease(RingLayout.UNRECORDED, buffer.getLong(RingLayout.UNRECORDED) + 1);
    }

    /** Records between the producer and its slowest reader, as last seen. */
    public long backlog() {
        return refreshed();
    }

    /** How many records decisions may be ahead of the slowest reader. */
    public int decisionMark() {
        return decisionMark;
    }

    /** Where records are written. */
    public UnsafeBuffer buffer() {
        return buffer;
    }
}
