package io.tollgate.gatekeeper.agreement;

/** An answer under way. */
interface Read {

    /** Tells the gate. Called once, at this time. */
    void deliver(long arrivalNanos);

    /** The figure that the guides compare with price × size for an order of this kind, as this answer shows it. */
    long shown(int kind);
}
