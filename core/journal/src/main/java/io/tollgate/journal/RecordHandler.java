package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState;
import org.agrona.DirectBuffer;

/** Takes the records of a journal, in the order of the queue. */
@FunctionalInterface
public interface RecordHandler {
    /** Number given for records that Journaler wrote itself: gap records. */
    int JOURNALER_RING = JournalFormat.JOURNALER_RING;

    /**
     * One record.
     *
     * @param ringId 0 for BookKeeper, 1 or more for a lane, {@link #JOURNALER_RING} for Journaler
     * @param sequence the record's sequence in its ring; for a gap record that of the lane's next record
     * @param templateId the SBE message
     * @param buffer holds the record; valid during the call only
     * @param offset of the SBE message header
     * @param length of header and body
     * @param batchTimeNanos Journaler's clock at the batch, nanoseconds since the epoch
     */
    void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            int length,
            long batchTimeNanos);

    /**
     * The journal's beginning was retired, or it goes on from another folder's: this is what the records that are not here say together.
     * Called once, before the first record.
     */
    default void onState(JournaledState state) {}
}
