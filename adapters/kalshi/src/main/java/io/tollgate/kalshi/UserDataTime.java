package io.tollgate.kalshi;

import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.VenueTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /exchange/user_data_timestamp}: up to when the venue's balance, orders, fills and positions are known to be complete, brought
 * to our monotonic clock. A read begun afterwards contains what happened before that moment, and perhaps more.
 *
 * <p>How far the venue's clock is ahead of our monotonic one is known from {@code Date} of the answers: each shows a whole second, and bounds it from
 * both sides; all together bound it better than one. The later end counts. Answers may come from hosts whose clocks are not quite the same: that is
 * what {@code visibleAfterNanos} is for. Our time of day does not matter, but for an answer without {@code Date}: there it is used with the
 * allowed skew.
 *
 * <p>Threading: the feed's.
 */
final class UserDataTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** How fast two clocks may drift apart: 50 in a million. */
    private static final long DRIFT_DIVISOR = 20_000;

    private final KalshiConfig config;
    private final KalshiApi api;
    private boolean isKnown;
    private long completeNanos;
    private boolean isBounded;
    /** The venue's time less our monotonic one is within these, as of {@link #boundedNanos}. */
    private long leastAhead;

    private long mostAhead;
    private long boundedNanos;

    UserDataTime(KalshiConfig config, KalshiApi api) {
        this.config = config;
        this.api = api;
    }

    /** Asks; the moment on our monotonic clock before which everything is contained in a read begun now. It never goes back. */
    long completeNanos(Calls calls) throws IOException, RefusedException, MalformedMessageException {
        final long sentNanos = calls.nowNanos();
        final long sentEpochNanos = calls.wallClock().millis() * 1_000_000L;
        final HttpClient.Answer answer = api.get(
                calls,
                "user data time",
                api.url("exchange", "user_data_timestamp").build());
        final long asOf =
                VenueTime.parsed("as_of_time", Json.text(Json.read(answer.body()), "as_of_time"), calls.wallClock());
        final Long venueNow = venueNow(answer.headers().get("Date"));
        final long ageNanos;
        if (venueNow == null) {
            ageNanos =
                    Math.max(0, sentEpochNanos + config.polling().allowedSkew().toNanos() - asOf);
        } else {
            bound(venueNow, sentNanos, answer.arrivalNanos());
            ageNanos = Math.max(0, sentNanos + mostAhead - asOf);
        }
        if (ageNanos > config.maxDataAge().toNanos()) {
            throw new RefusedException(
                    Action.RETRY,
                    "user data time: the venue's balances are as of "
                            + Duration.ofNanos(ageNanos).toSeconds() + " s ago, allowed are "
                            + config.maxDataAge().toSeconds() + " s (maxDataAge); the venue lags, wait");
        }
        final long moment = sentNanos - ageNanos;
        if (!isKnown || moment - completeNanos > 0) {
            isKnown = true;
            completeNanos = moment;
        }
        return completeNanos;
    }

    /** The venue's clock showed this second at some time between the two. */
    private void bound(long venueSecondNanos, long sentNanos, long arrivalNanos) {
        final long least = venueSecondNanos - arrivalNanos;
        final long most = venueSecondNanos + NANOS_PER_SECOND - sentNanos;
        final long drift = isBounded ? (arrivalNanos - boundedNanos) / DRIFT_DIVISOR : 0;
        final long narrowLeast = Math.max(leastAhead - drift, least);
        final long narrowMost = Math.min(mostAhead + drift, most);
        // bounds that exclude each other: one of the clocks was set, and only what it shows now counts
        final boolean agrees = isBounded && narrowLeast <= narrowMost;
        leastAhead = agrees ? narrowLeast : least;
        mostAhead = agrees ? narrowMost : most;
        boundedNanos = arrivalNanos;
        isBounded = true;
    }

    private static @Nullable Long venueNow(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toEpochSecond()
                    * NANOS_PER_SECOND;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
