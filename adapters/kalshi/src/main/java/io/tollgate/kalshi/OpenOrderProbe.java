package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Finds out whether the venue's figure of available cash is net of resting orders: reads the balance, rests one post-only bid, reads it
 * again, cancels the bid, reads it once more. It needs a key with scope {@code write} and an account that is otherwise quiet, and it
 * places a real order: use the demo exchange. Production has to be allowed by name.
 *
 * <p>Each read after a change waits until the venue's user data is newer than the change, so that an old figure is not taken for an answer.
 *
 * <p>Threading: the caller's thread.
 */
public final class OpenOrderProbe {
    private static final int MOST_LOOKS = 60;

    private final KalshiConfig config;
    private final KalshiApi api;
    private final FeedEnvironment environment;
    private final Pause pause;

    /** What it found. */
    public enum Finding {
        /** The bid did not change the figure. */
        GROSS,
        /** The bid took at least its price out of the figure, and the cancel gave it back. */
        NET,
        /** Something else moved the balance, or the change was neither. */
        INCONCLUSIVE
    }

    /**
     * The figures, in micro-dollars.
     *
     * @param finding what follows from them
     * @param before before the bid
     * @param resting while it rested
     * @param after after it was cancelled
     * @param bid what the bid needs without fee
     */
    public record Result(Finding finding, long before, long resting, long after, long bid) {}

    /** Waits between two looks; tests do not. */
    public interface Pause {
        /** Waits this long, or less if the thread is interrupted. */
        void of(Duration time);
    }

    /**
     * A probe.
     *
     * @param allowProduction whether it may place its order anywhere but on the demo exchange and on loopback
     * @throws IllegalArgumentException if it may not, and would
     */
    public OpenOrderProbe(KalshiConfig config, FeedEnvironment environment, Pause pause, boolean allowProduction) {
        this.config = config;
        this.api = new KalshiApi(config);
        this.environment = environment;
        this.pause = pause;
        final String host = config.url().host();
        final boolean isPlay = host.endsWith(".kalshi.co") || Rules.isLoopback(host);
        if (!isPlay && !allowProduction) {
            throw new IllegalArgumentException("the probe places an order and must run on the demo exchange: baseUrl="
                    + config.baseUrl() + "; give " + KalshiConfig.DEMO + " and a key of it, or allow production");
        }
    }

    /**
     * Probes.
     *
     * @param ticker a quiet market on this configuration's shard, where a bid at this price rests
     * @param price lowest tick of the market, at {@link KalshiFees#PRICE_SCALE}
     * @param contracts whole contracts, 1 or more: enough that price × contracts is a cent
     * @param clientOrderId a name that was never used
     * @throws IOException if there was no whole answer; the bid may rest: look for it by its name
     * @throws MalformedMessageException if an answer cannot be read; likewise
     * @throws RefusedException if the venue refused; if it refused the cancel, the bid rests
     */
    public Result run(String ticker, long price, int contracts, String clientOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        if (price < 1 || price > KalshiFees.MAX_PRICE || contracts < 1 || contracts > 1_000) {
            throw new IllegalArgumentException(
                    "a probe's bid must have a price of 1 to 9999 and 1 to 1000 contracts: price=" + price
                            + " contracts=" + contracts + "; give the market's lowest tick and 1");
        }
        final long bid = price * contracts * 100;
        try (Calls calls = KalshiOrders.calls(config, "-probe", environment)) {
            final long before = balance(calls);
            final JsonNode placed = place(calls, ticker, price, contracts, clientOrderId);
            final String orderId = Json.text(placed, "order_id");
            long resting;
            try {
                waitFor(calls, Json.integer(placed, "ts_ms"));
                resting = balance(calls);
            } finally {
                waitFor(calls, cancel(calls, ticker, orderId));
            }
            final long after = balance(calls);
            return new Result(finding(before, resting, after, bid), before, resting, after, bid);
        }
    }

    private static Finding finding(long before, long resting, long after, long bid) {
        if (before != after) {
            return Finding.INCONCLUSIVE;
        }
        if (resting == before) {
            return Finding.GROSS;
        }
        return before - resting >= bid ? Finding.NET : Finding.INCONCLUSIVE;
    }

    private long balance(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        return new BalanceDecoder(config.exchangeIndex())
                .read(Json.read(api.get(
                                calls,
                                "balance",
                                api.scopedUrl("portfolio", "balance").build())
                        .body()));
    }

    private JsonNode place(Calls calls, String ticker, long price, int contracts, String clientOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        final ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("ticker", ticker)
                .put("client_order_id", clientOrderId)
                .put("side", "bid")
                .put("count", contracts + ".00")
                .put("price", BigDecimal.valueOf(price, KalshiFees.PRICE_SCALE).toPlainString())
                .put("time_in_force", "good_till_canceled")
                .put("post_only", true)
                .put("self_trade_prevention_type", "taker_at_cross")
                .put("subaccount", config.subaccount())
                .put("exchange_index", config.exchangeIndex());
        final HttpClient.Answer answer =
                api.send(calls, "POST", api.url("portfolio", "events", "orders").build(), order);
        if (answer.code() != 201 && answer.code() != 200) {
            throw KalshiError.refusal("probe's bid", answer, calls);
        }
        return Json.read(answer.body());
    }

    /** The venue's time of the cancel, milliseconds. */
    private long cancel(Calls calls, String ticker, String orderId)
            throws IOException, MalformedMessageException, RefusedException {
        final HttpClient.Answer answer = api.send(
                calls,
                "DELETE",
                api.scopedUrl("portfolio", "events", "orders", orderId)
                        .addQueryParameter("market_ticker", ticker)
                        .build(),
                null);
        if (answer.code() != 200) {
            throw KalshiError.refusal("cancel of the probe's bid, order " + orderId, answer, calls);
        }
        return Json.integer(Json.read(answer.body()), "ts_ms");
    }

    /** Until the venue's user data is newer than one of its own moments. */
    private void waitFor(Calls calls, long epochMillis)
            throws IOException, MalformedMessageException, RefusedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            final JsonNode json = Json.read(api.get(
                            calls,
                            "user data time",
                            api.url("exchange", "user_data_timestamp").build())
                    .body());
            final long asOf = VenueTime.parsed("as_of_time", Json.text(json, "as_of_time"), environment.wallClock());
            if (asOf > epochMillis * 1_000_000) {
                return;
            }
            pause.of(Duration.ofSeconds(1));
        }
        throw new MalformedMessageException(
                "as_of_time must pass the order's time: it did not in " + MOST_LOOKS + " looks; probe again later");
    }
}
