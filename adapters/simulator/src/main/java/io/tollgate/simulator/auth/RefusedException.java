package io.tollgate.simulator.auth;

/** Proof of identity was refused. The message says why and holds no secret. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public RefusedException(String message) {
        super(message);
    }
}
