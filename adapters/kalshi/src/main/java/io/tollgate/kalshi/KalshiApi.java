package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Signed requests of one key, and lists page by page. Counts its requests, so that the budget can be kept.
 *
 * <p>Threading: one thread at a time.
 */
final class KalshiApi {
    private static final MediaType JSON = MediaType.get("application/json");
    /** A larger difference of clocks is not worked around: something else is wrong. */
    private static final Duration LARGEST_CORRECTION = Duration.ofMinutes(10);

    private final KalshiConfig config;
    private final HttpUrl base;
    private long correctionMillis;
    private long pendingCorrectionMillis;
    private boolean clockRefused;
    private int requests;

    KalshiApi(KalshiConfig config) {
        this.config = config;
        this.base = config.url();
    }

    /** Takes one element of a list. */
    interface Element {
        void take(JsonNode element) throws MalformedMessageException;
    }

    /** A URL below the base, to add a query to. */
    HttpUrl.Builder url(String... segments) {
        final HttpUrl.Builder url = base.newBuilder().encodedPath(KalshiConfig.BASE_PATH);
        for (final String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    /** {@link #url} of one subaccount on one shard. */
    HttpUrl.Builder scopedUrl(String... segments) {
        return url(segments)
                .addQueryParameter("subaccount", Integer.toString(config.subaccount()))
                .addQueryParameter("exchange_index", Integer.toString(config.exchangeIndex()));
    }

    /** Requests since the last call of this. */
    int takeRequestCount() {
        final int count = requests;
        requests = 0;
        return count;
    }

    /** Sends a request, whatever its answer. */
    HttpClient.Answer send(Calls calls, String method, HttpUrl url, @Nullable JsonNode body) throws IOException {
        requests++;
        final HttpClient.Answer answer =
                calls.send(request(method, url, body, calls.wallClock().millis() + correctionMillis));
        clockRefused =
                answer.code() == 401 && KalshiError.read(answer.body()).code().equals(KalshiError.TIMESTAMP_EXPIRED);
        if (clockRefused) {
            final Duration ahead = calls.skew().last();
            if (ahead.abs().compareTo(LARGEST_CORRECTION) <= 0) {
                pendingCorrectionMillis = -ahead.toMillis();
            }
        }
        return answer;
    }

    /** After a refusal because of the clock: signs from now on with the time as the venue's answers show it. */
    void correctClock() {
        if (clockRefused) {
            correctionMillis = pendingCorrectionMillis;
        }
    }

    Request request(String method, HttpUrl url, @Nullable JsonNode body, long epochMillis) {
        final RequestBody content =
                body == null ? null : RequestBody.create(ByteString.encodeUtf8(body.toString()), JSON);
        return new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("KALSHI-ACCESS-KEY", config.credentials().keyId())
                .header("KALSHI-ACCESS-TIMESTAMP", Long.toString(epochMillis))
                .header("KALSHI-ACCESS-SIGNATURE", config.credentials().sign(epochMillis, method, url.encodedPath()))
                .method(method, content)
                .build();
    }

    /** Reads an answer that must be 200. */
    HttpClient.Answer get(Calls calls, String what, HttpUrl url) throws IOException, RefusedException {
        final HttpClient.Answer answer = send(calls, "GET", url, null);
        if (answer.code() != 200) {
            throw KalshiError.refusal(what, answer, calls);
        }
        return answer;
    }

    /**
     * Reads a list to its end, which an empty cursor marks, not a short page.
     *
     * @param name the array's member
     * @param url without limit and cursor
     */
    void list(Calls calls, String name, HttpUrl url, Element element)
            throws IOException, RefusedException, MalformedMessageException {
        final Set<String> cursors = new HashSet<>();
        String cursor = "";
        for (int page = 0; page < config.maxPages(); page++) {
            final HttpUrl.Builder next =
                    url.newBuilder().addQueryParameter("limit", Integer.toString(config.pageSize()));
            if (!cursor.isEmpty()) {
                next.addQueryParameter("cursor", cursor);
            }
            final JsonNode json = Json.read(get(calls, name, next.build()).body());
            for (final JsonNode each : Json.array(json, name)) {
                element.take(each);
            }
            final JsonNode following = json.path("cursor");
            if (!following.isTextual() && !Json.isAbsent(json, "cursor")) {
                throw new MalformedMessageException("cursor must be text: it is of type " + following.getNodeType());
            }
            cursor = following.asText("");
            if (cursor.isEmpty() || following.isNull()) {
                return;
            }
            if (!cursors.add(cursor)) {
                throw new MalformedMessageException(name
                        + " must come to an end: the venue gave the same cursor twice, after " + (page + 1) + " pages");
            }
        }
        throw new MalformedMessageException(name + " must fit in maxPages=" + config.maxPages() + " of pageSize="
                + config.pageSize() + ": there are more; raise them");
    }
}
