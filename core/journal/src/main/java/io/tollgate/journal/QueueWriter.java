package io.tollgate.journal;

import io.tollgate.sbe.MessageHeaderDecoder;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches and keeps count: what is in the queue, what failed, when to try again, when a checkpoint is due. Journaler's thread,
 * except the counters and {@link #position}.
 */
final class QueueWriter {
    private static final long NOT_APPENDING = Long.MIN_VALUE;
    private static final int NO_CYCLE = -1;
    private static final int TEMPLATE_ID_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();

    private final BatchSink sink;

    private final JournalState state;
    private final RingPositions positions;
    private final StateWriter stateWriter;
    private final EpochNanoClock clock;
    private final JournalerOptions options;
    private final Batch stateBatch;
    private int batchesSinceCheckpoint;
    /** Where the last whole state checkpoint begins, or 0. */
    private volatile long stateIndex;
    /** The file it is in. */
    private int stateCycle;

    private long recordsAtState;
    private long stateNanos;
    private long firstStateIndex;
    private long lastIndex = SyncPoint.NONE.queueIndex();
    private long retryAtNanos;
    private volatile boolean failing;
    /** Since when an append has been under way, or {@link #NOT_APPENDING}. */
    private volatile long appendingSinceNanos = NOT_APPENDING;

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong gapRefusals = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable Throwable lastFailure;

    QueueWriter(BatchSink sink, QueueTail tail, EpochNanoClock clock, JournalerOptions options) {
        this.sink = sink;
        this.state = tail.state();
        this.positions = state.positions;
        this.clock = clock;
        this.options = options;
        this.stateBatch = new Batch(options.batchBytes(), options.batchRecords());
        this.stateWriter = new StateWriter(stateBatch, this::appendState);
        this.stateIndex = tail.stateIndex();
        this.stateCycle = tail.stateIndex() == 0 ? NO_CYCLE : JournalFormat.ROLL_CYCLE.toCycle(tail.stateIndex());
        this.recordsAtState = tail.recordsAtState();
        // what was read at the start need not be read again at the next one
        this.batchesSinceCheckpoint = options.checkpointBatches();
    }

    /** What the queue says in all. Journaler's thread. */
    JournalState state() {
        return state;
    }

    /** Queue index at which the last whole state checkpoint begins, or 0. Any thread. */
    long stateIndex() {
        return stateIndex;
    }

    /** How far the queue is: what is in it when this returns is at least this. Any thread. */
    SyncPoint appended() {
        synchronized (positions) {
            final Map<Integer, Long> next = new HashMap<>();
            positions.forEach((position, ringId) -> next.put(ringId, position.next));
            return new SyncPoint(lastIndex, Map.copyOf(next));
        }
    }

    /** Files are gone that the queue may still list. Journaler's thread. */
    void filesRetired() {
        sink.filesRetired();
    }

    /** Where a ring stands in the queue. Any thread, for a ring that is not being read. */
    RingPositions.Position position(int ringId) {
        synchronized (positions) {
            return positions.of(ringId);
        }
    }

    /** Whether the last try failed and it is not time for another. */
    boolean mustWait(long nowNanos) {
        return failing && nowNanos - retryAtNanos < 0;
    }

    /** Whether the last try failed. Any thread. */
    boolean isFailing() {
        return failing;
    }

    /** How long the append that is under way has taken, or 0. Any thread. */
    long appendingNanos(long nowNanos) {
        final long since = appendingSinceNanos;
        return since == NOT_APPENDING ? 0 : Math.max(0, nowNanos - since);
    }

    /** Appends records of a ring and gives their slots back; false if it failed. The batch is empty afterwards, or as it was. */
    boolean append(Batch batch, RingSource source) {
        if (!append(batch)) {
            return false;
        }
        source.reader().publish();
        fold(batch);
        synchronized (positions) {
            lastIndex = sink.lastIndex();
            positions.of(source.ringId()).next = batch.first() + batch.count();
        }
        bytes.addAndGet(batch.bytes());
        records.addAndGet(batch.count());
        batch.clear();
        return true;
    }

    /** Appends a gap record; false if it failed. */
    boolean appendGap(Batch batch, int ringId, long count) {
        if (!append(batch)) {
            return false;
        }
        synchronized (positions) {
            positions.of(ringId).gaps += count;
        }
        gapRefusals.addAndGet(count);
        batch.clear();
        return true;
    }

    private void fold(Batch batch) {
        for (int i = 0; i < batch.count(); i++) {
            final int offset = batch.offset(i);
            final int templateId = batch.buffer().getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
            state.onRecord(
                    batch.ringId(), batch.first() + i, templateId & 0xFFFF, batch.buffer(), offset, batch.length(i), 0);
        }
    }

    private boolean append(Batch batch) {
        final long nanos = clock.nanoTime();
        appendingSinceNanos = nanos;
        try {
            final int cycle = sink.cycle(nanos);
            // a clock that was set back does not go back to an older file
            if (cycle > stateCycle) {
                // each file begins with the state, so that the files before it can be retired
                if (state.isEmpty()) {
                    stateCycle = cycle;
                } else {
                    writeState(nanos);
                }
            }
            sink.append(batch, nanos);
        } catch (final RuntimeException | InternalError e) {
            failed(e);
            return false;
        } finally {
            appendingSinceNanos = NOT_APPENDING;
        }
        failing = false;
        batches.incrementAndGet();
        batchesSinceCheckpoint++;
        return true;
    }

    /** Writes checkpoints that are due, or all if it is the end. */
    void checkpoint(boolean atEnd) {
        final long since = state.records - recordsAtState;
        final boolean withState = since >= options.stateCheckpointRecords() || (atEnd && since > 0);
        if (!withState && !atEnd && batchesSinceCheckpoint < options.checkpointBatches()) {
            return;
        }
        synchronized (positions) {
            if (positions.isEmpty()) {
                return;
            }
        }
        final long nanos = clock.nanoTime();
        try {
            if (withState) {
                writeState(nanos);
            } else {
                writePositions(nanos);
            }
            failing = false;
        } catch (final RuntimeException | InternalError e) {
            failed(e);
        }
    }

    /** Writes the state as the first thing of a new queue; false if it failed. */
    boolean writeStateNow() {
        try {
            writeState(clock.nanoTime());
            return true;
        } catch (final RuntimeException | InternalError e) {
            failed(e);
            return false;
        }
    }

    /** The state first, whole, then the checkpoint that says where it begins. */
    private void writeState(long nanos) {
        state.forgetEnded();
        state.checkpoints++;
        stateNanos = nanos;
        firstStateIndex = 0;
        stateBatch.clear();
        stateWriter.write(state);
        state.renewed = false;
        stateIndex = firstStateIndex;
        stateCycle = JournalFormat.ROLL_CYCLE.toCycle(firstStateIndex);
        recordsAtState = state.records;
        writePositions(nanos);
    }

    private void appendState(Batch batch) {
        sink.append(batch, stateNanos);
        if (firstStateIndex == 0) {
            firstStateIndex = sink.lastIndex();
        }
        batch.clear();
    }

    private void writePositions(long nanos) {
        synchronized (positions) {
            sink.append(positions, stateIndex, nanos);
        }
        batchesSinceCheckpoint = 0;
    }

    private void failed(Throwable failure) {
        failing = true;
        failures.incrementAndGet();
        lastFailure = failure;
        retryAtNanos = clock.nanoTime() + options.retryNanos();
    }

    /** Remembers what went wrong elsewhere on this thread. */
    void note(Throwable failure) {
        lastFailure = failure;
    }

    void release() {
        sink.release();
    }

    void sync() {
        sink.sync();
    }

    void close() {
        stateBatch.close();
        sink.close();
    }

    long records() {
        return records.get();
    }

    long batches() {
        return batches.get();
    }

    long bytes() {
        return bytes.get();
    }

    long gapRefusals() {
        return gapRefusals.get();
    }

    long failures() {
        return failures.get();
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }
}
