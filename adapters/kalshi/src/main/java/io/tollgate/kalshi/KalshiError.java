package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.VenueText;
import okio.ByteString;

/**
 * An error of the venue, in any of its three shapes: {@code {"error":{code,message,details}}}, {@code {code,message,details}}, and bare
 * {@code {"msg":…}} or {@code {"error":"too many requests"}}. A body that is none of them, or no JSON, is an error without words.
 *
 * @param code what to branch on; empty if there is none
 * @param message for people, cleaned
 * @param details cleaned
 */
public record KalshiError(String code, String message, String details) {
    /** The request's time is too far from the venue's. */
    public static final String TIMESTAMP_EXPIRED = "header_timestamp_expired";

    /** Too little cash on the market's shard. */
    public static final String INSUFFICIENT_BALANCE = "insufficient_balance";

    /** The client order id was used before: the order is there already. */
    public static final String ORDER_ALREADY_EXISTS = "order_already_exists";

    /** No cash was ever put on this shard. */
    public static final String USER_NOT_FOUND = "user_not_found";

    private static final int LONGEST_CODE = 64;

    /** Reads what can be read. */
    public static KalshiError read(ByteString body) {
        final JsonNode json = Json.readError(body);
        final JsonNode nested = json.path("error");
        if (nested.isTextual()) {
            return new KalshiError("", VenueText.clean(nested.textValue()), "");
        }
        final JsonNode error = nested.isObject() ? nested : json;
        final String message = text(error, "message");
        return new KalshiError(
                shorter(text(error, "code")), message.isEmpty() ? text(error, "msg") : message, text(error, "details"));
    }

    private static String text(JsonNode node, String name) {
        return VenueText.clean(node.path(name).asText(""));
    }

    private static String shorter(String code) {
        return code.length() > LONGEST_CODE ? code.substring(0, LONGEST_CODE) : code;
    }

    /** Whether the venue refused an order because the shard's cash does not pay for it. */
    public boolean isForFunds() {
        return code.equals(INSUFFICIENT_BALANCE) || code.equals(USER_NOT_FOUND);
    }

    /** As the middle of a sentence: code, message and details, as far as there are any. */
    String said() {
        final String words = String.join(
                ": ",
                java.util.stream.Stream.of(code, message.equals(code) ? "" : message, details)
                        .filter(s -> !s.isEmpty())
                        .toList());
        return words.isEmpty() ? "without a reason that could be read" : words;
    }

    /** What to do about an answer that is not the expected one. */
    static RefusedException refusal(String what, HttpClient.Answer answer, Calls calls) {
        final KalshiError error = read(answer.body());
        final int status = answer.code();
        final String said = what + ": the venue answered " + status + " (" + error.said() + ")";
        return switch (status) {
            case 401 -> new RefusedException(Action.REAUTHENTICATE, said + ": " + error.unauthorized(calls));
            case 403 ->
                new RefusedException(
                        Action.STOP,
                        said
                                + ": this key may not read this; give it scope read, or read::portfolio_balance for the balance alone, and"
                                + " check that it is not locked to another subaccount");
            case 429 ->
                new RefusedException(
                        Action.SLOW_DOWN,
                        said + ": the tokens of this key are used up; all its users draw on the same buckets, FIX too",
                        RetryAfter.of(
                                answer.headers().get("Retry-After"),
                                calls.wallClock().instant()));
            case 404 ->
                error.code.equals(USER_NOT_FOUND)
                        ? new RefusedException(
                                Action.RETRY,
                                said + ": no cash was ever put on this shard; transfer some, and check exchangeIndex")
                        : new RefusedException(
                                Action.STOP, said + ": check baseUrl, and that host and key are of one environment");
            case 400, 405, 410, 422 ->
                new RefusedException(
                        Action.STOP,
                        said + ": the venue does not take this request; check subaccount and exchangeIndex");
            default -> new RefusedException(Action.RETRY, said);
        };
    }

    private String unauthorized(Calls calls) {
        if (code.equals(TIMESTAMP_EXPIRED)) {
            return "this machine's clock is " + calls.skew().text()
                    + " the venue's; set the clock (NTP): more than 5 s may be refused";
        }
        if (code.equals("signature_is_missing_from_headers")) {
            return "the KALSHI-ACCESS headers did not arrive; check for a proxy that takes them out";
        }
        if (details.contains("NOT_FOUND")) {
            return "this key id is not known; check it, and that host and key are of one environment (demo or production)";
        }
        return "key id and private key do not belong together, or one of them was replaced; make a new API key, and check that this"
                + " machine's clock, which is " + calls.skew().text() + " the venue's, is right";
    }
}
