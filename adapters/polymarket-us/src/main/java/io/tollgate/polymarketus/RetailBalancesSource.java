package io.tollgate.polymarketus;

import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RetryAfter;
import io.tollgate.rest.Rules;
import io.tollgate.rest.SnapshotSource;
import java.io.IOException;
import java.time.InstantSource;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** {@code GET /v1/account/balances}, signed with Ed25519, and what its statuses mean. */
final class RetailBalancesSource implements SnapshotSource {
    static final String PATH = "/v1/account/balances";

    private final RetailConfig config;
    private final HttpUrl url;
    private final RetailBalances balances;

    RetailBalancesSource(RetailConfig config, InstantSource wallClock) {
        this.config = config;
        this.url = Rules.url("baseUrl", config.baseUrl())
                .newBuilder()
                .encodedPath(PATH)
                .build();
        this.balances = new RetailBalances(config.currency(), config.assetScale(), wallClock);
    }

    @Override
    public String name() {
        return "polymarket-us-retail-" + config.currency();
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        long requestNanos = calls.nowNanos();
        HttpClient.Answer answer = calls.send(signedRequest(calls.wallClock().millis()));
        if (answer.code() != 200) {
            throw refusal(answer, calls);
        }
        return Reading.of(balances.read(answer.body().toByteArray(), requestNanos, answer.arrivalNanos()));
    }

    private Request signedRequest(long epochMillis) {
        return new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("X-PM-Access-Key", config.credentials().keyId())
                .header("X-PM-Timestamp", Long.toString(epochMillis))
                .header("X-PM-Signature", config.credentials().sign(epochMillis, "GET", PATH))
                .get()
                .build();
    }

    /** An answer other than 200. Its text carries no information on this venue (one message for all codes), so it is not shown. */
    private static RefusedException refusal(HttpClient.Answer answer, Calls calls) {
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
                        said
                                + ": this key may not read balances; make an API key with that right, and check that it is not blocked");
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
