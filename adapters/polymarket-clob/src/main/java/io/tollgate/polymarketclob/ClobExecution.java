package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trade executed of one of our orders, as the user channel tells it: what {@code Line.fill} wants to know. The same execution comes again
 * with each further status of its trade; trade and order together name it.
 *
 * @param tradeId the trade
 * @param orderId our order's hash, lower case
 * @param tokenId the outcome token
 * @param buys whether our order buys
 * @param taker whether it took, and so pays the fee
 * @param price millionths of pUSD for a share
 * @param shares millionths of a share
 * @param status of the trade: MATCHED, MINED, CONFIRMED, RETRYING, FAILED, ...
 */
public record ClobExecution(
        String tradeId,
        String orderId,
        String tokenId,
        boolean buys,
        boolean taker,
        long price,
        long shares,
        String status) {

    /** Our part of a trade: one order as its taker, any number as makers. */
    static List<ClobExecution> of(JsonNode trade, String apiKey) throws MalformedMessageException {
        final String id = Json.text(trade, "id");
        final String token = Json.text(trade, "asset_id");
        final String status = Wire.status(trade, "TRADE_STATUS_");
        final boolean takerBuys = Wire.isBuy(trade);
        final List<ClobExecution> ours = new ArrayList<>();
        if (!trade.path("trader_side").asText("").equalsIgnoreCase("MAKER")) {
            ours.add(new ClobExecution(
                    id,
                    Json.text(trade, "taker_order_id").toLowerCase(Locale.ROOT),
                    token,
                    takerBuys,
                    true,
                    Wire.price(trade),
                    Wire.sizeDown(trade, "size"),
                    status));
            return ours;
        }
        for (final JsonNode maker : Json.array(trade, "maker_orders")) {
            if (!maker.path("owner").asText("").equalsIgnoreCase(apiKey)) {
                continue;
            }
            final String makerToken = Json.text(maker, "asset_id");
            ours.add(new ClobExecution(
                    id,
                    Json.text(maker, "order_id").toLowerCase(Locale.ROOT),
                    makerToken,
                    // without a side of its own: opposite on the same token, the same on the other one of the market
                    Json.isAbsent(maker, "side") ? makerToken.equals(token) != takerBuys : Wire.isBuy(maker),
                    false,
                    Wire.price(maker),
                    Wire.sizeDown(maker, "matched_amount"),
                    status));
        }
        return ours;
    }
}
