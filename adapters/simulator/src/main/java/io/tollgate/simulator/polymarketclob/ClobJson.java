package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The venue's JSON. Any thread. */
final class ClobJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String END = "LTE=";

    private ClobJson() {}

    static ObjectNode error(String text) {
        return JSON.objectNode().put("error", text);
    }

    /** Millionths as the venue writes shares and prices. */
    static String decimal(long micros) {
        final BigDecimal value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0).toPlainString() : value.toPlainString();
    }

    private static String price(ClobOrderRequest request) {
        return BigDecimal.valueOf(request.cash())
                .divide(BigDecimal.valueOf(request.shares()), 6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static ObjectNode order(ClobOrder order) {
        final ClobOrderRequest request = order.request;
        final ObjectNode row = JSON.objectNode();
        row.put("id", order.id).put("status", order.status).put("owner", order.owner);
        row.put("maker_address", request.maker()).put("market", order.market.conditionId());
        row.put("asset_id", request.tokenId()).put("side", request.buy() ? "BUY" : "SELL");
        row.put("original_size", decimal(request.shares())).put("size_matched", decimal(order.matchedShares));
        row.put("price", price(request)).put("outcome", "Yes").put("created_at", order.createdSeconds);
        row.put("expiration", Long.toString(request.expirationSeconds())).put("order_type", request.orderType());
        row.set("associate_trades", JSON.arrayNode());
        return row;
    }

    /** As maker, what is ours is in {@code maker_orders}; the top is the other side's. */
    static ObjectNode trade(ClobTrade trade) {
        final ClobOrderRequest request = trade.order.request;
        final boolean topBuys = trade.taker == request.buy();
        final ObjectNode row = JSON.objectNode();
        row.put("id", trade.id).put("status", trade.status).put("market", trade.order.market.conditionId());
        row.put("taker_order_id", trade.taker ? trade.order.id : "0x" + "e".repeat(64));
        row.put("asset_id", request.tokenId()).put("side", topBuys ? "BUY" : "SELL");
        row.put("size", decimal(trade.shares)).put("price", price(request)).put("fee_rate_bps", "0");
        row.put("match_time", Long.toString(trade.matchSeconds)).put("last_update", Long.toString(trade.matchSeconds));
        row.put("outcome", "Yes").put("bucket_index", 0);
        row.put("owner", trade.taker ? trade.order.owner : "someone-else");
        row.put("maker_address", trade.taker ? request.maker() : "0x" + "e".repeat(40));
        row.put("transaction_hash", trade.isUnsettled() ? "" : "0x" + "a".repeat(64));
        row.put("trader_side", trade.taker ? "TAKER" : "MAKER");
        final ArrayNode makers = row.putArray("maker_orders");
        final ObjectNode maker = makers.addObject();
        maker.put("order_id", trade.taker ? "0x" + "e".repeat(64) : trade.order.id);
        maker.put("owner", trade.taker ? "someone-else" : trade.order.owner);
        maker.put("maker_address", trade.taker ? "0x" + "e".repeat(40) : request.maker());
        maker.put("matched_amount", decimal(trade.shares))
                .put("price", price(request))
                .put("fee_rate_bps", "0");
        maker.put("asset_id", request.tokenId()).put("outcome", "Yes");
        maker.put("side", request.buy() == trade.taker ? "SELL" : "BUY");
        if (!trade.taker) {
            maker.put("side", request.buy() ? "BUY" : "SELL");
        }
        return row;
    }

    /** A row as the user channel tells it. */
    static ObjectNode event(String eventType, String type, ObjectNode row, InstantSource clock) {
        return row.put("event_type", eventType).put("type", type).put("timestamp", Long.toString(clock.millis()));
    }

    /** One page of a list; cursors are the place of the next row. */
    static <T> ObjectNode page(List<T> rows, String cursor, int size, Function<T, JsonNode> json) {
        int from = 0;
        if (!cursor.isEmpty()) {
            from = Integer.parseInt(new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII));
        }
        final int start = Math.min(Math.max(from, 0), rows.size());
        final int end = Math.min(rows.size(), start + size);
        final ObjectNode page = JSON.objectNode();
        page.put("limit", size).put("count", end - start);
        page.put(
                "next_cursor",
                end == rows.size()
                        ? END
                        : Base64.getEncoder()
                                .encodeToString(Integer.toString(end).getBytes(StandardCharsets.US_ASCII)));
        final ArrayNode data = page.putArray("data");
        rows.subList(start, end).forEach(row -> data.add(json.apply(row)));
        return page;
    }

    static ObjectNode market(ClobMarketSpec market) {
        final ObjectNode row = JSON.objectNode();
        row.put("c", market.conditionId());
        final ArrayNode tokens = row.putArray("t");
        market.tokens().forEach(token -> tokens.addObject().put("t", token).put("o", "Yes"));
        row.put("mts", BigDecimal.valueOf(market.tickUnits(), 4).stripTrailingZeros())
                .put("mos", market.minShares());
        if (market.negRisk()) {
            row.put("nr", true);
        }
        if (market.feeRateMillionths() > 0) {
            row.putObject("fd")
                    .put("r", BigDecimal.valueOf(market.feeRateMillionths(), 6).stripTrailingZeros())
                    .put("e", market.feeExponent())
                    .put("to", true);
        }
        return row;
    }

    static ObjectNode answer(ClobAnswer answer) {
        final ObjectNode row = JSON.objectNode();
        row.put("success", answer.accepted()).put("errorMsg", answer.error()).put("orderID", answer.orderId());
        row.put("status", answer.status()).put("makingAmount", "").put("takingAmount", "");
        row.putArray("transactionsHashes");
        answer.tradeIds().forEach(row.putArray("tradeIDs")::add);
        return row;
    }

    /**
     * An order on the wire.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ClobOrderRequest request(JsonNode body) {
        final JsonNode order = body.path("order");
        final String side = order.path("side").asText();
        if (!side.equals("BUY") && !side.equals("SELL")) {
            throw new IllegalArgumentException("side");
        }
        return new ClobOrderRequest(
                whole(order, "salt"),
                address(order, "maker"),
                address(order, "signer"),
                new BigInteger(order.path("tokenId").asText()).toString(),
                side.equals("BUY"),
                whole(order, "makerAmount"),
                whole(order, "takerAmount"),
                (int) whole(order, "signatureType"),
                whole(order, "timestamp"),
                whole(order, "expiration"),
                bytes32(order, "metadata"),
                bytes32(order, "builder"),
                body.path("orderType").asText("GTC"),
                body.path("postOnly").asBoolean(false));
    }

    private static long whole(JsonNode node, String name) {
        final String text = node.path(name).asText();
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(name);
        }
        return Long.parseLong(text);
    }

    private static String address(JsonNode node, String name) {
        final String text = node.path(name).asText().toLowerCase(Locale.ROOT);
        if (!text.matches("0x[0-9a-f]{40}")) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }

    private static String bytes32(JsonNode node, String name) {
        final String text = node.path(name).asText();
        if (!text.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }
}
