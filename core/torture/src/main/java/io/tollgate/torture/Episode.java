package io.tollgate.torture;

import java.nio.file.Path;

/** One seed's run: a gate, its surroundings, and its crashes. Implemented beside the gate's rewritten classes. */
public interface Episode {
    /**
     * Runs to the end, or until something happened that must not ({@link Scheduler#violation}).
     *
     * @param scheduler of this run alone; the caller's thread is its director
     * @param directory empty, for the gate's files
     * @param seed chooses what kind of world it is
     */
    void run(Scheduler scheduler, Path directory, long seed);

    /** Calls of the gate and messages of the venue so far. */
    long operations();

    /** Deaths of the process so far. */
    long crashes();
}
