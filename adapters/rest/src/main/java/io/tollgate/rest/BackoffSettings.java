package io.tollgate.rest;

import java.time.Duration;

/**
 * How to wait between attempts: doubled from {@code initial} to {@code longest} with jitter (an attempt waits between half of its
 * step and the whole of it), back to {@code initial} once a stream was open for {@code healthyAfter} or a read succeeded.
 *
 * @param initial first step, 1 ms to 1 min
 * @param longest last step, not shorter than the first, at most 10 min
 * @param healthyAfter how long a stream must have delivered to count as healthy, 1 ms to 1 h
 */
public record BackoffSettings(Duration initial, Duration longest, Duration healthyAfter) {

    /** What the venue asks for: 1 s to 30 s; healthy after a minute. */
    public static final BackoffSettings DEFAULT =
            new BackoffSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

    /** Checks ranges and relations. */
    public BackoffSettings {
        Rules.range("backoff.initial", initial, Duration.ofMillis(1), Duration.ofMinutes(1));
        Rules.range("backoff.longest", longest, Duration.ofMillis(1), Duration.ofMinutes(10));
        Rules.range("backoff.healthyAfter", healthyAfter, Duration.ofMillis(1), Duration.ofHours(1));
        Rules.notLonger("backoff.initial", initial, "backoff.longest", longest);
    }

    /** These steps, with the same {@code healthyAfter}. */
    public BackoffSettings withSteps(Duration newInitial, Duration newLongest) {
        return new BackoffSettings(newInitial, newLongest, healthyAfter);
    }

    /** The same with another {@code healthyAfter}. */
    public BackoffSettings withHealthyAfter(Duration newHealthyAfter) {
        return new BackoffSettings(initial, longest, newHealthyAfter);
    }
}
