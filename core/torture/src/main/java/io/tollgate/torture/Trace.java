package io.tollgate.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The last steps and events of a run, for the reader of a failure. Threading: the holder of the baton. */
public final class Trace {
    private static final int STEPS = 64;
    private static final int EVENTS = Integer.getInteger("tollgate.torture.events", 160);

    private final IntFunction<String> sites;
    private final long[] steps = new long[STEPS];
    private final String[] events = new String[EVENTS];
    private final long[] at = new long[EVENTS];
    private String[] names = {};
    private long stepCount;
    private int eventCount;
    private long hash = 1;

    /**
     * Starts empty.
     *
     * @param sites what a site's number stands for
     */
    public Trace(IntFunction<String> sites) {
        this.sites = sites;
    }

    void names(String[] next) {
        names = next;
    }

    void step(int actor, int site) {
        steps[(int) (stepCount++ % STEPS)] = (long) actor << 32 | site;
        hash = hash * 31 + actor;
    }

    /** Notes what happened, in words. */
    public void say(String actor, String what) {
        at[eventCount % EVENTS] = stepCount;
        events[eventCount++ % EVENTS] = actor + ": " + what;
        hash = hash * 31 + what.hashCode();
    }

    /** A number that is the same for two runs only if they were the same. */
    public long hash() {
        return hash;
    }

    /** The last events, and the last accesses. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        for (int i = Math.max(0, eventCount - EVENTS); i < eventCount; i++) {
            lines.add("step " + at[i % EVENTS] + "  " + events[i % EVENTS]);
        }
        lines.add("the last accesses:");
        for (long i = Math.max(0, stepCount - STEPS); i < stepCount; i++) {
            final long word = steps[(int) (i % STEPS)];
            final int actor = (int) (word >>> 32);
            lines.add(
                    "step " + i + "  " + (actor < names.length ? names[actor] : "?") + "  " + sites.apply((int) word));
        }
        return lines;
    }
}
