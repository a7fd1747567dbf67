package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the venue answers to signed reads, in its own words. Any thread. */
final class ClobReads {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ClobAccount account;
    private final ClobVenue venue;

    /** Status and content. */
    record Answer(int code, JsonNode json) {
        static Answer ok(JsonNode json) {
            return new Answer(200, json);
        }

        static Answer error(int code, String text) {
            return new Answer(code, ClobJson.error(text));
        }
    }

    ClobReads(ClobAccount account, ClobVenue venue) {
        this.account = account;
        this.venue = venue;
    }

    /**
     * Null if there is no such path.
     *
     * @param shown what is made of a balance before it is told
     */
    @Nullable
    Answer get(String path, Map<String, String> query, LongUnaryOperator shown) {
        switch (path) {
            case "/balance-allowance":
                return balance(query, false, shown);
            case "/balance-allowance/update":
                return balance(query, true, shown);
            case "/data/orders":
                return Answer.ok(ClobJson.page(
                        venue.live().stream()
                                .filter(order -> fits(query, order.id, order.market, order.request.tokenId()))
                                .toList(),
                        parameter(query, "next_cursor"),
                        account.pageSize(),
                        order -> ClobJson.order(order)));
            case "/data/trades":
                return Answer.ok(ClobJson.page(
                        venue.tradesAfter(after(query)).stream()
                                .filter(trade ->
                                        fits(query, trade.id, trade.order.market, trade.order.request.tokenId()))
                                .toList(),
                        parameter(query, "next_cursor"),
                        account.pageSize(),
                        trade -> ClobJson.trade(trade)));
            default:
                if (path.startsWith("/data/order/")) {
                    final ClobOrder order = venue.order(path.substring("/data/order/".length()));
                    return Answer.ok(order == null ? JSON.nullNode() : ClobJson.order(order));
                }
                return null;
        }
    }

    private static String parameter(Map<String, String> query, String name) {
        return query.getOrDefault(name, "");
    }

    private static boolean fits(Map<String, String> query, String id, ClobMarketSpec market, String token) {
        return isFor(query, "id", id)
                && isFor(query, "market", market.conditionId())
                && isFor(query, "asset_id", token);
    }

    private static boolean isFor(Map<String, String> query, String name, String value) {
        final String asked = parameter(query, name);
        return asked.isEmpty() || asked.equals(value);
    }

    private static long after(Map<String, String> query) {
        final String after = parameter(query, "after");
        return after.isEmpty() ? Long.MIN_VALUE : Long.parseLong(after);
    }

    private Answer balance(Map<String, String> query, boolean update, LongUnaryOperator shown) {
        final String token = parameter(query, "token_id");
        final boolean collateral = parameter(query, "asset_type").equals("COLLATERAL");
        if (!collateral && token.isEmpty()) {
            return Answer.error(
                    400,
                    "GetBalanceAndAllowance invalid params: assetId invalid value -1, as this is a erc1155 operation, asset must be a valid tokenId value");
        }
        final String asset = collateral ? "" : token;
        if (update) {
            venue.look(asset);
            return Answer.ok(JSON.nullNode());
        }
        // a wallet of another type is another wallet, and empty
        final boolean known = parameter(query, "signature_type").equals(Integer.toString(account.signatureType()));
        final long told = known ? venue.told(asset) : 0;
        final ObjectNode json = JSON.objectNode();
        json.put("balance", Long.toString(shown.applyAsLong(told)));
        final ObjectNode spenders = json.putObject("allowances");
        venue.allowances(asset)
                .forEach((spender, micros) -> spenders.put(spender, (known ? micros : BigInteger.ZERO).toString()));
        return Answer.ok(json);
    }
}
