package io.tollgate.lincheck;

/**
 * The one shared field that Lincheck sees. Each write to it stands for the access to a shared word that comes next: Lincheck may switch
 * threads before it, and shows what was written in the trace of a failure.
 *
 * <p>Threading: the threads of a scenario, one at a time, as Lincheck lets them run.
 */
final class SwitchPoint {
    static volatile String access = "";

    /** The caller's next doing is this access to a shared word. */
    static void before(String name) {
        access = name;
    }
}
