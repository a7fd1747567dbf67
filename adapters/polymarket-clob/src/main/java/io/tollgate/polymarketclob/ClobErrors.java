package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.VenueText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What the venue's refusals of a read mean: {@code {"error":"…"}} with a status. Any thread. */
final class ClobErrors {
    private static final int LONGEST_RESET_DIGITS = 12;

    private ClobErrors() {}

    /** The refusal that an answer other than a success stands for. */
    static RefusedException refusal(HttpClient.Answer answer, Calls calls, String path) {
        final String text = text(answer);
        final String said =
                "the venue answered " + answer.code() + " to " + path + (text.isEmpty() ? "" : " (" + text + ")");
        final boolean wallet = path.startsWith("/auth/");
        return switch (answer.code()) {
            case 400 -> badRequest(said, text.toLowerCase(Locale.ROOT), wallet);
            case 401 ->
                new RefusedException(
                        Action.REAUTHENTICATE,
                        said
                                + (wallet
                                        ? ": it does not accept the wallet's signature; check the private key, the chain id, and this machine's clock, which is "
                                        : ": it does not accept the signature; check API key, secret and passphrase, that the owner's address is that of the key that made them (not the proxy or deposit wallet), and this machine's clock, which is ")
                                + calls.skew().text() + " the venue's");
            case 403 ->
                text.isEmpty()
                        ? new RefusedException(
                                Action.SLOW_DOWN,
                                said
                                        + ": refused before the venue itself saw it; a block of this IP address or region?",
                                pause(answer, calls))
                        : new RefusedException(
                                Action.STOP,
                                said
                                        + ": this account or region may not use the venue's API; check the account at the venue");
            case 404, 405 ->
                new RefusedException(
                        Action.STOP, said + ": there is no such path; check baseUrl (https://clob.polymarket.com)");
            case 425 ->
                new RefusedException(
                        Action.RETRY, said + ": the matching engine restarts (weekly, about 90 s); it is read again");
            case 429 ->
                new RefusedException(
                        Action.SLOW_DOWN, said + ": too many requests from this address", pause(answer, calls));
            case 503 ->
                new RefusedException(
                        Action.RETRY, said + ": the venue has stopped trading or is in maintenance; it is read again");
            default -> new RefusedException(Action.RETRY, said);
        };
    }

    private static RefusedException badRequest(String said, String text, boolean wallet) {
        if (wallet) {
            return new RefusedException(
                    Action.STOP,
                    said
                            + ": no API credentials can be had with this key and nonce; check both, or make credentials at the venue and give them");
        }
        if (text.contains("assetid invalid") || text.contains("valid tokenid")) {
            return new RefusedException(
                    Action.STOP,
                    said
                            + ": the token is not known to the venue; take the token's number from clobTokenIds of the market");
        }
        if (text.contains("invalid params") || text.contains("signature type") || text.contains("signature_type")) {
            return new RefusedException(
                    Action.STOP, said + ": the venue does not take this question; check asset and signatureType");
        }
        return new RefusedException(Action.RETRY, said);
    }

    /** The venue's own words, as far as they are fit to be shown; empty if the body is no JSON. */
    static String text(HttpClient.Answer answer) {
        final JsonNode json = Json.readError(answer.body());
        final JsonNode error = json.path("error").isMissingNode() ? json.path("errorMsg") : json.path("error");
        return error.isTextual() ? VenueText.clean(error.textValue()) : "";
    }

    /** The longer of {@code Retry-After} and the time until {@code Poly-RateLimit-Reset} (Unix seconds). */
    private static Duration pause(HttpClient.Answer answer, Calls calls) {
        final Instant now = calls.wallClock().instant();
        final Duration asked = RetryAfter.of(answer.headers().get("Retry-After"), now);
        final String reset = answer.headers().get("Poly-RateLimit-Reset");
        if (reset == null
                || reset.isEmpty()
                || reset.length() > LONGEST_RESET_DIGITS
                || !reset.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return asked;
        }
        final Duration untilReset = Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset)));
        final Duration longest = RetryAfter.LONGEST;
        final Duration bounded = untilReset.compareTo(longest) > 0 ? longest : untilReset;
        return bounded.compareTo(asked) > 0 ? bounded : asked;
    }
}
