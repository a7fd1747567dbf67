package io.tollgate.rest;

/**
 * Counts refusals of our credentials in a row. One can be chance (a token that expired on the way, a clock that was being set). A second one
 * with fresh credentials is not: credentials that the venue has never accepted are wrong, and trying again cannot help. Those that it has
 * accepted since the start are good, or were revoked; which of the two cannot be told from here, so they are tried again, seldom, and the
 * balance is unknown meanwhile. Belongs to one feed's thread.
 */
public final class AuthenticationRuns {
    private int refusals;
    private boolean accepted;

    /** Another refusal; whether to give up: the second in a row of credentials that were never accepted. */
    public boolean again() {
        refusals++;
        return isRepeated() && !accepted;
    }

    /** Whether there were two refusals in a row: try again as seldom as back-off allows. */
    public boolean isRepeated() {
        return refusals >= 2;
    }

    /** The venue accepted us. */
    public void reset() {
        refusals = 0;
        accepted = true;
    }
}
