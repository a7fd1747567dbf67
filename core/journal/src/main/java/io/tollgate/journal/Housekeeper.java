package io.tollgate.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * Does what takes as long as the disk does, so that neither lanes nor BookKeeper nor Journaler wait for it: syncs the journal, then the
 * book and the rings, and retires files of the journal.
 *
 * <p><b>Order of a sync.</b> First it notes how far the journal is; then the journal's files are forced, then the book's and the rings';
 * then the noted place becomes readable. So a record that counts as synced is in the journal on the device, which recovery believes after
 * the machine's death; what the book and the rings show there may be newer or older, and never wins against a journal that is more
 * careful.
 *
 * <p><b>A device that is slow</b> delays only what waits for it: records go on from the rings to the operating system's memory. When that
 * throttles writers, Journaler stands still, rings fill, and lanes refuse with JOURNAL_FULL. <b>A device that fails</b> ends the gate: after
 * a failed fsync nobody knows which pages are there.
 *
 * <p>Threading: {@link #doWork} and {@link #sync} by one thread at a time; everything else by any.
 */
public final class Housekeeper implements Agent {
    private static final long RETIRE_EVERY_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_DAY = TimeUnit.DAYS.toNanos(1);

    private final Journaler journaler;
    private final SyncPolicy policy;
    private final Retention retention;
    private final NanoClock clock;
    private final EpochNanoClock epochClock;
    private final Runnable forceBook;
    private final Path directory;
    private final DeviceSync device;

    private final AtomicLong requested = new AtomicLong();
    private volatile long answered;
    private volatile SyncPoint synced = SyncPoint.NONE;
    private final AtomicLong syncs = new AtomicLong();
    private volatile long longestSyncNanos;
    private final AtomicLong retiredFiles = new AtomicLong();
    private long lastStartNanos;
    private long lastLookNanos;
    private boolean looked;

    /**
     * For a journal that is open.
     *
     * @param directory the journal's folder
     * @param clock monotonic
     * @param epochClock nanoseconds since the epoch
     * @param forceBook forces the book and the rings to the device
     */
    public Housekeeper(
            Journaler journaler,
            Path directory,
            JournalerOptions options,
            NanoClock clock,
            EpochNanoClock epochClock,
            Runnable forceBook) {
        this.journaler = journaler;
        this.directory = directory;
        this.policy = options.sync();
        this.retention = options.retention();
        this.clock = clock;
        this.epochClock = epochClock;
        this.forceBook = forceBook;
        this.device = new DeviceSync(directory);
        this.lastStartNanos = clock.nanoTime();
    }

    @Override
    public int doWork() {
        final long now = clock.nanoTime();
        int work = 0;
        final boolean asked = requested.get() > answered;
        if (asked || policy.isDue(now, lastStartNanos)) {
            lastStartNanos = now;
            if (asked || !journaler.appended().equals(synced)) {
                sync();
                work++;
            }
        }
        if (!retention.keepsAll() && (!looked || now - lastLookNanos >= RETIRE_EVERY_NANOS)) {
            looked = true;
            lastLookNanos = now;
            work += retire();
        }
        return work;
    }

    /**
     * Syncs everything now. Takes as long as the device does.
     *
     * @throws JournalException if the device does not say that everything is there
     */
    public void sync() {
        final long ticket = requested.get();
        final long started = clock.nanoTime();
        final SyncPoint point = journaler.appended();
        try {
            device.sync();
            forceBook.run();
        } catch (final UncheckedIOException e) {
            throw new JournalException(
                    "the journal must reach its device: path=" + directory + " (" + e.getCause()
                            + "): nobody knows now what is there; check the disk and start again",
                    e);
        }
        synced = point;
        answered = ticket;
        syncs.incrementAndGet();
        longestSyncNanos = Math.max(longestSyncNanos, clock.nanoTime() - started);
    }

    /** Asks for a sync, whatever the policy; somebody waits for it. Any thread. */
    public void request() {
        requested.incrementAndGet();
    }

    /** Whether every sync that was asked for is done. Any thread. */
    public boolean isAnswered() {
        return answered >= requested.get();
    }

    /** How far the journal is on the device. Any thread. */
    public SyncPoint synced() {
        return synced;
    }

    /** Syncs so far. Any thread. */
    public long syncs() {
        return syncs.get();
    }

    /** The longest sync so far: a part of the window that a sync policy states. Any thread. */
    public long longestSyncNanos() {
        return longestSyncNanos;
    }

    /** Files retired so far. Any thread. */
    public long retiredFiles() {
        return retiredFiles.get();
    }

    /** Retires what the settings say; returns the number of files. */
    private int retire() {
        final long stateIndex = journaler.stateIndex();
        if (stateIndex == 0) {
            return 0;
        }
        final long keptFrom = JournalFormat.ROLL_CYCLE.toCycle(stateIndex);
        int retired = 0;
        try {
            final List<Path> files = DeviceSync.queueFiles(directory);
            long bytes = 0;
            for (final Path file : files) {
                bytes += Files.size(file);
            }
            for (final Path file : files) {
                final long day = dayOf(file);
                final boolean old = epochClock.nanoTime() - (day + 1) * NANOS_PER_DAY >= retention.maxAgeNanos();
                if (day >= keptFrom || !(old || bytes > retention.maxBytes())) {
                    break;
                }
                final long length = Files.size(file);
                if (!retention.archive().test(file)) {
                    break;
                }
                Files.deleteIfExists(file);
                bytes -= length;
                retired++;
            }
        } catch (final IOException e) {
            throw new JournalException(
                    "files of the journal must be deletable: path=" + directory + " (" + e + "): check owner and mount",
                    e);
        }
        if (retired > 0) {
            journaler.filesRetired();
            retiredFiles.addAndGet(retired);
        }
        return retired;
    }

    /** The day that a file is of, since the epoch: the number of its cycle. */
    private static long dayOf(Path file) {
        return LocalDate.parse(DeviceSync.name(file).substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE)
                .toEpochDay();
    }

    @Override
    public String roleName() {
        return "tollgate-housekeeper";
    }
}
