package io.tollgate.journal;

/**
 * Sizes and times of a {@link Journaler}.
 *
 * @param batchBytes most bytes of records in one document, 1 KiB to 4 MiB
 * @param batchRecords most records in one document, 1 to 65,536
 * @param minUsableBytes free-space mark: with less usable space on the disk nothing is appended. It must be more than what is
 *     written between two checks
 * @param diskCheckNanos time between two looks at the disk
 * @param retryNanos time between two tries of an append that failed
 * @param checkpointBatches documents between two checkpoints: how much of the queue a restart reads, at most
 * @param openEntryTimeoutMillis how long to wait for an entry that a crash left open before it is closed
 */
public record JournalerOptions(
        int batchBytes,
        int batchRecords,
        long minUsableBytes,
        long diskCheckNanos,
        long retryNanos,
        int checkpointBatches,
        long openEntryTimeoutMillis) {

    private static final JournalerOptions DEFAULTS =
            new JournalerOptions(64 << 10, 1024, 256L << 20, 100_000_000L, 10_000_000L, 1024, 500);

    /** Checks the ranges. */
    public JournalerOptions {
        check("batchBytes", batchBytes, 1 << 10, 4 << 20);
        check("batchRecords", batchRecords, 1, 1 << 16);
        check("minUsableBytes", minUsableBytes, 0, Long.MAX_VALUE);
        check("diskCheckNanos", diskCheckNanos, 0, 60_000_000_000L);
        check("retryNanos", retryNanos, 0, 60_000_000_000L);
        check("checkpointBatches", checkpointBatches, 1, 1 << 20);
        check("openEntryTimeoutMillis", openEntryTimeoutMillis, 1, 60_000);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("Journaler's " + name + " must be " + least + " to " + most + ": " + name
                    + "=" + value + "; see JournalerOptions");
        }
    }

    /** 64 KiB or 1,024 records a document, 256 MiB free-space mark looked at 10 times a second, checkpoint every 1,024 documents. */
    public static JournalerOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another free-space mark. */
    public JournalerOptions withMinUsableBytes(long bytes) {
        return new JournalerOptions(
                batchBytes, batchRecords, bytes, diskCheckNanos, retryNanos, checkpointBatches, openEntryTimeoutMillis);
    }

    /** The same with other batch bounds. */
    public JournalerOptions withBatch(int bytes, int records) {
        return new JournalerOptions(
                bytes, records, minUsableBytes, diskCheckNanos, retryNanos, checkpointBatches, openEntryTimeoutMillis);
    }

    /** The same with another number of documents between checkpoints. */
    public JournalerOptions withCheckpointBatches(int batches) {
        return new JournalerOptions(
                batchBytes, batchRecords, minUsableBytes, diskCheckNanos, retryNanos, batches, openEntryTimeoutMillis);
    }

    /** The same with another pause between tries of a failed append. */
    public JournalerOptions withRetryNanos(long nanos) {
        return new JournalerOptions(
                batchBytes,
                batchRecords,
                minUsableBytes,
                diskCheckNanos,
                nanos,
                checkpointBatches,
                openEntryTimeoutMillis);
    }
}
