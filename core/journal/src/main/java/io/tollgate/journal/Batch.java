package io.tollgate.journal;

import net.openhft.chronicle.bytes.Bytes;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Records of one ring on their way to one document. Filled once and appended once; kept while an append fails. */
final class Batch implements AutoCloseable {
    private final Bytes<Void> bytes;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final int[] ends;
    private int ringId;
    private long first;
    private int count;

    Batch(int capacityBytes, int capacityRecords) {
        this.bytes = Bytes.allocateDirect(capacityBytes);
        // one thread after another: the one that drains before the start, then the agent's
        this.bytes.singleThreadedCheckDisabled(true);
        this.view.wrap(bytes.addressForWrite(0), capacityBytes);
        this.ends = new int[capacityRecords];
    }

    void begin(int ofRing, long firstSequence) {
        ringId = ofRing;
        first = firstSequence;
        count = 0;
    }

    boolean hasRoom(int length) {
        return count < ends.length && used() + length <= view.capacity();
    }

    void add(DirectBuffer source, int offset, int length) {
        final int start = used();
        source.getBytes(offset, view, start, length);
        ends[count++] = start + length;
    }

    private int used() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Chronicle's view of a record; valid until the next call. */
    Bytes<?> record(int i) {
        final int start = i == 0 ? 0 : ends[i - 1];
        return bytes.readPositionRemaining(start, ends[i] - start);
    }

    /** Where all records stand, one after another. */
    DirectBuffer buffer() {
        return view;
    }

    int offset(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    int length(int i) {
        return ends[i] - offset(i);
    }

    int ringId() {
        return ringId;
    }

    long first() {
        return first;
    }

    int count() {
        return count;
    }

    /** Bytes of all records. */
    int bytes() {
        return used();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Forgets the records: they are in the queue. */
    void clear() {
        count = 0;
    }

    @Override
    public void close() {
        view.wrap(0, 0);
        bytes.releaseLast();
    }
}
