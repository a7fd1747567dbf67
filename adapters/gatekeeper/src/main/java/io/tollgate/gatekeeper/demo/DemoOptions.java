package io.tollgate.gatekeeper.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run of the demo was asked for.
 *
 * @param seconds how long orders are placed, 1 to 86,400
 * @param ordersPerSecond over all lanes, 1 to 50,000
 * @param lanes router threads, 1 to 8
 * @param directory where state and venue are kept; empty: in a temporary directory, removed at the end
 * @param faults whether the venue misbehaves
 * @param seed of everything drawn at random
 * @param snapshotsOnly no ledger stream
 * @param shadow decisions are journaled and not enforced
 */
record DemoOptions(
        int seconds,
        int ordersPerSecond,
        int lanes,
        Optional<Path> directory,
        boolean faults,
        long seed,
        boolean snapshotsOnly,
        boolean shadow) {

    static final int MAX_SECONDS = 86_400;
    static final int MAX_ORDERS_PER_SECOND = 50_000;
    static final int MAX_LANES = 8;

    DemoOptions {
        range("--seconds", seconds, MAX_SECONDS);
        range("--rate", ordersPerSecond, MAX_ORDERS_PER_SECOND);
        range("--lanes", lanes, MAX_LANES);
    }

    private static void range(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " must be from 1 to " + most + ": " + option + "=" + value);
        }
    }
}
