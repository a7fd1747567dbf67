package io.tollgate.rest;

import java.time.Duration;

/**
 * A venue's answer that is no answer to what was asked, and what to do about it. The text names the likely cause and the cure; it holds no
 * secret.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to do after a refusal. */
    public enum Action {
        /** The venue has trouble: try again with back-off. */
        RETRY,
        /** Too many requests: try again after a pause. */
        SLOW_DOWN,
        /** The venue did not accept who we are: renew what can be renewed and try once more; for a second time in a row see {@link AuthenticationRuns}. */
        REAUTHENTICATE,
        /** Trying again cannot help: stop, with the message. */
        STOP
    }

    private final Action action;
    private final Duration pause;

    /** Without a pause of the venue's own. */
    public RefusedException(Action action, String message) {
        this(action, message, Duration.ZERO);
    }

    /**
     * A refusal.
     *
     * @param pause how long the venue asks us to wait; zero if it does not say
     */
    public RefusedException(Action action, String message, Duration pause) {
        super(message);
        this.action = action;
        this.pause = pause;
    }

    /** What to do. */
    public Action action() {
        return action;
    }

    /** How long the venue asks us to wait. */
    public Duration pause() {
        return pause;
    }
}
