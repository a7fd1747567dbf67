package io.tollgate.gate.ring;

import io.tollgate.gate.state.MappedFile;
import io.tollgate.sbe.MessageHeaderDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        return lane(path, laneId, slotCount, rowCount, 0);
    }

    /**
     * Opens a lane's ring, or creates it where another one was lost.
     *
     * @param laneId 1 or more
     * @param slotCount power of two
     * @param rowCount reservation rows of the lane, power of two
     * @param firstSequence of its first record if it is created
     */
    public static Ring lane(Path path, int laneId, int slotCount, int rowCount, long firstSequence) {
        final MappedFile file =
                RingLayout.openOrCreate(path, laneId, LANE_SLOT_BYTES, slotCount, rowCount, firstSequence);
        return new Ring(file, laneId, LANE_SLOT_BYTES, slotCount, rowCount, slotCount - slotCount / 4);
    }

    /** Opens or creates BookKeeper's ring; it has one reader, Journaler. */
    public static Ring keeper(Path path, int slotCount) {
        return keeper(path, slotCount, 0);
    }

    /** {@link #keeper(Path, int)}; if it is created, its first record has this sequence. */
    public static Ring keeper(Path path, int slotCount, long firstSequence) {
        final MappedFile file =
                RingLayout.openOrCreate(path, KEEPER_RING_ID, KEEPER_SLOT_BYTES, slotCount, 0, firstSequence);
        return new Ring(file, KEEPER_RING_ID, KEEPER_SLOT_BYTES, slotCount, 0, slotCount - slotCount / 4);
    }

    /**
     * Whether a record is missing before others that are there, or one that was not read yet is not what its slot says: no producer leaves
     * that, but a machine's death or a damaged file may. Before the producer is used.
     *
     * @param journaled records before it are in the journal, whatever stands in the ring
     * @return the sequence of the first record that is missing or broken, or −1
     */
    public long tornAt(long journaled) {
        final long end = producer.sequence();
        final long broken = firstBroken(journaled);
        if (broken < end) {
            return broken;
        }
        for (long sequence = end + 1; sequence < end + journalReader.slotCount(); sequence++) {
            if (journalReader.find(sequence) >= 0) {
                return end;
            }
        }
        final long keeper = keeperReader.position();
        return keeper > end || journalReader.position() > end ? end : -1;
    }

    /** The first record on the way to the journal whose header or number cannot be, or the end. */
    private long firstBroken(long journaled) {
        final long end = producer.sequence();
        long sequence = Math.min(end, Math.max(journaled, journalReader.position()));
        while (sequence < end && isWhole(sequence)) {
            sequence++;
        }
        return sequence;
    }

    private boolean isWhole(long sequence) {
        final int offset = journalReader.find(sequence);
        if (offset < 0) {
            return false;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(journalReader.buffer(), offset);
        final int most = journalReader.slotBytes() - Long.BYTES - MessageHeaderDecoder.ENCODED_LENGTH;
        // every message begins with its sequence
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && header.templateId() > 0
                && header.blockLength() >= Long.BYTES
                && header.blockLength() <= most
                && journalReader.buffer().getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN)
                        == sequence;
    }

    /** Forgets what stands from {@link #tornAt} on: it cannot be proven. Before the producer is used, and only if the loss is told. */
    public void clearTorn(long journaled) {
        final long from = firstBroken(journaled);
        final long end = producer.sequence();
        for (long sequence = from; sequence < end + journalReader.slotCount(); sequence++) {
            if (journalReader.find(sequence) >= 0) {
                journalReader.erase(sequence);
            }
        }
        producer.goBack(from);
    }

    /**
     * How many records a ring's file says that it has given to the journal, without opening it; 0 if it is too short to be a ring's.
     *
     * @throws IOException if it cannot be read
     */
    public static long journaledUpTo(Path path) throws IOException {
        final ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.read(word, RingLayout.JOURNAL_POSITION) == Long.BYTES ? word.getLong(0) : 0;
        }
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
