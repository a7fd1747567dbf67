package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.agrona.collections.ArrayUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Copies committed records from the rings to the Chronicle Queue, in batches; the only appender of its journal. See the package's
 * page for the format, the order and what is promised.
 *
 * <p>Threading: {@link #doWork}, {@link #drainAll}, {@link #sync} and {@link #onClose} by one thread at a time; {@link #addRing},
 * {@link #removeRing} and everything that only reads by any. A ring must stay open until it was removed or this is closed.
 */
public final class Journaler implements Agent {
    private static final String LOCK_FILE = "journaler.lock";
    private static final RingSource[] NONE = {};
    /** More passes than the slots of any sensible ring allow; a producer that outruns Journaler for so long is let go on. */
    private static final int MOST_PASSES = 1 << 20;

    private final StateLock lock;
    private final EpochNanoClock clock;
    private final DiskMark diskMark;
    private final QueueWriter writer;
    private final long recordsReadAtStart;
    private final JournalTrouble trouble;
    private final GapNotes gaps;
    private final Batch keeperBatch;
    private final Batch laneBatch;

    private final ConcurrentLinkedQueue<Runnable> changes = new ConcurrentLinkedQueue<>();
    /** Rings that are registered, by number, for the check of callers. */
    private final ConcurrentMap<Integer, Ring> registered = new ConcurrentHashMap<>();

    /** BookKeeper's ring first, if it is there. Replaced whole; other threads read it for the backlog. */
    private volatile RingSource[] sources = NONE;

    private final JournalLosses losses = new JournalLosses();
    private @Nullable RingSource keeper;
    /** The lane whose batch is filled and not in the queue yet. */
    private @Nullable RingSource pendingLane;

    Journaler(
            StateLock lock,
            BatchSink sink,
            QueueTail tail,
            EpochNanoClock clock,
            LongSupplier usableBytes,
            JournalerOptions options) {
        this.lock = lock;
        this.clock = clock;
        this.diskMark = new DiskMark(usableBytes, options.minUsableBytes(), options.diskCheckNanos());
        this.writer = new QueueWriter(sink, tail, clock, options);
        this.recordsReadAtStart = tail.state().records - tail.recordsAtState();
        this.trouble = new JournalTrouble(diskMark, writer);
        this.gaps = new GapNotes(writer, clock);
        this.keeperBatch = new Batch(options.batchBytes(), options.batchRecords());
        this.laneBatch = new Batch(options.batchBytes(), options.batchRecords());
    }

    /**
     * Opens or creates the journal of a state directory, and reads where it ends.
     *
     * @param directory the journal's folder, {@code <state>/journal}
     * @param clock nanoseconds since the epoch; stamps the batches and decides when a new file begins
     * @param usableBytes room on the disk, as {@link #usableBytes(Path)}
     * @throws JournalException if the folder holds something else, the end of the journal cannot be read, or the disk has no room
     * @throws io.tollgate.gate.state.StateException if another Journaler uses it
     */
    public static Journaler open(
            Path directory, EpochNanoClock clock, LongSupplier usableBytes, JournalerOptions options) {
        final StateLock lock = StateLock.acquire(directory.resolve(LOCK_FILE), "Journaler");
        try {
            JournalSpace.require(directory, usableBytes, options.minUsableBytes());
            JournalFormat.removeUnfinished(directory);
            JournalFormat.checkMetadata(directory);
            final ChronicleSink sink = new ChronicleSink(directory, clock.nanoTime(), options.openEntryTimeoutMillis());
            try {
                return new Journaler(lock, sink, QueueTail.read(sink.queue()), clock, usableBytes, options);
            } catch (final Exception e) {
                sink.close();
                throw e;
            }
        } catch (final JournalException e) {
            lock.close();
            throw e;
        } catch (final Exception e) {
            // Chronicle throws checked ones too, undeclared
            lock.close();
            throw new JournalException(
                    "the journal must be a Chronicle Queue that can be written: path=" + directory + " (" + e
                            + "): check owner, mount and JVM flags, or move the folder away together with its state directory",
                    e);
        }
    }

    /** Whether a journal's folder has files of records. */
    public static boolean hasRecords(Path directory) {
        try {
            return Files.isDirectory(directory)
                    && !DeviceSync.queueFiles(directory).isEmpty();
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal's folder must be readable: path=" + directory + " (" + e + "): check owner and mount",
                    e);
        }
    }

    /** Room on the disk of a folder that exists. A failure is thrown, and counts as no room. */
    public static LongSupplier usableBytes(Path directory) {
        try {
            final FileStore store = Files.getFileStore(directory);
            return () -> {
                try {
                    return store.getUsableSpace();
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal's disk must be readable: path=" + directory + " (" + e + "): check owner and mount",
                    e);
        }
    }

    /**
     * Takes a ring: from the next cycle on its records are journaled, beginning after the last one that the queue holds. Call it
     * before the ring's producer starts. Any thread.
     *
     * @throws JournalGapException if ring and queue do not continue each other
     * @throws IllegalArgumentException if a ring of this number is there already
     */
    public void addRing(Ring ring) {
        if (registered.putIfAbsent(ring.ringId(), ring) != null) {
            throw new IllegalArgumentException(
                    "a ring may be added once: ring=" + ring.ringId() + "; remove the other one first");
        }
        final RingSource source = new RingSource(ring);
        try {
            losses.begin(source, writer.position(ring.ringId()));
        } catch (final JournalGapException e) {
            registered.remove(ring.ringId());
            throw e;
        }
        changes.add(() -> add(source));
    }

    /**
     * Lets a ring go once all it holds is in the queue. Any thread.
     *
     * @param whenRemoved called by Journaler's thread; from then on the ring may be closed
     */
    public void removeRing(Ring ring, Runnable whenRemoved) {
        changes.add(() -> {
            for (final RingSource source : sources) {
                if (source.ring() == ring) {
                    source.removeWhenDrained(whenRemoved);
                }
            }
        });
    }

    private void add(RingSource source) {
        final RingSource[] old = sources;
        final boolean first = source.ringId() == Ring.KEEPER_RING_ID;
        final RingSource[] all = new RingSource[old.length + 1];
        System.arraycopy(old, 0, all, first ? 1 : 0, old.length);
        all[first ? 0 : old.length] = source;
        if (first) {
            keeper = source;
        }
        sources = all;
    }

    private void removed(RingSource source, Runnable whenRemoved) {
        sources = ArrayUtil.remove(sources, source);
        if (source == keeper) {
            keeper = null;
        }
        registered.remove(source.ringId());
        whenRemoved.run();
    }

    @Override
    public void onStart() {
        // the appender belongs to the thread that made it
        writer.release();
    }

    /** One pass over all rings: at most one batch of each lane, and all of BookKeeper's. Returns the records appended. */
    @Override
    public int doWork() {
        return pass(false);
    }

    private int pass(boolean atOnce) {
        for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
        final long now = clock.nanoTime();
        if (diskMark.isLow(now, atOnce)) {
            final Throwable unreadable = diskMark.failure();
            if (unreadable != null) {
                writer.note(unreadable);
            }
            return 0;
        }
        if (!atOnce && writer.mustWait(now)) {
            return 0;
        }
        final long before = writer.records();
        if (settle() && drainSources()) {
            writer.checkpoint(false);
        }
        return (int) (writer.records() - before);
    }

    private boolean drainSources() {
        if (!drainKeeper()) {
            return false;
        }
        for (final RingSource source : sources) {
            if (source != keeper) {
                source.fill(laneBatch);
                pendingLane = laneBatch.isEmpty() ? null : source;
            }
            if (!settle() || !gaps.note(source)) {
                return false;
            }
            final Runnable whenRemoved = source.whenRemoved();
            if (whenRemoved != null && source.backlog() == 0) {
                removed(source, whenRemoved);
            }
        }
        return true;
    }

    /** Appends what is waiting. Before a lane's batch comes all that BookKeeper had committed when the batch was taken. */
    private boolean settle() {
        final RingSource lane = pendingLane;
        if (lane != null) {
            if (!drainKeeper() || !writer.append(laneBatch, lane)) {
                return false;
            }
            pendingLane = null;
        }
        return gaps.settle();
    }

    private boolean drainKeeper() {
        final RingSource source = keeper;
        if (source == null) {
            return true;
        }
        for (int i = 0; i < MOST_PASSES; i++) {
            if (keeperBatch.isEmpty()) {
                source.fill(keeperBatch);
                if (keeperBatch.isEmpty()) {
                    return true;
                }
            }
            if (!writer.append(keeperBatch, source)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Journals until every ring is empty. Call it once before BookKeeper starts, with the rings of an earlier session added: what
     * that session left behind then stands in the queue before this session's first record.
     *
     * @return false if the disk is low or an append failed, so that records are still in the rings
     */
    public boolean drainAll() {
        for (int i = 0; i < MOST_PASSES; i++) {
            final int appended = pass(true);
            if (writer.isFailing() || diskMark.isLow()) {
                return false;
            }
            if (appended == 0 && backlogRecords() == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes what was appended so far safe against the death of the machine. Takes as long as the disk does.
     *
     * @throws JournalException if it cannot
     */
    public void sync() {
        try {
            writer.sync();
        } catch (final RuntimeException e) {
            throw new JournalException("the journal must be flushed to its disk: " + e + ": check the disk", e);
        }
    }

    /**
     * Drains all rings and closes the queue.
     *
     * @throws JournalException if records had to stay in their rings; they are journaled at the next start
     */
    @Override
    public void onClose() {
        final boolean drained = drainAll();
        final long left = backlogRecords();
        if (drained) {
            writer.checkpoint(true);
        }
        sources = NONE;
        final List<RuntimeException> failures = new ArrayList<>();
        for (final Runnable part :
                List.<Runnable>of(writer::close, gaps::close, keeperBatch::close, laneBatch::close, lock::close)) {
            try {
                part.run();
            } catch (final RuntimeException e) {
                failures.add(e);
            }
        }
        if (!drained) {
            final JournalException refused =
                    new JournalException("rings must be drained before the journal closes: records left=" + left
                            + " diskLow=" + diskMark.isLow() + " last failure=" + lastFailure()
                            + ": free disk space and start again; they are journaled then");
            failures.forEach(refused::addSuppressed);
            throw refused;
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** Lets go of the files as a kill does: nothing more is written. For tests of what a kill leaves. */
    void abandon() {
        sources = NONE;
        writer.close();
        gaps.close();
        keeperBatch.close();
        laneBatch.close();
        lock.close();
    }

    JournalState folded() {
        return writer.state();
    }

    @Override
    public String roleName() {
        return "journaler";
    }

    /** Whether the disk is below its mark, so that nothing is appended. Any thread. */
    public boolean diskLow() {
        return diskMark.isLow();
    }

    /**
     * What keeps records from the queue now, for an operator: the rule, the value, the cure. Null if nothing does. While it lasts, rings
     * fill and decisions are refused; nothing is lost, and it ends by itself when its cause does. Any thread, if the clock may be asked by any.
     */
    public @Nullable String trouble() {
        return trouble.text(clock.nanoTime(), backlogRecords());
    }

    /** Records committed to rings and not yet in the queue. Any thread; a look at each ring. */
    public long backlogRecords() {
        long backlog = 0;
        for (final RingSource source : sources) {
            backlog += source.backlog();
        }
        return backlog;
    }

    /** Records of the queue that were read when this was opened: those after the last state checkpoint. */
    public long recordsReadAtStart() {
        return recordsReadAtStart;
    }

    /**
     * Says that files were lost, before the first ring is added: rings and queue need not continue each other any more; what is missing
     * becomes a loss of {@link #state()}.
     */
    public void lost(List<Loss> found) {
        losses.add(found);
    }

    /**
     * Says that the journal of the rings that are added next is gone, and this one is new. What they hold and what they had given away is in
     * the book alone; the journal begins after it, with a state that says so: see {@link #begin}.
     */
    public void begunAnew(Loss loss) {
        losses.begunAnew(loss);
    }

    /**
     * After {@link #begunAnew}, once the rings are added: the first thing in the journal is where they stand.
     *
     * @throws JournalException if it cannot be written
     */
    public void begin() {
        if (!losses.endBegunAnew()) {
            return;
        }
        writer.state().renewed = true;
        if (!writer.writeStateNow()) {
            throw new JournalException(
                    "a new journal must be begun: last failure=" + lastFailure() + ": free disk space and start again");
        }
    }

    /** How far the journal is: what is in it when this returns is at least this. Any thread. */
    public SyncPoint appended() {
        return writer.appended();
    }

    /** Chronicle's index of the last whole state checkpoint, or 0: files before its file are not needed. Any thread. */
    long stateIndex() {
        return writer.stateIndex();
    }

    /** Files of the journal were deleted. Any thread. */
    void filesRetired() {
        changes.add(writer::filesRetired);
    }

    /** What the journal says in all. Journaler's thread, or before it was started. */
    public JournaledState state() {
        return writer.state().snapshot(losses.all());
    }

    /** Records appended since this was opened, gap records not counted. Any thread. */
    public long journaledRecords() {
        return writer.records();
    }

    /** Documents appended since this was opened. Any thread. */
    public long journaledBatches() {
        return writer.batches();
    }

    /** Bytes of records appended since this was opened. Any thread. */
    public long journaledBytes() {
        return writer.bytes();
    }

    /** Refusals written as gap records since this was opened. Any thread. */
    public long gapRefusals() {
        return writer.gapRefusals();
    }

    /** Appends that failed and were or will be tried again. Any thread. */
    public long appendFailures() {
        return writer.failures();
    }

    /** What the last failed append or look at the disk said, or null. Any thread. */
    public @Nullable Throwable lastFailure() {
        return writer.lastFailure();
    }
}
