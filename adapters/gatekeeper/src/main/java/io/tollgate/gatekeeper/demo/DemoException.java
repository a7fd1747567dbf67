package io.tollgate.gatekeeper.demo;

/** The demo cannot go on; the message says why and what helps. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
