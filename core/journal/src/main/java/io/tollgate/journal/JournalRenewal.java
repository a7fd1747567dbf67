package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Begins a new folder after the machine's death. What the device had of the last minutes may be torn anywhere, so nothing is written into
 * the old files any more: they are read as far as they can be, what they say becomes the state checkpoint that the new folder begins with,
 * and they are kept under another name. The new folder takes its place only once it is whole. One thread.
 */
public final class JournalRenewal {
    private static final String UNFINISHED = ".renewing";
    private static final String RENEWED = ".renewed";
    private static final String LOST = "-before-loss-";
    private static final int MOST_KEPT = 1000;
    private static final long OPEN_ENTRY_TIMEOUT_MILLIS = 200;

    private final Path journal;

    private JournalRenewal(Path journal) {
        this.journal = journal;
    }

    /** Finishes a renewal that a kill cut short. To be called before a journal is opened. */
    public static void finish(Path journal) {
        final JournalRenewal renewal = new JournalRenewal(journal);
        try {
            if (Files.exists(renewal.sibling(RENEWED))) {
                renewal.takeItsPlace();
            }
        } catch (final IOException e) {
            throw renewal.unusable(e);
        }
    }

    /**
     * Renews the journal of a state directory whose machine died.
     *
     * @param journal its folder; nothing is done if there is no journal in it
     * @return what may be lost
     * @throws JournalException if the folder cannot be read at all, or no new one can be made
     */
    public static List<Loss> renew(Path journal, EpochNanoClock clock, JournalerOptions options) {
        final JournalRenewal renewal = new JournalRenewal(journal);
        try {
            return renewal.run(clock, options);
        } catch (final IOException e) {
            throw renewal.unusable(e);
        }
    }

    private JournalException unusable(IOException e) {
        return new JournalException(
                "the journal's folder must be writable: path=" + journal + " (" + e + "): check owner and mount", e);
    }

    private Path sibling(String suffix) {
        return journal.resolveSibling(DeviceSync.name(journal) + suffix);
    }

    private List<Loss> run(EpochNanoClock clock, JournalerOptions options) throws IOException {
        final List<Loss> losses = new ArrayList<>();
        losses.add(new Loss(
                LossKind.MACHINE, -1, "the machine died while a session was open: what was not synced may be lost"));
        if (!JournalFormat.hasMetadata(journal)) {
            return losses;
        }
        JournalFormat.checkMetadata(journal);
        if (DeviceSync.queueFiles(journal).isEmpty()) {
            return losses;
        }
        final QueueTail tail = read();
        final JournalCorruptException torn = tail.tornAt();
        if (torn != null) {
            losses.add(new Loss(
                    LossKind.JOURNAL,
                    -1,
                    "the journal is torn at index 0x" + Long.toHexString(torn.queueIndex()) + " record "
                            + torn.record()));
        }
        if (tail.state().isEmpty()) {
            return losses;
        }
        final Path unfinished = sibling(UNFINISHED);
        delete(unfinished);
        Files.createDirectories(unfinished);
        try (ChronicleSink sink = new ChronicleSink(unfinished, clock.nanoTime(), options.openEntryTimeoutMillis())) {
            final QueueWriter writer = new QueueWriter(sink, QueueTail.of(tail.state()), clock, options);
            tail.state().renewed = true;
            if (!writer.writeStateNow()) {
                throw new JournalException("the journal must be renewed: path=" + journal + " last failure="
                        + writer.lastFailure() + ": free disk space and start again");
            }
            writer.release();
        }
        new DeviceSync(unfinished).sync();
        Files.move(unfinished, sibling(RENEWED), StandardCopyOption.ATOMIC_MOVE);
        takeItsPlace();
        return losses;
    }

    private QueueTail read() {
        try (ChronicleQueue queue = ChronicleQueue.singleBuilder(journal)
                .readOnly(true)
                .timeoutMS(OPEN_ENTRY_TIMEOUT_MILLIS)
                .build()) {
            return QueueTail.readTorn(queue);
        } catch (final JournalException e) {
            throw e;
        } catch (final Exception e) {
            throw new JournalException(
                    "the journal of a machine that died must be readable at its beginning: path=" + journal + " (" + e
                            + "): restore it, or move the whole state directory away and begin a new one",
                    e);
        }
    }

    private void takeItsPlace() throws IOException {
        if (Files.exists(journal)) {
            Files.move(journal, unusedName(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(sibling(RENEWED), journal, StandardCopyOption.ATOMIC_MOVE);
        DeviceSync.forceDirectory(journal.toAbsolutePath().resolveSibling(""));
    }

    private Path unusedName() {
        for (int i = 1; i < MOST_KEPT; i++) {
            final Path name = sibling(LOST + i);
            if (!Files.exists(name)) {
                return name;
            }
        }
        throw new JournalException("old journals must be moved away now and then: path=" + journal.resolveSibling("")
                + " has " + MOST_KEPT + " folders " + DeviceSync.name(journal) + LOST + "*: archive them");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
