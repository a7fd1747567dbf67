package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueOrder;
import io.tollgate.rest.VenueText;

/**
 * An order as the venue lists it.
 *
 * @param order for order status; its price is the YES price at {@link KalshiFees#PRICE_SCALE}
 * @param remaining what still rests, at {@link KalshiFees#COUNT_SCALE}; 0 if it has ended
 * @param isElsewhere whether the order says that it is of another subaccount or shard than asked for
 */
record RestingOrder(VenueOrder order, long remaining, boolean isElsewhere) {
    private static final int RESPONSE_SCALE = 6;
    private static final long FINER = 100;

    static RestingOrder read(JsonNode json, KalshiConfig config) throws MalformedMessageException {
        final OrderStatus.State state =
                switch (Json.text(json, "status")) {
                    case "canceled", "executed" -> OrderStatus.State.ENDED;
                    // also what is not known yet: it may work
                    default -> OrderStatus.State.OPEN;
                };
        final long price6 = Json.amount(json, "yes_price_dollars", RESPONSE_SCALE);
        if (price6 % FINER != 0 || price6 < 0 || price6 > 1_000_000) {
            throw new MalformedMessageException(
                    "yes_price_dollars must be 0 to 1 with at most 4 decimals: it is " + price6 + " millionths");
        }
        final long filled = count(json, "fill_count_fp");
        final long remaining = state == OrderStatus.State.ENDED ? 0 : count(json, "remaining_count_fp");
        final long size = Json.isAbsent(json, "initial_count_fp")
                ? Math.addExact(filled, remaining)
                : count(json, "initial_count_fp");
        return new RestingOrder(
                new VenueOrder(
                        Json.text(json, "order_id"),
                        json.path("client_order_id").asText(""),
                        Json.text(json, "ticker"),
                        isBid(json),
                        state,
                        price6 / FINER,
                        KalshiFees.PRICE_SCALE,
                        Math.max(size, Math.addExact(filled, remaining)),
                        filled,
                        KalshiFees.COUNT_SCALE),
                remaining,
                differs(json, "subaccount_number", config.subaccount())
                        || differs(json, "exchange_index", config.exchangeIndex()));
    }

    private static boolean differs(JsonNode json, String name, int ours) throws MalformedMessageException {
        return !Json.isAbsent(json, name) && Json.integer(json, name) != ours;
    }

    static long count(JsonNode json, String name) throws MalformedMessageException {
        final long count = Json.amount(json, name, KalshiFees.COUNT_SCALE);
        if (count < 0 || count != Json.amountUp(json, name, KalshiFees.COUNT_SCALE)) {
            throw new MalformedMessageException(
                    name + " must be 0 or more with at most 2 decimals: it begins with " + count + " hundredths");
        }
        return count;
    }

    /** {@code book_side}, or what the deprecated members say: buy-yes and sell-no are bids. */
    private static boolean isBid(JsonNode json) throws MalformedMessageException {
        final String side;
        if (!Json.isAbsent(json, "book_side")) {
            side = Json.text(json, "book_side");
        } else if (!Json.isAbsent(json, "outcome_side")) {
            side = Json.text(json, "outcome_side").equals("yes") ? "bid" : "ask";
        } else {
            final boolean buys = Json.text(json, "action").equals("buy");
            final boolean yes = Json.text(json, "side").equals("yes");
            side = buys == yes ? "bid" : "ask";
        }
        if (!side.equals("bid") && !side.equals("ask")) {
            throw new MalformedMessageException(
                    "book_side must be bid or ask: book_side='" + VenueText.clean(side) + "'");
        }
        return side.equals("bid");
    }
}
