package io.tollgate.torture;

/**
 * Called by the rewritten classes of the gate, before each access to a mapped buffer and when something is opened that the operating system
 * would close if the process died. Threads that are not {@link Actor}s pass unnoticed.
 */
public final class Hook {
    private Hook() {}

    /**
     * The next thing this thread does is one access to shared memory.
     *
     * @param site number of the place in the program, {@link SteppingLoader#site}
     */
    public static void step(int site) {
        if (Thread.currentThread() instanceof Actor actor) {
            actor.step(site);
        }
    }

    /** A mapped file, a lock or a book was made. */
    public static void opened(Object made) {
        if (Thread.currentThread() instanceof Actor actor) {
            actor.scheduler().opened(made);
        }
    }
}
