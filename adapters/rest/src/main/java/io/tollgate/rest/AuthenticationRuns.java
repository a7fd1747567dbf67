package io.tollgate.rest;

/**
 * Counts refusals of our credentials in a row. One can be chance (a token that expired on the way, a clock that was being set); a
 * second one with fresh credentials is not. Belongs to one feed's thread.
 */
public final class AuthenticationRuns {
    private int refusals;

    /** Another refusal; whether it is the second in a row. */
    public boolean again() {
        refusals++;
        return refusals >= 2;
    }

    /** The venue accepted us. */
    public void reset() {
        refusals = 0;
    }
}
