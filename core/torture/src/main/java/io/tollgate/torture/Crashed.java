package io.tollgate.torture;

/** Ends a thread of a process that has died: thrown at its next access, and at every one after that. */
public final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    Crashed() {
        super("the process died here", null, false, false);
    }
}
