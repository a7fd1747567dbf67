package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.OrderStatusSource;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.VenueOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What became of orders: {@code GET /data/orders}, which lists open ones only, and {@code GET /data/order/{id}}. The venue keeps no name
 * that we gave an order; its own is the order's hash.
 *
 * <p>An order of this venue is known after its answer only, and may be delayed: count <em>not found</em> for no less than the time that the
 * venue takes to match a delayed order (10 s were seen).
 *
 * <p>Threading: one thread at a time; {@link #close} any.
 */
public final class ClobOrderStatusSource implements OrderStatusSource {
    private static final String ORDER_PATH = "/data/order/";
    private static final Pattern ORDER_ID = Pattern.compile("0x[0-9a-fA-F]{1,64}");

    private final ClobAuthentication authentication;
    private final ClobPages pages;
    private final Calls calls;

    /** With the settings of one of the account's balances. */
    public ClobOrderStatusSource(ClobConfig config, FeedEnvironment environment) {
        this.authentication = config.authentication();
        this.pages = new ClobPages(config.url(), authentication, config.maxPages());
        this.calls = new Calls(
                "polymarket-clob-orders",
                config.polling().callTimeout(),
                config.polling().maxBodyBytes(),
                config.polling().allowedSkew(),
                environment.nanoClock(),
                environment.wallClock());
    }

    @Override
    public boolean listsOnlyOpenOrders() {
        return true;
    }

    @Override
    public List<VenueOrder> openOrders() throws IOException, MalformedMessageException, RefusedException {
        try {
            final List<VenueOrder> orders = new ArrayList<>();
            for (final JsonNode row : pages.all(calls, ClobPages.ORDERS_PATH, Map.of())) {
                orders.add(OpenOrders.venueOrder(row));
            }
            return List.copyOf(orders);
        } catch (RefusedException e) {
            throw renewed(e);
        }
    }

    @Override
    public Optional<VenueOrder> order(String venueOrderId)
            throws IOException, MalformedMessageException, RefusedException {
        if (!ORDER_ID.matcher(venueOrderId).matches()) {
            throw new IllegalArgumentException(
                    "venueOrderId must be the order's hash, 0x and hexadecimal digits: length=" + venueOrderId.length()
                            + "; give orderID of the venue's answer");
        }
        try {
            final String path = ORDER_PATH + venueOrderId;
            final HttpClient.Answer answer = pages.get(calls, path, Map.of());
            if (answer.code() == 404) {
                return Optional.empty();
            }
            if (answer.code() != 200) {
                throw ClobErrors.refusal(answer, calls, path);
            }
            final JsonNode json = Json.read(answer.body());
            // an order that is not known was answered with null too
            return json.isNull() ? Optional.empty() : Optional.of(OpenOrders.venueOrder(json));
        } catch (RefusedException e) {
            throw renewed(e);
        }
    }

    private RefusedException renewed(RefusedException refusal) {
        if (refusal.action() == RefusedException.Action.REAUTHENTICATE) {
            authentication.forget();
        }
        return refusal;
    }

    @Override
    public void close() {
        calls.close();
    }
}
