package io.tollgate.rest;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Time and chance, as arguments: what a feed may know of the world besides the venue.
 *
 * @param nanoClock monotonic nanoseconds: stamps arrivals, measures silence and the age of tokens. Must be the clock that
 *     BookKeeper uses, or freshness means nothing
 * @param wallClock time of day: goes into signatures and token assertions, and judges whether a venue's time is plausible
 * @param random jitter of back-off and of the polling period; called by the feed's own thread, so one that several feeds share must
 *     be thread-safe ({@link Random} is)
 */
public record FeedEnvironment(NanoClock nanoClock, InstantSource wallClock, RandomGenerator random) {

    /** Checks that nothing is missing. */
    public FeedEnvironment {
        Objects.requireNonNull(nanoClock, "nanoClock");
        Objects.requireNonNull(wallClock, "wallClock");
        Objects.requireNonNull(random, "random");
    }

    /** {@link System#nanoTime()}, the system's time of day and a randomly seeded generator. */
    public static FeedEnvironment system() {
        return new FeedEnvironment(SystemNanoClock.INSTANCE, InstantSource.system(), new Random());
    }
}
