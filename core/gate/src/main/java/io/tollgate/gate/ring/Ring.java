package io.tollgate.gate.ring;

import io.tollgate.gate.state.MappedFile;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One mapped ring file with its producer side and its two readers.
 *
 * <p>Threading: {@link #producer()} belongs to the lane's thread (or BookKeeper's, for its own ring), {@link #keeperReader()} and
 * {@link #freeRows()}'s giving side to BookKeeper's, {@link #journalReader()} to Journaler's.
 */
public final class Ring implements AutoCloseable {
    /** Slots of a lane's ring: a commit word, and a message of at most 120 bytes with its header. */
    public static final int LANE_SLOT_BYTES = 128;
    /** Slots of BookKeeper's ring. */
    public static final int KEEPER_SLOT_BYTES = 512;
    /** Number of BookKeeper's own ring; lanes are 1, 2, ... */
    public static final int KEEPER_RING_ID = 0;

    private final MappedFile file;
    private final int ringId;
    private final RingProducer producer;
    private final RingReader keeperReader;
    private final RingReader journalReader;
    private final FreeRows freeRows;

    private Ring(MappedFile file, int ringId, int slotBytes, int slotCount, int freeRowCount, int decisionMark) {
        this.file = file;
        this.ringId = ringId;
        final UnsafeBuffer buffer = file.buffer();
        final int slots = RingLayout.slotsOffset(freeRowCount);
        this.keeperReader = new RingReader(buffer, slots, slotBytes, slotCount, RingLayout.KEEPER_POSITION);
        this.journalReader = new RingReader(buffer, slots, slotBytes, slotCount, RingLayout.JOURNAL_POSITION);
        this.producer = new RingProducer(buffer, slots, slotBytes, slotCount, decisionMark, freeRowCount > 0);
        this.freeRows = new FreeRows(buffer, freeRowCount);
    }

    /**
     * Opens or creates a lane's ring.
     *
     * @param laneId 1 or more
     * @param slotCount power of two
     * @param rowCount reservation rows of the lane, power of two
     */
    public static Ring lane(Path path, int laneId, int slotCount, int rowCount) {
        final MappedFile file = RingLayout.openOrCreate(path, laneId, LANE_SLOT_BYTES, slotCount, rowCount);
        return new Ring(file, laneId, LANE_SLOT_BYTES, slotCount, rowCount, slotCount - slotCount / 4);
    }

    /** Opens or creates BookKeeper's ring; it has one reader, Journaler. */
    public static Ring keeper(Path path, int slotCount) {
        final MappedFile file = RingLayout.openOrCreate(path, KEEPER_RING_ID, KEEPER_SLOT_BYTES, slotCount, 0);
        return new Ring(file, KEEPER_RING_ID, KEEPER_SLOT_BYTES, slotCount, 0, slotCount - slotCount / 4);
    }

    /** 0 for BookKeeper's ring, else the lane's number. */
    public int ringId() {
        return ringId;
    }

    /** The writing side. */
    public RingProducer producer() {
        return producer;
    }

    /** BookKeeper's reading side of a lane's ring. */
    public RingReader keeperReader() {
        return keeperReader;
    }

    /** Journaler's reading side. */
    public RingReader journalReader() {
        return journalReader;
    }

    /** Free reservation rows of the lane. */
    public FreeRows freeRows() {
        return freeRows;
    }

    /** Refusals that were counted and not recorded since the ring was made. Any thread. */
    public long unrecorded() {
        return file.buffer().getLongAcquire(RingLayout.UNRECORDED);
    }

    /** How many of them are in gap records. Journaler's thread. */
    public long unrecordedWritten() {
        return file.buffer().getLong(RingLayout.UNRECORDED_WRITTEN);
    }

    /** Says that gap records hold {@code count} refusals in all. Journaler's thread. */
    public void unrecordedWritten(long count) {
        file.buffer().putLongRelease(RingLayout.UNRECORDED_WRITTEN, count);
    }

    /** Writes changed pages to the device. */
    public void force() {
        file.force();
    }

    @Override
    public void close() {
        file.close();
    }
}
