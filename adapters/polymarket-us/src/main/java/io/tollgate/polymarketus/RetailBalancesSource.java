package io.tollgate.polymarketus;

import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import java.io.IOException;
import java.time.InstantSource;
import okhttp3.HttpUrl;

/**
 * {@code GET /v1/account/balances} and, if asked for, {@code GET /v1/portfolio/positions} to the last page. Both or nothing: a balance
 * whose positions cannot be read is a failed read.
 */
public final class RetailBalancesSource implements SnapshotSource {
    static final String PATH = "/v1/account/balances";
    static final String POSITIONS_PATH = "/v1/portfolio/positions";
    /** The venue's default, and all that it is known to give. */
    private static final int PAGE = 100;

    private static final int MOST_PAGES = 200;

    private final RetailConfig config;
    private final RetailApi api;
    private final HttpUrl url;
    private final RetailBalances balances;
    /** Requests that a read takes: as many as the last one took. The feed's thread. */
    private int requests;

    /** Of one currency; {@code wallClock} judges whether the venue's times are plausible. */
    public RetailBalancesSource(RetailConfig config, InstantSource wallClock) {
        this.config = config;
        this.api = new RetailApi(config);
        this.url = api.url(PATH).build();
        this.balances = new RetailBalances(config.currency(), config.assetScale(), wallClock);
        this.requests = config.positionScale() < 0 ? 1 : 2;
    }

    @Override
    public String name() {
        return "polymarket-us-retail-" + config.currency();
    }

    @Override
    public int tokens() {
        return requests;
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        long requestNanos = calls.nowNanos();
        HttpClient.Answer answer = api.get(calls, url);
        if (answer.code() != 200) {
            throw RetailApi.refusal(answer, calls, "balances");
        }
        RetailBalances.Row row = balances.row(answer.body());
        var snapshot = row.snapshot(requestNanos, answer.arrivalNanos());
        if (config.positionScale() < 0) {
            return Reading.of(snapshot);
        }
        return new Reading(snapshot, positions(calls, row, requestNanos));
    }

    /** Counts from the balance's request on: its margin is part of it. */
    private PositionsRead positions(Calls calls, RetailBalances.Row row, long requestNanos)
            throws IOException, MalformedMessageException, RefusedException {
        RetailPositions positions = new RetailPositions(config.positionScale());
        int asked = 1;
        String cursor = "";
        long arrivalNanos;
        do {
            if (asked > MOST_PAGES) {
                throw new MalformedMessageException(
                        "positions must end: " + MOST_PAGES + " pages of " + PAGE + " were read");
            }
            HttpUrl.Builder page = api.url(POSITIONS_PATH).addQueryParameter("limit", Integer.toString(PAGE));
            if (!cursor.isEmpty()) {
                page.addQueryParameter("cursor", cursor);
            }
            HttpClient.Answer answer = api.get(calls, page.build());
            asked++;
            if (answer.code() != 200) {
                throw RetailApi.refusal(answer, calls, "positions");
            }
            arrivalNanos = answer.arrivalNanos();
            cursor = positions.page(answer.body(), cursor);
        } while (!cursor.isEmpty());
        requests = asked;
        long margin = row.margin();
        return new PositionsRead(
                positions.positions(),
                margin == RetailBalances.UNKNOWN_MARGIN ? positions.shortsPayout(config.assetScale()) : margin,
                requestNanos,
                arrivalNanos);
    }
}
