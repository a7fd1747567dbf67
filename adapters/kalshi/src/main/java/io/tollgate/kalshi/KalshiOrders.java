package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.OrderStatusSource;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.RefusedException.Action;
import io.tollgate.rest.RequestBudget;
import io.tollgate.rest.VenueOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The orders of one subaccount on one shard: for a restart and for unknown outcomes. Also reads markets (shard and ticks) and the key's rate
 * limits, which the same recovery needs.
 *
 * <p>An order that was cancelled or filled long ago is only in the venue's history, and {@link #order} does not find it: <em>not
 * found</em> proves that an order was never accepted only if it is young. Resting orders are always found.
 *
 * <p>Threading: one thread at a time; calls wait for the venue.
 */
public final class KalshiOrders implements OrderStatusSource {
    private static final int ORDER_COST = 2;

    private final KalshiConfig config;
    private final KalshiApi api;
    private final Calls calls;
    private final RequestBudget readBudget;

    /**
     * For the pot of cash of this configuration.
     *
     * @param readBudget the key's, shared by everything that reads with it
     */
    public KalshiOrders(KalshiConfig config, RequestBudget readBudget, FeedEnvironment environment) {
        this.config = config;
        this.api = new KalshiApi(config);
        this.readBudget = readBudget;
        this.calls = calls(config, "-orders", environment);
    }

    static Calls calls(KalshiConfig config, String suffix, FeedEnvironment environment) {
        return new Calls(
                config.where() + suffix,
                config.polling().callTimeout(),
                config.polling().maxBodyBytes(),
                config.polling().allowedSkew(),
                environment.nanoClock(),
                environment.wallClock());
    }

    /** What is missing from {@link #openOrders} may have been filled. */
    @Override
    public boolean listsOnlyOpenOrders() {
        return true;
    }

    @Override
    public List<VenueOrder> openOrders() throws IOException, MalformedMessageException, RefusedException {
        take(KalshiRateLimits.DEFAULT_COST);
        return resting(api, config, calls).values().stream()
                .map(RestingOrder::order)
                .toList();
    }

    @Override
    public Optional<VenueOrder> order(String venueOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        if (venueOrderId.isBlank()) {
            throw new IllegalArgumentException("venueOrderId must be given: give the order_id of the venue's answer");
        }
        take(ORDER_COST);
        final HttpClient.Answer answer = api.send(
                calls, "GET", api.scopedUrl("portfolio", "orders", venueOrderId).build(), null);
        if (answer.code() == 404 && isNotFound(KalshiError.read(answer.body()))) {
            return Optional.empty();
        }
        if (answer.code() != 200) {
            throw KalshiError.refusal("order", answer, calls);
        }
        final VenueOrder order = RestingOrder.read(Json.read(answer.body()).path("order"), config)
                .order();
        if (!order.venueOrderId().equals(venueOrderId)) {
            throw new MalformedMessageException("order_id must be the one that was asked for: it is another");
        }
        return Optional.of(order);
    }

    /** A wrong path is a 404 as well, without the venue's words. */
    private static boolean isNotFound(KalshiError error) {
        return error.code().contains("not_found") && !error.code().equals(KalshiError.USER_NOT_FOUND);
    }

    /**
     * An order by the name we gave it, for an unknown outcome: the venue answered a time-out, or {@code order_already_exists}. Reads all of
     * the market's orders since a time, whatever became of them.
     *
     * @param clientOrderId the name we gave it
     * @param ticker its market
     * @param sinceEpochSeconds a time before it was sent
     * @return empty if it is not among them: ask again later than the venue's longest acceptance delay before believing it
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if an answer cannot be read, or two orders have the name
     * @throws RefusedException if the venue refused
     */
    public Optional<VenueOrder> orderByClientId(String clientOrderId, String ticker, long sinceEpochSeconds)
            throws IOException, MalformedMessageException, RefusedException {
        take(KalshiRateLimits.DEFAULT_COST);
        final Map<String, VenueOrder> found = new LinkedHashMap<>();
        api.list(
                calls,
                "orders",
                api.scopedUrl("portfolio", "orders")
                        .addQueryParameter("ticker", ticker)
                        .addQueryParameter("min_ts", Long.toString(sinceEpochSeconds))
                        .build(),
                row -> {
                    final RestingOrder each = RestingOrder.read(row, config);
                    if (each.order().clientOrderId().equals(clientOrderId) && !each.isElsewhere()) {
                        found.put(each.order().venueOrderId(), each.order());
                    }
                });
        if (found.size() > 1) {
            throw new MalformedMessageException("client_order_id must name one order: it names " + found.size());
        }
        return found.values().stream().findFirst();
    }

    /**
     * A market: its shard and its price grid.
     *
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if the answer cannot be read
     * @throws RefusedException if the venue refused
     */
    public KalshiMarket market(String ticker) throws IOException, MalformedMessageException, RefusedException {
        take(KalshiRateLimits.DEFAULT_COST);
        final HttpClient.Answer answer =
                api.get(calls, "market", api.url("markets", ticker).build());
        return KalshiMarket.read(Json.read(answer.body()).path("market"));
    }

    /**
     * What this key may ask: better than the published tiers.
     *
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if the answer cannot be read
     * @throws RefusedException if the venue refused
     */
    public KalshiRateLimits rateLimits() throws IOException, MalformedMessageException, RefusedException {
        take(KalshiRateLimits.DEFAULT_COST);
        return KalshiRateLimits.read(Json.read(
                api.get(calls, "limits", api.url("account", "limits").build()).body()));
    }

    /** All resting orders of the pot, by the venue's name. */
    static Map<String, RestingOrder> resting(KalshiApi api, KalshiConfig config, Calls calls)
            throws IOException, MalformedMessageException, RefusedException {
        final Map<String, RestingOrder> orders = new LinkedHashMap<>();
        final HttpUrl url = api.scopedUrl("portfolio", "orders")
                .addQueryParameter("status", "resting")
                .build();
        api.list(calls, "orders", url, row -> put(orders, row, config));
        return orders;
    }

    /** An order that moved between pages comes twice: what is left of it counts at its larger. */
    private static void put(Map<String, RestingOrder> orders, JsonNode row, KalshiConfig config)
            throws MalformedMessageException {
        final RestingOrder each = RestingOrder.read(row, config);
        if (each.isElsewhere() || each.remaining() == 0) {
            return;
        }
        final RestingOrder before = orders.get(each.order().venueOrderId());
        if (before == null || before.remaining() < each.remaining()) {
            orders.put(each.order().venueOrderId(), each);
        }
    }

    private void take(int tokens) throws RefusedException {
        final long waitNanos = readBudget.take(tokens, calls.nowNanos());
        if (waitNanos > 0) {
            throw new RefusedException(
                    Action.SLOW_DOWN,
                    "the key's read tokens are used up: wait "
                            + Duration.ofNanos(waitNanos).toMillis() + " ms",
                    Duration.ofNanos(waitNanos));
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
