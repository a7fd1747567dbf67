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
 * <p>The venue's time is compared with the {@code Date} of the same answer, so our time of day does not matter; a whole second is
 * subtracted for what {@code Date} does not show. Without {@code Date}, our time of day and the allowed skew are used.
 *
 * <p>Threading: the feed's.
 */
final class UserDataTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final KalshiConfig config;
    private final KalshiApi api;
    private boolean isKnown;
    private long completeNanos;

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
        final long latestNow = venueNow != null
                ? venueNow + NANOS_PER_SECOND
                : sentEpochNanos + config.polling().allowedSkew().toNanos();
        final long ageNanos = Math.max(0, latestNow - asOf);
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
