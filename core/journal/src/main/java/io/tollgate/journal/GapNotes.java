package io.tollgate.journal;

import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.GapEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Turns refusals that lanes counted into gap records. Journaler's thread. */
final class GapNotes {
    private final QueueWriter writer;
    private final EpochNanoClock clock;
    private final UnsafeBuffer record =
            new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + GapEncoder.BLOCK_LENGTH]);
    private final GapEncoder encoder = new GapEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Batch batch = new Batch(record.capacity(), 1);
    /** Its record is not in the queue yet. */
    private @Nullable RingSource pending;

    private long total;

    GapNotes(QueueWriter writer, EpochNanoClock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Notes what the ring has counted since; false if the append failed. */
    boolean note(RingSource source) {
        final Ring ring = source.ring();
        total = ring.unrecorded();
        final long count = total - ring.unrecordedWritten();
        if (count <= 0) {
            return true;
        }
        encoder.wrapAndApplyHeader(record, 0, header)
                .sequence(source.reader().next())
                .clockNanos(clock.nanoTime())
                .count(count)
                .ringId(source.ringId());
        batch.begin(JournalFormat.JOURNALER_RING, source.reader().next());
        batch.add(record, 0, record.capacity());
        pending = source;
        return settle();
    }

    /** Appends what is pending; false if that failed. */
    boolean settle() {
        final RingSource source = pending;
        if (source == null) {
            return true;
        }
        final Ring ring = source.ring();
        if (!writer.appendGap(batch, source.ringId(), total - ring.unrecordedWritten())) {
            return false;
        }
        ring.unrecordedWritten(total);
        pending = null;
        return true;
    }

    void close() {
        batch.close();
    }
}
