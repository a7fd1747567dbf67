package io.tollgate.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.wire.Wire;

/** Names and numbers of the documents in the queue. */
final class JournalFormat {
    /** Since 2: a check sum, and the state checkpoint in the checkpoint. */
    static final int VERSION = 2;

    private static final int VERSION_WITHOUT_SUM = 1;

    static final String FORMAT = "tollgate";
    static final String RING = "ring";
    static final String FIRST = "first";
    static final String COUNT = "count";
    static final String NANOS = "nanos";
    static final String SUM = "crc";
    static final String RECORD = "r";

    static final String CHECKPOINT_RING = "id";
    static final String CHECKPOINT_NEXT = "next";
    static final String CHECKPOINT_GAPS = "gaps";
    static final String CHECKPOINT_STATE = "state";

    /** Of Journaler's own records. */
    static final int JOURNALER_RING = -1;
    /** Of checkpoints. */
    static final int CHECKPOINT = -2;
    /** Of the messages of a state checkpoint. */
    static final int STATE = -3;

    /** One file a day; it cannot be changed for a queue that exists. */
    static final RollCycle ROLL_CYCLE = RollCycles.FAST_DAILY;

    static final String QUEUE_METADATA_FILE = "metadata.cq4t";
    static final String QUEUE_FILE_SUFFIX = ".cq4";

    private static final DateTimeFormatter FILE_DAY =
            DateTimeFormatter.ofPattern(ROLL_CYCLE.format(), Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Near the start of every metadata file. */
    private static final String METADATA_MARK = "STStore";

    private static final int METADATA_HEAD_BYTES = 64;

    private JournalFormat() {}

    /** Name of a day's file: Chronicle's own. */
    static String fileName(int cycle) {
        return FILE_DAY.format(Instant.ofEpochMilli((long) cycle * ROLL_CYCLE.lengthInMillis())) + QUEUE_FILE_SUFFIX;
    }

    /** Whether the folder has a queue's metadata. */
    static boolean hasMetadata(Path directory) {
        return Files.isRegularFile(directory.resolve(QUEUE_METADATA_FILE));
    }

    /**
     * Removes the metadata of a queue that was killed while it was made, before anything was appended: its header is not complete, and no
     * file of records is there.
     *
     * @throws JournalException if the folder cannot be read or written
     */
    static void removeUnfinished(Path directory) {
        final Path file = directory.resolve(QUEUE_METADATA_FILE);
        if (!hasMetadata(directory)) {
            return;
        }
        try {
            final boolean unfinished;
            try (InputStream in = Files.newInputStream(file)) {
                final byte[] word = in.readNBytes(Integer.BYTES);
                // little-endian: nothing was written, or the bit "not complete" still stands
                unfinished = word.length < Integer.BYTES || word[3] == 0 || (word[3] & 0x80) != 0;
            }
            if (unfinished && !hasRecords(directory)) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal's folder must be writable: path=" + file + " (" + e + "): check owner and mount", e);
        }
    }

    private static boolean hasRecords(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(QUEUE_FILE_SUFFIX));
        }
    }

    /**
     * Looks at the metadata before Chronicle does, which waits ten seconds for a header that never comes.
     *
     * @throws JournalException if the file is there and something else
     */
    static void checkMetadata(Path directory) {
        final Path file = directory.resolve(QUEUE_METADATA_FILE);
        if (!hasMetadata(directory)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            final String head = new String(in.readNBytes(METADATA_HEAD_BYTES), StandardCharsets.ISO_8859_1);
            if (!head.contains(METADATA_MARK)) {
                throw new JournalException("a journal's metadata must be that of a Chronicle Queue: path=" + file
                        + " is something else or was cut: restore it, or move the folder away together with its state"
                        + " directory");
            }
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal's folder must be readable: path=" + file + " (" + e + "): check owner and mount", e);
        }
    }

    static void writeHeader(Wire wire, int ringId, long first, int count, long nanos, int sum) {
        wire.write(FORMAT).int32(VERSION);
        wire.write(RING).int32(ringId);
        wire.write(FIRST).int64(first);
        wire.write(COUNT).int32(count);
        wire.write(NANOS).int64(nanos);
        wire.write(SUM).int32(sum);
    }

    /** The header of one document, read in the order it was written. */
    static final class Header {
        int ringId;
        long first;
        int count;
        long nanos;
        boolean hasSum;
        int sum;

        /** @throws JournalCorruptException if it is not a header of this format */
        void read(Wire wire, long queueIndex) {
            final int version = wire.read(FORMAT).int32();
            if (version != VERSION && version != VERSION_WITHOUT_SUM) {
                throw new JournalCorruptException(
                        version == 0 ? "the format version is missing" : "the format version is " + version,
                        queueIndex,
                        -1);
            }
            ringId = wire.read(RING).int32();
            first = wire.read(FIRST).int64();
            count = wire.read(COUNT).int32();
            nanos = wire.read(NANOS).int64();
            hasSum = version >= VERSION;
            sum = hasSum ? wire.read(SUM).int32() : 0;
            if (ringId < STATE || first < 0 || count < 1) {
                throw new JournalCorruptException(
                        "the header says ring=" + ringId + " first=" + first + " count=" + count, queueIndex, -1);
            }
        }
    }
}
