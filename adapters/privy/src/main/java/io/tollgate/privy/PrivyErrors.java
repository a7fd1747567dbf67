package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an answer other than 200 means. Its body is {@code {"error": text}}, at times with a {@code code}; the venue publishes no schema of
 * it, so the status decides where the code says nothing.
 */
final class PrivyErrors {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    private PrivyErrors() {}

    /**
     * The refusal to throw.
     *
     * @param asked what was asked for, for the message
     */
    static RefusedException refusal(HttpClient.Answer answer, Calls calls, PrivyConfig config, String asked) {
        final JsonNode body = Json.readError(answer.body());
        final String code = body.path("code").asText("");
        final String said =
                "the venue answered " + answer.code() + " to " + asked + told(body, code, config.credentials());
        if (code.equals("too_many_requests") || answer.code() == 429) {
            return new RefusedException(
                    Action.SLOW_DOWN,
                    said + ": too many requests of this app; read less often, or ask the venue for a higher limit",
                    pause(answer.headers(), calls.wallClock().instant()));
        }
        if (code.equals("missing_or_invalid_privy_app_id")) {
            return new RefusedException(
                    Action.STOP,
                    said + ": the app id is not known; check appId="
                            + config.credentials().appId());
        }
        return switch (answer.code()) {
            case 401 -> new RefusedException(Action.REAUTHENTICATE, said + credentials(config.credentials()));
            case 400, 422 ->
                new RefusedException(
                        Action.STOP,
                        said + ": it cannot read the request; check account=" + config.account() + ", symbol="
                                + config.symbol()
                                + (config.walletIds().isEmpty() ? "" : " and the wallets' ids and chain"));
            case 403 ->
                new RefusedException(
                        Action.STOP,
                        said
                                + ": this app may not read it; check in the dashboard that accounts are switched on for the app, and"
                                + " its list of allowed addresses");
            case 404 ->
                new RefusedException(
                        Action.STOP,
                        said
                                + ": there is no such thing in this app; check the id and that app and environment are the right ones");
            default -> new RefusedException(Action.RETRY, said);
        };
    }

    private static String credentials(PrivyCredentials credentials) {
        return ": it does not accept app id and secret; check appId=" + credentials.appId()
                + " and copy the secret again"
                + (credentials.looksWhole()
                        ? ""
                        : " with its beginning: what is configured does not begin with privy_app_secret_");
    }

    private static String told(JsonNode body, String code, PrivyCredentials credentials) {
        final JsonNode error = body.path("error");
        final String text = credentials.clean(
                error.isTextual() ? error.textValue() : error.path("message").asText(""));
        final String shownCode = credentials.clean(code);
        if (text.isEmpty() && shownCode.isEmpty()) {
            return "";
        }
        return " (" + text + (text.isEmpty() || shownCode.isEmpty() ? "" : ", ")
                + (shownCode.isEmpty() ? "" : "code " + shownCode) + ")";
    }

    /** What the official client honours: {@code retry-after-ms}, {@code retry-after}, {@code x-ratelimit-reset}; the longest of them. */
    private static Duration pause(Headers headers, Instant now) {
        Duration pause = RetryAfter.of(headers.get("retry-after"), now);
        final String millis = digits(headers.get("retry-after-ms"));
        if (millis != null) {
            pause = longer(pause, Duration.ofMillis(Long.parseLong(millis)));
        }
        final String reset = digits(headers.get("x-ratelimit-reset"));
        if (reset != null) {
            pause = longer(pause, Duration.between(now, Instant.EPOCH.plus(Duration.ofSeconds(Long.parseLong(reset)))));
        }
        return pause;
    }

    private static @Nullable String digits(@Nullable String header) {
        return header != null && DIGITS.matcher(header.strip()).matches() ? header.strip() : null;
    }

    private static Duration longer(Duration pause, Duration other) {
        final Duration believed = other.compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : other;
        return believed.compareTo(pause) > 0 ? believed : pause;
    }
}
