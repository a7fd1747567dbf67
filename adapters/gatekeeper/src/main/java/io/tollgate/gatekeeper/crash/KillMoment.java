package io.tollgate.gatekeeper.crash;

import java.util.Locale;

/**
 * When a child is killed: so long after something.
 *
 * @param after what
 * @param nanos how long after it
 */
record KillMoment(After after, long nanos) {
    private static final long MILLI = 1_000_000;

    /** What a kill follows. */
    enum After {
        /** The JVM was started. */
        START("the JVM's start"),
        /** The gate began to open: recovery. */
        OPENING("the gate began to open"),
        /** The gate was open, and nothing decided yet. */
        OPEN("the gate was open"),
        /** Trading began. */
        TRADING("trading began"),
        /** Trading had gone on for so long, and the next approval was heard. */
        APPROVAL("trading began, at an approval");

        private final String text;

        After(String text) {
            this.text = text;
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d.%d ms after %s", nanos / MILLI, nanos / (MILLI / 10) % 10, after.text);
    }
}
