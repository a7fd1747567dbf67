package io.tollgate.journal;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches and keeps count: what is in the queue, what failed, when to try again, when a checkpoint is due. Journaler's thread,
 * except the counters and {@link #position}.
 */
final class QueueWriter {
    private static final long NOT_APPENDING = Long.MIN_VALUE;

    private final BatchSink sink;
    private final RingPositions positions;
    private final EpochNanoClock clock;
    private final JournalerOptions options;
    private int batchesSinceCheckpoint;
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

    QueueWriter(BatchSink sink, RingPositions positions, EpochNanoClock clock, JournalerOptions options) {
        this.sink = sink;
        this.positions = positions;
        this.clock = clock;
        this.options = options;
        // what was read at the start need not be read again at the next one
        this.batchesSinceCheckpoint = options.checkpointBatches();
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
        synchronized (positions) {
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

    private boolean append(Batch batch) {
        final long now = clock.nanoTime();
        appendingSinceNanos = now;
        try {
            sink.append(batch, now);
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

    /** Writes a checkpoint if so many batches came after the last one, or if it is the end. */
    void checkpoint(boolean atEnd) {
        if (!atEnd && batchesSinceCheckpoint < options.checkpointBatches()) {
            return;
        }
        synchronized (positions) {
            if (positions.isEmpty()) {
                return;
            }
            try {
                sink.append(positions, clock.nanoTime());
                batchesSinceCheckpoint = 0;
                failing = false;
            } catch (final RuntimeException | InternalError e) {
                failed(e);
            }
        }
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
