package io.tollgate.polymarketus;

import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.Rules;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Signed GETs of the retail stack, and what a status other than 200 means. Thread-safe. */
final class RetailApi {
    private final RetailCredentials credentials;
    private final HttpUrl base;

    RetailApi(RetailConfig config) {
        this.credentials = config.credentials();
        this.base = Rules.url("baseUrl", config.baseUrl());
    }

    /** A URL of the API; only its path is signed, its query is not. */
    HttpUrl.Builder url(String path) {
        return base.newBuilder().encodedPath(path);
    }

    /** What proves who we are: of a request with this method and path, made now. */
    static Headers headers(RetailCredentials credentials, long epochMillis, String method, String path) {
        return new Headers.Builder()
                .add("X-PM-Access-Key", credentials.keyId())
                .add("X-PM-Timestamp", Long.toString(epochMillis))
                .add("X-PM-Signature", credentials.sign(epochMillis, method, path))
                .build();
    }

    /** Sends a signed GET and reads its whole answer, whatever its status. */
    HttpClient.Answer get(Calls calls, HttpUrl url) throws IOException {
        return calls.send(new Request.Builder()
                .url(url)
                .headers(headers(credentials, calls.wallClock().millis(), "GET", url.encodedPath()))
                .header("Accept", "application/json")
                .get()
                .build());
    }

    /** An answer other than 200. Its text carries no information on this venue (one message for all codes), so it is not shown. */
    static RefusedException refusal(HttpClient.Answer answer, Calls calls, String what) {
        String said = "the venue answered " + answer.code();
        return switch (answer.code()) {
            case 401 ->
                new RefusedException(
                        Action.REAUTHENTICATE,
                        said
                                + ": it does not accept the signature; check key id and secret key, and this machine's clock, which is "
                                + calls.skew().text() + " the venue's (it allows 30 s)");
            case 403 ->
                new RefusedException(
                        Action.STOP,
                        said + ": this key may not read " + what
                                + "; make an API key with that right, and check that it is not blocked");
            case 429 ->
                new RefusedException(
                        Action.SLOW_DOWN,
                        said + ": too many requests with this key",
                        RetryAfter.of(
                                answer.headers().get("Retry-After"),
                                calls.wallClock().instant()));
            default -> new RefusedException(Action.RETRY, said);
        };
    }
}
