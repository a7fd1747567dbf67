package io.tollgate.gatekeeper.crash;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a crash test was asked for.
 *
 * @param kills how often a gate is killed, 1 to 100,000
 * @param directory new folder for the gate's state and what it prints; empty: a temporary one, removed if nothing was found
 * @param seed of moments, orders and the venue
 */
record CrashOptions(int kills, Optional<Path> directory, long seed) {
    static final int MOST_KILLS = 100_000;

    CrashOptions {
        if (kills < 1 || kills > MOST_KILLS) {
            throw new IllegalArgumentException("--kills must be from 1 to " + MOST_KILLS + ": --kills=" + kills);
        }
    }
}
