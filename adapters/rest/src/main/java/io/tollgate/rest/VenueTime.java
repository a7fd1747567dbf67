package io.tollgate.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/** Times of a venue: nanoseconds since the epoch, checked for plausibility. Any thread. */
public final class VenueTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** No venue's balance is older. */
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    /** How far a venue's clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private VenueTime() {}

    /**
     * Seconds and nanoseconds since the epoch as nanoseconds.
     *
     * @throws MalformedMessageException unless well-formed, not before 2020 and not more than a day from now
     */
    public static long checked(String what, long seconds, int nanos, InstantSource wallClock)
            throws MalformedMessageException {
        long latest = wallClock.instant().plus(AHEAD).getEpochSecond();
        if (nanos < 0 || nanos >= NANOS_PER_SECOND || seconds < EARLIEST.getEpochSecond() || seconds > latest) {
            throw new MalformedMessageException(what + " must lie between " + EARLIEST + " and a day from now: seconds="
                    + seconds + " nanos=" + nanos);
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }

    /**
     * An RFC 3339 time as nanoseconds since the epoch.
     *
     * @throws MalformedMessageException as {@link #checked}, or if it is no such text
     */
    public static long parsed(String what, String text, InstantSource wallClock) throws MalformedMessageException {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return checked(what, time.toEpochSecond(), time.getNano(), wallClock);
        } catch (DateTimeException e) {
            throw new MalformedMessageException(
                    what + " must be an RFC 3339 time: " + what + "='" + VenueText.clean(text) + "'");
        }
    }
}
