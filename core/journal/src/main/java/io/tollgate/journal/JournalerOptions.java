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
 * @param checkpointBatches documents between two checkpoints: how many of them a restart reads backwards, at most
 * @param stateCheckpointRecords records between two state checkpoints: how many of them a restart reads, at most; those of one batch
 *     more
 * @param openEntryTimeoutMillis how long to wait for an entry that a crash left open before it is closed
 * @param sync when what was journaled is made safe against the death of the machine
 * @param retention how long files are kept
 */
public record JournalerOptions(
        int batchBytes,
        int batchRecords,
        long minUsableBytes,
        long diskCheckNanos,
        long retryNanos,
        int checkpointBatches,
        int stateCheckpointRecords,
        long openEntryTimeoutMillis,
        SyncPolicy sync,
        Retention retention) {

    private static final JournalerOptions DEFAULTS = new JournalerOptions(
            64 << 10,
            1024,
            256L << 20,
            100_000_000L,
            10_000_000L,
            1024,
            1 << 18,
            500,
            SyncPolicy.never(),
            Retention.keepAll());

    /** Checks the ranges. */
    public JournalerOptions {
        check("batchBytes", batchBytes, 1 << 10, 4 << 20);
        check("batchRecords", batchRecords, 1, 1 << 16);
        check("minUsableBytes", minUsableBytes, 0, Long.MAX_VALUE);
        check("diskCheckNanos", diskCheckNanos, 0, 60_000_000_000L);
        check("retryNanos", retryNanos, 0, 60_000_000_000L);
        check("checkpointBatches", checkpointBatches, 1, 1 << 20);
        check("stateCheckpointRecords", stateCheckpointRecords, 1, 1 << 26);
        check("openEntryTimeoutMillis", openEntryTimeoutMillis, 1, 60_000);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("Journaler's " + name + " must be " + least + " to " + most + ": " + name
                    + "=" + value + "; see JournalerOptions");
        }
    }

    /**
     * 64 KiB or 1,024 records a document, 256 MiB free-space mark looked at 10 times a second, checkpoint every 1,024 documents, state
     * checkpoint every 262,144 records, no sync but at the close, all files kept.
     */
    public static JournalerOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another free-space mark. */
    public JournalerOptions withMinUsableBytes(long bytes) {
        return with(
                batchBytes,
                batchRecords,
                bytes,
                retryNanos,
                checkpointBatches,
                stateCheckpointRecords,
                sync,
                retention);
    }

    /** The same with other batch bounds. */
    public JournalerOptions withBatch(int bytes, int records) {
        return with(
                bytes, records, minUsableBytes, retryNanos, checkpointBatches, stateCheckpointRecords, sync, retention);
    }

    /** The same with another number of documents between checkpoints. */
    public JournalerOptions withCheckpointBatches(int batches) {
        return with(
                batchBytes, batchRecords, minUsableBytes, retryNanos, batches, stateCheckpointRecords, sync, retention);
    }

    /** The same with another number of records between state checkpoints. */
    public JournalerOptions withStateCheckpointRecords(int records) {
        return with(batchBytes, batchRecords, minUsableBytes, retryNanos, checkpointBatches, records, sync, retention);
    }

    /** The same with another pause between tries of a failed append. */
    public JournalerOptions withRetryNanos(long nanos) {
        return with(
                batchBytes,
                batchRecords,
                minUsableBytes,
                nanos,
                checkpointBatches,
                stateCheckpointRecords,
                sync,
                retention);
    }

    /** The same with another sync policy. */
    public JournalerOptions withSync(SyncPolicy policy) {
        return with(
                batchBytes,
                batchRecords,
                minUsableBytes,
                retryNanos,
                checkpointBatches,
                stateCheckpointRecords,
                policy,
                retention);
    }

    /** The same with another retention. */
    public JournalerOptions withRetention(Retention keep) {
        return with(
                batchBytes,
                batchRecords,
                minUsableBytes,
                retryNanos,
                checkpointBatches,
                stateCheckpointRecords,
                sync,
                keep);
    }

    private JournalerOptions with(
            int bytes,
            int records,
            long usable,
            long retry,
            int checkpoints,
            int stateCheckpoints,
            SyncPolicy policy,
            Retention keep) {
        return new JournalerOptions(
                bytes,
                records,
                usable,
                diskCheckNanos,
                retry,
                checkpoints,
                stateCheckpoints,
                openEntryTimeoutMillis,
                policy,
                keep);
    }
}
