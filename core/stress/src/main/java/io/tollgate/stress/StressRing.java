package io.tollgate.stress;

import io.tollgate.gate.ring.FreeRows;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingProducer;
import io.tollgate.gate.ring.RingReader;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * A lane's ring of eight slots with records of fifteen words, each of which tells its sequence. Threading: the producer's side, each
 * reader's side and the two sides of the free rows by one actor each.
 */
public final class StressRing {
    /** Slots. */
    public static final int SLOTS = 8;
    /** Rows that go round in the queue of free rows. */
    public static final int ROWS = 8;

    private static final int WORDS = (Ring.LANE_SLOT_BYTES - Long.BYTES) / Long.BYTES;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private final Ring ring;
    private final RingProducer producer;
    private final FreeRows rows;

    StressRing(Path directory) {
        ring = Ring.lane(directory.resolve("1-stress.ring"), 1, SLOTS, ROWS);
        producer = ring.producer();
        rows = ring.freeRows();
    }

    /** Nothing is unread. */
    void begin() {
        ring.keeperReader().skipTo(producer.sequence());
        ring.journalReader().skipTo(producer.sequence());
        rows.reset();
    }

    /** Publishes a record; false if the ring is full. */
    public boolean publish() {
        final int offset = producer.claimFact();
        if (offset == RingProducer.FULL) {
            return false;
        }
        final long sequence = producer.sequence();
        for (int i = 0; i < WORDS; i++) {
            producer.buffer().putLong(offset + i * Long.BYTES, word(sequence, i));
        }
        producer.commit();
        return true;
    }

    private static long word(long sequence, int i) {
        return sequence * FACTOR + i;
    }

    /** BookKeeper's reading side. */
    public RingReader keeperReader() {
        return ring.keeperReader();
    }

    /** Journaler's reading side. */
    public RingReader journalReader() {
        return ring.journalReader();
    }

    /** Free rows. */
    public FreeRows rows() {
        return rows;
    }

    /** Reads one record and gives its slot back: 1, 0 if there is none, -1 if it is torn or not the next one. */
    public static int read(RingReader reader) {
        final int offset = reader.poll();
        if (offset < 0) {
            return 0;
        }
        final DirectBuffer buffer = reader.buffer();
        final long sequence = reader.next();
        boolean whole = true;
        for (int i = WORDS - 1; i >= 0; i--) {
            whole &= buffer.getLong(offset + i * Long.BYTES) == word(sequence, i);
        }
        reader.advance();
        reader.publish();
        return whole ? 1 : -1;
    }

    /** Reads at most so many records: how many there were, or {@code torn}. */
    public static String readAll(RingReader reader, int most) {
        int count = 0;
        for (int i = 0; i < most; i++) {
            final int read = read(reader);
            if (read < 0) {
                return "torn";
            }
            count += read;
        }
        return COUNTS[count];
    }

    private static final String[] COUNTS = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};

    /** Word for a small number. */
    public static String count(int number) {
        return COUNTS[number];
    }
}
