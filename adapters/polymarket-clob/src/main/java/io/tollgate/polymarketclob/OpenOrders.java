package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of {@code GET /data/orders}. Any thread. */
final class OpenOrders {
    private OpenOrders() {}

    /**
     * What the resting orders may still draw of an asset, the taker's fee of buys included as the venue reserves it.
     *
     * @param except the API key whose orders do not count; empty for none
     */
    static long committed(List<JsonNode> orders, ClobConfig config, String except) throws MalformedMessageException {
        long sum = 0;
        for (final JsonNode order : orders) {
            final boolean left = state(order) == OrderStatus.State.ENDED
                    || (!except.isEmpty() && order.path("owner").asText("").equalsIgnoreCase(except));
            final long draws = draws(order, config);
            sum = left ? sum : Wire.sum("open orders", sum, draws);
        }
        return sum;
    }

    private static long draws(JsonNode order, ClobConfig config) throws MalformedMessageException {
        final boolean buy = Wire.isBuy(order);
        final String token = Json.text(order, "asset_id");
        final long price = Wire.price(order);
        final long size = Wire.sizeUp(order, "original_size");
        final long rest = Math.max(0, size - Wire.sizeDown(order, "size_matched"));
        if (!isOf(order, config.funder())) {
            return 0;
        }
        if (config.asset().isCollateral()) {
            return buy && config.mayDraw(token)
                    ? Wire.notional(rest, price) + config.feeOf(token).reserved(rest, price)
                    : 0;
        }
        return !buy && token.equals(config.asset().tokenId()) ? rest : 0;
    }

    /** Whether the order draws on our wallet: one owner may have several. */
    static boolean isOf(JsonNode row, @Nullable Address funder) {
        final String maker = row.path("maker_address").asText("");
        return funder == null || !Address.isAddress(maker) || Address.of(maker).equals(funder);
    }

    /** Whether it still works, by its status; one that is not known is taken to. */
    static OrderStatus.State state(JsonNode order) throws MalformedMessageException {
        final String status = Wire.status(order, "ORDER_STATUS_");
        // UNMATCHED is an order that could not be delayed and rests
        final boolean ended = status.equals("MATCHED") || status.equals("INVALID") || status.startsWith("CANCEL");
        return ended ? OrderStatus.State.ENDED : OrderStatus.State.OPEN;
    }

    /** As the gate's recovery wants it. */
    static VenueOrder venueOrder(JsonNode order) throws MalformedMessageException {
        final OrderStatus.State state = state(order);
        final long size = Wire.sizeDown(order, "original_size");
        // a filled order of a market buy has its size in pUSD: what was executed is what counts
        return new VenueOrder(
                Json.text(order, "id").toLowerCase(Locale.ROOT),
                "",
                Json.text(order, "asset_id"),
                Wire.isBuy(order),
                state,
                Wire.price(order),
                Wire.SCALE,
                size,
                Wire.sizeDown(order, "size_matched"),
                Wire.SCALE);
    }
}
