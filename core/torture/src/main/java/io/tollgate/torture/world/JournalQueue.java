package io.tollgate.torture.world;

import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingReader;
import io.tollgate.torture.Actor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Journaler's side of the rings, without a disk: batches are copied, become part of the queue at once, and then their slots are given
 * back. Killed between the two, it goes on after what the queue holds.
 */
final class JournalQueue {
    private static final int BATCH = 32;

    private final Records records;
    private final List<Ring> rings = new ArrayList<>();
    private final Map<Integer, Long> positions = new HashMap<>();

    JournalQueue(Records records) {
        this.records = records;
    }

    void processDied() {
        rings.clear();
    }

    void ring(Ring ring) {
        rings.add(ring);
        final long position = positions.getOrDefault(ring.ringId(), 0L);
        if (position > ring.journalReader().next()) {
            ring.journalReader().skipTo(position);
        }
    }

    /** One batch of each ring, BookKeeper's first. Returns the records taken. */
    int drain() {
        int count = 0;
        for (int i = 0; i < rings.size(); i++) {
            count += drain(rings.get(i));
        }
        return count;
    }

    /** Everything there is. */
    void drainAll() {
        while (drain() > 0) {
            // until all rings are empty
        }
    }

    private int drain(Ring ring) {
        final RingReader reader = ring.journalReader();
        final long first = reader.next();
        final List<UnsafeBuffer> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            final int offset = reader.poll();
            if (offset < 0) {
                break;
            }
            final int bytes =
                    (ring.ringId() == Ring.KEEPER_RING_ID ? Ring.KEEPER_SLOT_BYTES : Ring.LANE_SLOT_BYTES) - Long.BYTES;
            final byte[] copy = new byte[bytes];
            reader.buffer().getBytes(offset, copy);
            batch.add(new UnsafeBuffer(copy));
            reader.advance();
        }
        final Actor me = (Actor) Thread.currentThread();
        final boolean before = me.quiet(true);
        for (int i = 0; i < batch.size(); i++) {
            records.mustBeCommitted(ring.ringId(), first + i, batch.get(i), 0);
        }
        me.quiet(before);
        positions.put(ring.ringId(), first + batch.size());
        if (!batch.isEmpty()) {
            reader.publish();
        }
        return batch.size();
    }
}
