package io.tollgate.gate;

import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.ring.Ring;

/** Who runs a {@link Gate}'s agents: called while the gate is opened and by threads that wait for BookKeeper. */
public interface GateHost {
    /**
     * A ring that a Journaler must drain: each one there is, before the book is recovered, and each that is opened later. By the thread
     * that opens the gate or the lane.
     */
    void onRing(Ring ring);

    /** All rings of the directory were handed over; recovery needs room in BookKeeper's, so drain them. By the thread that opens the gate. */
    void beforeRecovery();

    /**
     * What the journal says: asked once before any ring is opened, for where rings go on, and again after {@link #beforeRecovery}, with
     * everything that the rings held. By the thread that opens the gate. Without a journal nothing is compared.
     */
    default JournaledState journaled() {
        return JournaledState.NONE;
    }

    /**
     * The gate could not be opened: its files are closed next, so nothing may use the rings when this returns. By the thread that opens
     * the gate.
     */
    default void beforeAbandon() {}

    /**
     * A thread waits for BookKeeper: park for a moment, or, where that thread is BookKeeper's own, do its work.
     *
     * @param gate the gate that is waited for
     */
    void whileWaiting(Gate gate);
}
