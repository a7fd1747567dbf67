package io.tollgate.journal;

/** A journal that cannot be opened, read or written: the message gives the rule, the value and the cure. */
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message rule, value and cure */
    public JournalException(String message) {
        super(message);
    }

    /**
     * @param message rule, value and cure
     * @param cause what the queue or the file system said
     */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
