package io.tollgate.simulator;

import org.jspecify.annotations.Nullable;

/** The simulator cannot start or go on. The message says what is wrong, with the value, and how to cure it; it holds no secret. */
public class SimulatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For a condition found by the simulator itself. */
    public SimulatorException(String message) {
        super(message);
    }

    /** For a condition reported by something beneath. */
    public SimulatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Another simulator has the directory: it may be there for good, or just ending. */
    public static final class DirectoryInUse extends SimulatorException {
        private static final long serialVersionUID = 1L;

        /** With directory and holder. */
        public DirectoryInUse(String message) {
            super(message);
        }
    }
}
