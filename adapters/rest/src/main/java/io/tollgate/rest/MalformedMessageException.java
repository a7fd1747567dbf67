package io.tollgate.rest;

/** A message of the venue that cannot be read as what it should be. Nothing of it was applied. The text holds no secret. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
