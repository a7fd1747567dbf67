package io.tollgate.lincheck;

import io.tollgate.torture.SteppingLoader;

/**
 * Called by the rewritten classes of the gate before each access to a buffer. While a scenario runs, the access becomes a {@link
 * SwitchPoint}.
 *
 * <p>Lincheck rewrites classes only once code that it has rewritten makes or calls them statically. This one and the gate's are reached in
 * no such way, so their plain fields are no places to switch.
 *
 * <p>Threading: one thread at a time.
 */
public final class Steps {
    private static final int MOST_SITES = 1 << 16;

    /**
     * A lane asks for new rows only when it has used up those it knows of: not in every use of a gate, so no place to switch. Lincheck
     * needs the same steps each time; jcstress and torture have this one.
     */
    private static final String NOW_AND_THEN = "FreeRows.peek:";

    private static final String[] NAMES = new String[MOST_SITES];
    private static final SteppingLoader LOADER = new SteppingLoader(
            Steps.class.getClassLoader(),
            Steps.class,
            name -> !name.startsWith("io.tollgate.lincheck.") || name.startsWith("io.tollgate.lincheck.driven."),
            name -> false);
    private static final boolean EVERY_ACCESS = Boolean.getBoolean("tollgate.lincheck.everyAccess");

    private static boolean running;
    private static long taken;
    private static long switches;
    private static Thread last = Thread.currentThread();

    private Steps() {}

    /** Loads the gate's classes. */
    static SteppingLoader loader() {
        return LOADER;
    }

    /** From here on steps are places to switch, or no more. */
    static void running(boolean scenario) {
        running = scenario;
    }

    /** Steps that were places to switch, in all. */
    static long taken() {
        return taken;
    }

    /** How often the next step was another thread's, in all. */
    static long switches() {
        return switches;
    }

    /** The next thing this thread does is one access to a buffer. */
    public static void step(int site) {
        if (!running || !(EVERY_ACCESS || LOADER.isOrdered(site))) {
            return;
        }
        if (NAMES[site] == null) {
            NAMES[site] = LOADER.site(site);
        }
        if (NAMES[site].startsWith(NOW_AND_THEN)) {
            return;
        }
        SwitchPoint.before(NAMES[site]);
        taken++;
        if (last != Thread.currentThread()) {
            last = Thread.currentThread();
            switches++;
        }
    }

    /** A file or a lock was opened: nothing dies here. */
    public static void opened(Object made) {
        // closed with the gate
    }
}
