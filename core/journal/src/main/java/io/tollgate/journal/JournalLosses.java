package io.tollgate.journal;

import io.tollgate.gate.recovery.JournaledState.Loss;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was found lost when a journal was opened, and with it where a ring goes on. Threading: changed before Journaler starts; read by any
 * thread.
 */
final class JournalLosses {
    private final List<Loss> losses = new CopyOnWriteArrayList<>();
    /** The folder that belonged to the rings is gone: this one begins where they stand. */
    private boolean begunAnew;

    void add(List<Loss> found) {
        losses.addAll(found);
    }

    void begunAnew(Loss loss) {
        begunAnew = true;
        losses.add(loss);
    }

    /** Whether the journal is a new one that must say so; from now on it has. */
    boolean endBegunAnew() {
        final boolean begun = begunAnew;
        begunAnew = false;
        return begun;
    }

    List<Loss> all() {
        return losses;
    }

    /**
     * Sets a ring to where it goes on behind what the queue holds of it.
     *
     * @throws JournalGapException if nothing is known to be lost, and ring and queue do not continue each other
     */
    void begin(RingSource source, RingPositions.Position position) {
        if (begunAnew) {
            source.continueAtEnd(position);
        } else if (losses.isEmpty()) {
            source.continueFrom(position);
        } else {
            final long expected = position.next;
            final long lost = source.continueAfterLoss(position);
            if (lost > 0) {
                losses.add(new Loss(
                        LossKind.JOURNAL,
                        source.ringId(),
                        "records " + expected + " to " + (expected + lost - 1) + " of ring " + source.ringId()
                                + " are neither in the journal nor in the ring"));
            }
        }
    }
}
