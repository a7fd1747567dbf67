package io.tollgate.gate.state;

/** A state directory that cannot be used: the message gives the rule, the value and the cure. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message rule, value and cure */
    public StateException(String message) {
        super(message);
    }

    /**
     * @param message rule, value and cure
     * @param cause what the file system said
     */
    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
