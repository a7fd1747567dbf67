package io.tollgate.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a venue's clock is from ours, by the {@code Date} of its answers: whole seconds, so a difference below a second is none. What the
 * call's own duration can explain does not count. Warned of once each time it becomes too large.
 *
 * <p>Threading: one thread.
 */
public final class ClockSkew {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final String name;
    private final Duration allowed;
    private Duration last = Duration.ZERO;
    private boolean measured;
    private boolean warned;

    /** @param allowed above it a warning is logged */
    public ClockSkew(String name, Duration allowed) {
        this.name = name;
        this.allowed = allowed;
    }

    /**
     * Compares. A header that is missing or is no date says nothing.
     *
     * @param date the answer's header
     * @param sent our time of day when the request was sent
     * @param received our time of day when the answer was there
     */
    public void measure(@Nullable String date, Instant sent, Instant received) {
        if (date == null) {
            return;
        }
        final Instant theirs;
        try {
            theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            LOG.debug("{}: the Date header is no date", name, e);
            return;
        }
        measured = true;
        final Instant theirsLatest = theirs.plusSeconds(1);
        if (theirsLatest.isBefore(sent)) {
            last = Duration.between(theirsLatest, sent);
        } else if (theirs.isAfter(received)) {
            last = Duration.between(theirs, received);
        } else {
            last = Duration.ZERO;
        }
        if (last.abs().compareTo(allowed) <= 0) {
            warned = false;
        } else if (!warned) {
            warned = true;
            LOG.warn(
                    "{}: this machine's clock is {} the venue's; signatures are refused soon: set the clock (NTP)",
                    name,
                    text());
        }
    }

    /** Ours less theirs: positive if we are ahead; zero if nothing can be said. */
    public Duration last() {
        return last;
    }

    /** For messages: {@code 3 s ahead of}, {@code 40 s behind} or {@code in step with}; {@code perhaps not in step with} if unknown. */
    public String text() {
        if (!measured) {
            return "perhaps not in step with";
        }
        final long seconds = last.abs().toSeconds();
        if (seconds == 0) {
            return "in step with";
        }
        return seconds + (last.isNegative() ? " s behind" : " s ahead of");
    }
}
