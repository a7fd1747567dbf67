package io.tollgate.journal;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a journal holds and what is wrong with it. Counts are of records unless said otherwise.
 *
 * @param records all records read
 * @param decisions checks, reserves and amends
 * @param approved decisions with code 0
 * @param refused decisions with another code
 * @param refusedFunds of them, for lack of funds
 * @param byCode decisions by the number of their code
 * @param byType records by the name of their message
 * @param verified decisions found right in every respect
 * @param mismatches records found wrong, and records and pieces of taken found missing
 * @param byKind what is wrong, by kind; one record may be wrong in several ways
 * @param examples the first of them, in the order they were found
 * @param sequenceHoles places at which sequences of a ring are missing
 * @param missingRecords sequences missing there, in all
 * @param tileHoles pieces of taken that no record covers
 * @param tileOverlaps records that cover what another one covers
 * @param unrecorded refusals that lanes counted instead of recording, by gap records; not decisions, and not wrong
 * @param unchecked amends whose increment could not be recomputed, because lanes shared the reservation; not wrong
 * @param fills fills
 * @param releases releases
 * @param sessions by order of their start
 * @param coverage from where on the journal was verified, and what it says itself that it has lost
 */
public record VerificationReport(
        long records,
        long decisions,
        long approved,
        long refused,
        long refusedFunds,
        SortedMap<Integer, Long> byCode,
        SortedMap<String, Long> byType,
        long verified,
        long mismatches,
        Map<MismatchKind, Long> byKind,
        List<Mismatch> examples,
        long sequenceHoles,
        long missingRecords,
        long tileHoles,
        long tileOverlaps,
        long unrecorded,
        long unchecked,
        long fills,
        long releases,
        List<Session> sessions,
        Coverage coverage) {

    /** Whether nothing is wrong and every decision was found right. */
    public boolean good() {
        return mismatches == 0 && verified == decisions;
    }

    /** Records of one type, by the name of the message. */
    public long ofType(String message) {
        return byType.getOrDefault(message, 0L);
    }

    /**
     * One thing that is wrong.
     *
     * @param kind what it is
     * @param ringId ring of the record; −1 where it is no single record
     * @param sequence its sequence; −1 where it is no single record
     * @param text the values
     */
    public record Mismatch(MismatchKind kind, int ringId, long sequence, String text) {
        @Override
        public String toString() {
            return kind + (ringId < 0 ? "" : " ring=" + ringId + " sequence=" + sequence) + ": " + kind.text() + ": "
                    + text;
        }
    }

    /**
     * One run of the gatekeeper, as far as the order of the queue tells: what stands after its SessionStart.
     *
     * @param bootId its number, or 0 for what stands before the first SessionStart
     * @param startNanos its start, since the epoch
     * @param shadow whether it was in shadow mode
     * @param decisions checks, reserves and amends
     * @param approved decisions with code 0
     * @param refusedFunds decisions refused for lack of funds
     * @param verified decisions found right
     * @param unrecorded refusals counted in gap records
     * @param fills fills
     * @param releases releases
     */
    public record Session(
            long bootId,
            long startNanos,
            boolean shadow,
            long decisions,
            long approved,
            long refusedFunds,
            long verified,
            long unrecorded,
            long fills,
            long releases) {}

    /**
     * How much of its gate's life a journal proves.
     *
     * @param fromCheckpoint whether it begins with a state checkpoint, because what came before was retired or is in another folder;
     *     else it begins with the gate's first record
     * @param fromNanos the clock up to which that checkpoint speaks, since the epoch; 0 where it begins with the first record
     * @param recordsBefore records that the checkpoint stands for
     * @param checkpoints state checkpoints that were compared with what the records before them say
     * @param losses losses that recovery noted: files lost, or the machine's death
     * @param lost pieces of <em>taken</em> and records that are missing for those losses; not wrong, because the journal says so
     */
    public record Coverage(
            boolean fromCheckpoint, long fromNanos, long recordsBefore, long checkpoints, long losses, long lost) {
        /** A journal from its gate's first record on, which lost nothing. */
        public static final Coverage WHOLE = new Coverage(false, 0, 0, 0, 0, 0);
    }
}
