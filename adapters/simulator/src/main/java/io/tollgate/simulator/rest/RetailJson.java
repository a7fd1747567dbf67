package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent.Terms;
import io.tollgate.simulator.venue.VenueState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The truth in the retail API's JSON. Traps on purpose, all of them seen at the venue or in its schema: the first balance is of another
 * currency, its amounts are JSON numbers of varying length, there are members that the published schema lacks, {@code netPosition} is
 * rounded to a whole number. Venue thread only.
 */
final class RetailJson {
    private static final BigDecimal OTHER_CURRENCY_BALANCE = new BigDecimal("123456.78");
    private static final String ZERO = "0";

    private final VenueState state;
    private final InstantSource clock;

    RetailJson(VenueState state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Our currency's balance now, off by so much. */
    ObjectNode balance(long offMicros) {
        return row(
                Http.JSON.getNodeFactory(),
                "USD",
                Micros.toBigDecimal(state.balanceMicros() + offMicros),
                Micros.toBigDecimal(state.buyingPowerMicros() + offMicros),
                Micros.toBigDecimal(state.openRequirementMicros()),
                Micros.toBigDecimal(state.marginMicros()));
    }

    /** All balances; ours is off by so much. */
    ObjectNode balances(long offMicros) {
        JsonNodeFactory json = Http.JSON.getNodeFactory();
        ArrayNode rows = json.arrayNode();
        rows.add(row(json, "EUR", OTHER_CURRENCY_BALANCE, OTHER_CURRENCY_BALANCE, BigDecimal.ZERO, BigDecimal.ZERO));
        rows.add(balance(offMicros));
        return json.objectNode().set("balances", rows);
    }

    private ObjectNode row(
            JsonNodeFactory json,
            String currency,
            BigDecimal balance,
            BigDecimal buyingPower,
            BigDecimal openOrders,
            BigDecimal margin) {
        List<LedgerEntry> entries = state.entries();
        long updated = entries.isEmpty()
                ? clock.millis()
                : entries.get(entries.size() - 1).timeMillis();
        ObjectNode row = json.objectNode();
        row.put("currentBalance", balance);
        row.put("currency", currency);
        row.put("lastUpdated", Instant.ofEpochMilli(updated).toString());
        row.put("buyingPower", buyingPower);
        row.put("assetNotional", 0);
        row.put("assetAvailable", 0);
        row.put("pendingCredit", 0);
        row.put("openOrders", openOrders);
        row.put("unsettledFunds", 0);
        row.set("pendingWithdrawals", json.arrayNode());
        row.put("marginRequirement", margin);
        row.putNull("balanceReservation");
        row.put("depositReservation", 0);
        row.put("bonusReservation", 0);
        row.put("displayedCash", balance);
        row.put("availableToWithdraw", buyingPower.max(BigDecimal.ZERO));
        return row;
    }

    /** One page of positions: a map by market, with the cursor of the next page. */
    ObjectNode positions(String market, int from, int limit) {
        JsonNodeFactory json = Http.JSON.getNodeFactory();
        List<Map.Entry<String, Long>> all = new ArrayList<>();
        state.positions().entrySet().forEach(position -> {
            if (market.isEmpty() || market.equals(position.getKey())) {
                all.add(position);
            }
        });
        int end = Math.min(all.size(), from + limit);
        ObjectNode rows = json.objectNode();
        for (Map.Entry<String, Long> position : all.subList(Math.min(from, end), end)) {
            rows.set(position.getKey(), position(position.getKey(), position.getValue()));
        }
        ObjectNode answer = json.objectNode();
        answer.set("positions", rows);
        answer.put("nextCursor", end < all.size() ? Integer.toString(end) : "");
        answer.put("eof", end >= all.size());
        answer.set("availablePositions", json.arrayNode());
        return answer;
    }

    private ObjectNode position(String symbol, long units) {
        InstrumentSpec spec = state.spec(symbol);
        long scale = spec == null ? 1 : spec.quantityScale();
        BigDecimal net = decimal(units, scale);
        ObjectNode row = Http.JSON.getNodeFactory().objectNode();
        row.put("netPosition", net.setScale(0, java.math.RoundingMode.HALF_EVEN).toPlainString());
        row.put("netPositionDecimal", net.toPlainString());
        row.put("qtyBought", ZERO);
        row.put("qtySold", ZERO);
        row.set("cost", amount("0.00"));
        row.set("realized", amount("0.00"));
        row.put("bodPosition", ZERO);
        row.put("expired", false);
        row.put("updateTime", Instant.ofEpochMilli(clock.millis()).toString());
        row.put("qtyAvailableDecimal", net.toPlainString());
        return row;
    }

    /** An order as it stands. */
    ObjectNode order(Order order) {
        InstrumentSpec spec = order.spec();
        Terms terms = order.terms();
        boolean buys = order.ticket.side() == Side.SIDE_BUY;
        ObjectNode row = Http.JSON.getNodeFactory().objectNode();
        row.put("id", order.id);
        row.put("marketSlug", order.ticket.symbol());
        row.put("side", buys ? "ORDER_SIDE_BUY" : "ORDER_SIDE_SELL");
        row.put("type", "ORDER_TYPE_LIMIT");
        row.set("price", amount(decimal(terms.price(), spec.priceScale()).toPlainString()));
        row.put("quantity", decimal(terms.quantity(), spec.quantityScale()));
        row.put("cumQuantity", decimal(terms.cumQuantity(), spec.quantityScale()));
        row.put("leavesQuantity", decimal(terms.leavesQuantity(), spec.quantityScale()));
        row.put("tif", order.ticket.timeInForce().name());
        row.put("intent", buys ? "ORDER_INTENT_BUY_LONG" : "ORDER_INTENT_SELL_LONG");
        row.put("state", terms.state().name());
        row.put("insertTime", Instant.ofEpochMilli(order.insertTimeMillis).toString());
        row.put("createTime", Instant.ofEpochMilli(order.insertTimeMillis).toString());
        return row;
    }

    private static BigDecimal decimal(long units, long scale) {
        BigDecimal value =
                BigDecimal.valueOf(units).divide(BigDecimal.valueOf(scale)).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static ObjectNode amount(String value) {
        ObjectNode amount = Http.JSON.getNodeFactory().objectNode();
        amount.put("value", value);
        amount.put("currency", "USD");
        return amount;
    }
}
