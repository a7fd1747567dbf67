package io.tollgate.journal;

import java.nio.file.Path;

/**
 * Reads a journal once and checks that it proves itself: every record is there once; every decision follows from what it saw; what
 * it saw was published; and approvals, voids, increments and forced takes together cover {@code taken} of each scope without hole or
 * overlap, so that none was lost and none invented. {@code docs/journal.md} lists the rules.
 *
 * <p>A journal whose beginning was retired, or that goes on from another folder's, begins with a state checkpoint; it is verified from there
 * on, and the report says so. Every later checkpoint is compared with what the records before it say.
 *
 * <p>Memory is bounded: what is open, and for each balance and scope the last million published words. A decision that saw an older
 * one is found wrong.
 *
 * <p>Threading: each call belongs to one thread. The journal may be written meanwhile; what is appended after the end was seen is
 * not looked at, and pieces of {@code taken} whose records are still in a ring may then show as holes.
 */
public final class JournalVerifier {
    /** Examples described in a report, unless said otherwise. */
    public static final int DEFAULT_EXAMPLES = 20;

    private static final int BATCHES_BETWEEN_PROGRESS = 1024;

    /** Told now and then how far verification is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So far.
         *
         * @param records records read
         * @param queueIndex Chronicle's index of the document last read
         * @param lastQueueIndex of the journal's last document
         */
        void at(long records, long queueIndex, long lastQueueIndex);
    }

    private JournalVerifier() {}

    /**
     * Verifies a journal.
     *
     * @param directory the journal's folder or its state directory
     * @throws JournalException if there is no journal, or it cannot be read to its end
     */
    public static VerificationReport verify(Path directory) {
        return verify(directory, DEFAULT_EXAMPLES, (records, queueIndex, lastQueueIndex) -> {});
    }

    /**
     * Verifies a journal.
     *
     * @param directory the journal's folder or its state directory
     * @param mostExamples how many mismatches are described
     * @param progress told every thousand documents
     * @throws JournalException if there is no journal, or it cannot be read to its end
     */
    public static VerificationReport verify(Path directory, int mostExamples, Progress progress) {
        final Findings findings = new Findings(mostExamples);
        final RecordVerifier verifier = new RecordVerifier(findings);
        try (JournalReader reader = JournalReader.open(directory)) {
            int batches = 0;
            while (reader.poll(verifier) >= 0) {
                final JournalState state = reader.state();
                if (state != null) {
                    verifier.onCheckpoint(state);
                }
                if (++batches % BATCHES_BETWEEN_PROGRESS == 0) {
                    progress.at(findings.records, reader.batchIndex(), reader.lastIndex());
                }
            }
        }
        verifier.end();
        return findings.report();
    }
}
