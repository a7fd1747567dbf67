package io.tollgate.gatekeeper.crash;

/** The crash test cannot go on: rule, value and cure. */
final class CrashTestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made with what is wrong. */
    CrashTestException(String message) {
        super(message);
    }

    /** Made with what is wrong and why. */
    CrashTestException(String message, Throwable cause) {
        super(message, cause);
    }
}
