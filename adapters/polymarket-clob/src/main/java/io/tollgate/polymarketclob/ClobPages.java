package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Requests in the name of an account, and lists of the venue to their last page.
 *
 * <p>Threading: that of the {@link Calls}.
 */
final class ClobPages {
    static final String ORDERS_PATH = "/data/orders";
    static final String TRADES_PATH = "/data/trades";
    private static final String FIRST = "MA==";
    private static final String END = "LTE=";

    private final HttpUrl base;
    private final ClobAuthentication authentication;
    private final int maxPages;
    private int requests;

    ClobPages(HttpUrl base, ClobAuthentication authentication, int maxPages) {
        this.base = base;
        this.authentication = authentication;
        this.maxPages = maxPages;
    }

    /** Requests since the last time it was asked for. */
    int requestsSince() {
        final int since = requests;
        requests = 0;
        return since;
    }

    /** One signed GET, whatever its answer. */
    HttpClient.Answer get(Calls calls, String path, Map<String, String> query)
            throws IOException, MalformedMessageException, RefusedException {
        final HttpUrl.Builder url = base.newBuilder().encodedPath(path);
        query.forEach(url::addQueryParameter);
        final ApiCredentials credentials = authentication.credentials(calls, base);
        requests++;
        return calls.send(authentication.request(url.build(), credentials, ClobAuthentication.seconds(calls)));
    }

    /** One signed GET that must succeed. */
    HttpClient.Answer successful(Calls calls, String path, Map<String, String> query)
            throws IOException, MalformedMessageException, RefusedException {
        final HttpClient.Answer answer = get(calls, path, query);
        if (answer.code() < 200 || answer.code() > 299) {
            throw ClobErrors.refusal(answer, calls, path);
        }
        return answer;
    }

    /** All rows of a list, from the first page to the last; each id once. */
    List<JsonNode> all(Calls calls, String path, Map<String, String> filter)
            throws IOException, MalformedMessageException, RefusedException {
        final List<JsonNode> rows = new ArrayList<>();
        final Set<String> ids = new HashSet<>();
        final Set<String> cursors = new HashSet<>();
        String cursor = FIRST;
        while (!cursor.equals(END)) {
            if (!cursors.add(cursor)) {
                throw new MalformedMessageException(path + " must come to an end: a page leads back to an earlier one");
            }
            if (cursors.size() > maxPages) {
                throw new MalformedMessageException(path + " must have at most " + maxPages
                        + " pages: there are more; raise maxPages or cancel orders");
            }
            final Map<String, String> query = new LinkedHashMap<>(filter);
            query.put("next_cursor", cursor);
            final JsonNode page = Json.read(successful(calls, path, query).body());
            // an empty list has been written as null too
            final boolean isNull = page.path("data").isNull();
            for (final JsonNode row : isNull ? page.path("data") : Json.array(page, "data")) {
                // pages move while they are read: a row may come again
                if (ids.add(Json.text(row, "id"))) {
                    rows.add(row);
                }
            }
            cursor = Json.text(page, "next_cursor");
        }
        return rows;
    }
}
