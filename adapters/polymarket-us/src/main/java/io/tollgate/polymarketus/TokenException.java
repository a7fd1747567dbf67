package io.tollgate.polymarketus;

/** No token could be had. The text says why and what to do, and holds no secret. */
final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether trying again can help. */
    enum Kind {
        /** Try again with back-off. */
        RETRY,
        /** Try again after the longest back-off: too many requests. */
        RETRY_LATE,
        /** The credentials were refused. */
        REFUSED
    }

    private final Kind kind;

    TokenException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
