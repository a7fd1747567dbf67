package io.tollgate.gate.ring;

import io.tollgate.gate.state.MappedFile;
import io.tollgate.gate.state.StateException;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Offsets of a ring file; words that different threads write are 128 bytes apart (two cache lines: prefetch comes in pairs). */
final class RingLayout {
    static final long MAGIC = 0x474e495245544c54L;
    static final int VERSION = 1;

    static final int RING_ID = MappedFile.SHAPE_OFFSET;
    static final int SLOT_BYTES = 20;
    static final int SLOT_COUNT = 24;
    static final int FREE_ROW_COUNT = 28;
    /** Journaler: sequence of the next record to write to the queue. */
    static final int JOURNAL_POSITION = 128;
    /** BookKeeper: sequence of the next record to look at. */
    static final int KEEPER_POSITION = 256;
    /** Producer: refusals that were not recorded, ever. */
    static final int UNRECORDED = 384;
    /** Journaler: how many of them are in gap records. */
    static final int UNRECORDED_WRITTEN = 512;
    /** Lane: free rows taken, ever. */
    static final int FREE_ROWS_HEAD = 640;
    /** BookKeeper: free rows given, ever. */
    static final int FREE_ROWS_TAIL = 768;

    static final int HEADER_BYTES = 4096;

    /** Of the commit word. */
    static final int SLOT_HEADER_BYTES = 8;

    private RingLayout() {}

    static int slotsOffset(int freeRowCount) {
        return HEADER_BYTES + BitUtil.align(freeRowCount * Integer.BYTES, 4096);
    }

    static MappedFile openOrCreate(
            Path path, int ringId, int slotBytes, int slotCount, int freeRowCount, long firstSequence) {
        if (!BitUtil.isPowerOfTwo(slotCount) || slotCount < 8) {
            throw new StateException("ring slots must be a power of two from 8: slots=" + slotCount);
        }
        if (freeRowCount != 0 && !BitUtil.isPowerOfTwo(freeRowCount)) {
            throw new StateException("reservations of a lane must be a power of two: rows=" + freeRowCount);
        }
        final long size = slotsOffset(freeRowCount) + (long) slotBytes * slotCount;
        final int[] beginning = beginning(ringId, slotBytes, slotCount, freeRowCount, firstSequence);
        final MappedFile file = MappedFile.openOrCreate(path, MAGIC, VERSION, size, beginning);
        final UnsafeBuffer buffer = file.buffer();
        if (buffer.getInt(RING_ID) != ringId
                || buffer.getInt(SLOT_BYTES) != slotBytes
                || buffer.getInt(SLOT_COUNT) != slotCount
                || buffer.getInt(FREE_ROW_COUNT) != freeRowCount) {
            final String found = "ring=" + buffer.getInt(RING_ID) + " slotBytes=" + buffer.getInt(SLOT_BYTES)
                    + " slots=" + buffer.getInt(SLOT_COUNT) + " rows=" + buffer.getInt(FREE_ROW_COUNT);
            file.close();
            throw new StateException(
                    "ring file must have the configured shape: path=" + path + " " + found + " expected ring="
                            + ringId + " slotBytes=" + slotBytes + " slots=" + slotCount + " rows=" + freeRowCount
                            + ": start with the sizes it was made with, or with an empty directory");
        }
        return file;
    }

    /** What a new ring holds from its first moment on: its shape, and where its readers begin. */
    private static int[] beginning(int ringId, int slotBytes, int slotCount, int freeRowCount, long firstSequence) {
        final int[] words = new int[word(KEEPER_POSITION + Long.BYTES)];
        words[word(RING_ID)] = ringId;
        words[word(SLOT_BYTES)] = slotBytes;
        words[word(SLOT_COUNT)] = slotCount;
        words[word(FREE_ROW_COUNT)] = freeRowCount;
        for (final int position : new int[] {JOURNAL_POSITION, KEEPER_POSITION}) {
            words[word(position)] = (int) firstSequence;
            words[word(position + Integer.BYTES)] = (int) (firstSequence >>> Integer.SIZE);
        }
        return words;
    }

    private static int word(int offset) {
        return (offset - MappedFile.SHAPE_OFFSET) / Integer.BYTES;
    }
}
