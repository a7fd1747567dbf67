package io.tollgate.journal.explain;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.journal.RecordFields;
import io.tollgate.journal.RecordHandler;
import io.tollgate.journal.RecordKeys;
import org.agrona.DirectBuffer;

/** One reading of the journal: finds the keys of each record. One thread. */
abstract class Scan implements RecordHandler {
    final RecordKeys keys = new RecordKeys();
    private final RecordFields fields = new RecordFields();

    @Override
    public final void onRecord(
            int ringId,
            long sequence,
            int templateId,
            DirectBuffer buffer,
            int offset,
            int length,
            long batchTimeNanos) {
        if (ringId < 0) {
            return;
        }
        keys.reset();
        // a message of a later version is passed over
        if (fields.visit(buffer, offset, keys)) {
            record(ringId, sequence, templateId, buffer, offset);
        }
    }

    @Override
    public final void onState(JournaledState state) {
        begin(state);
    }

    /** The journal's beginning was retired: what it said together. */
    void begin(JournaledState state) {}

    /** A record of a lane or BookKeeper; its keys are in {@link #keys}. */
    abstract void record(int ringId, long sequence, int templateId, DirectBuffer buffer, int offset);
}
