package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.Rules;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** The venue's requests, authenticated. Belongs to one feed's or source's thread. */
final class PrivyRequests {
    static final int PAGE = 100;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** An answer's content and when it arrived. */
    record Read(JsonNode json, long arrivalNanos) {}

    private final PrivyConfig config;
    private final HttpUrl base;

    PrivyRequests(PrivyConfig config) {
        this.config = config;
        this.base = Rules.url("baseUrl", config.baseUrl());
    }

    HttpUrl accountBalance() {
        return path("accounts", config.account(), "balance")
                .addQueryParameter("testnet_mode", Boolean.toString(config.testnetMode()))
                .build();
    }

    HttpUrl walletBalance(String walletId) {
        final HttpUrl.Builder url =
                path("wallets", walletId, "balance").addQueryParameter("asset", config.walletAsset());
        final String chain = config.walletChain();
        return (chain == null ? url : url.addQueryParameter("chain", chain)).build();
    }

    HttpUrl transfers(String walletId, String cursor) {
        final HttpUrl.Builder url = path("wallets", walletId, "actions")
                .addQueryParameter("type", "transfer")
                .addQueryParameter("limit", Integer.toString(PAGE));
        return (cursor.isEmpty() ? url : url.addQueryParameter("cursor", cursor)).build();
    }

    HttpUrl action(String walletId, String actionId) {
        return path("wallets", walletId, "actions", actionId)
                .addQueryParameter("include", "steps")
                .build();
    }

    private HttpUrl.Builder path(String... segments) {
        final HttpUrl.Builder url = base.newBuilder().encodedPath("/v1");
        for (final String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    /** Reads what must be there. */
    Read get(Calls calls, HttpUrl url, String asked) throws IOException, MalformedMessageException, RefusedException {
        final HttpClient.Answer answer = send(calls, url);
        if (answer.code() != OK) {
            throw PrivyErrors.refusal(answer, calls, config, asked);
        }
        return new Read(Json.read(answer.body()), answer.arrivalNanos());
    }

    /** Reads what may not be known: empty at 404. */
    Optional<Read> find(Calls calls, HttpUrl url, String asked)
            throws IOException, MalformedMessageException, RefusedException {
        final HttpClient.Answer answer = send(calls, url);
        if (answer.code() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.code() != OK) {
            throw PrivyErrors.refusal(answer, calls, config, asked);
        }
        return Optional.of(new Read(Json.read(answer.body()), answer.arrivalNanos()));
    }

    private HttpClient.Answer send(Calls calls, HttpUrl url) throws IOException {
        return calls.send(config.credentials()
                .authenticate(new Request.Builder().url(url).header("Accept", "application/json"))
                .get()
                .build());
    }
}
