package io.tollgate.simulator.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.RetailSignatures;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.VenueLoop;
import io.tollgate.simulator.venue.VenueState;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /v1/account/balances}. Traps on purpose, all of them seen at the venue: the first row is of another currency, amounts are
 * JSON numbers of varying length, there are members that the published schema lacks, a 401 is not JSON.
 */
final class RetailHandler implements HttpHandler {
    private static final String PATH = "/v1/account/balances";
    private static final BigDecimal OTHER_CURRENCY_BALANCE = new BigDecimal("123456.78");

    private final VenueLoop loop;
    private final VenueState state;
    private final RetailSignatures signatures;
    private final RequestRate rate;
    private final FaultBoard faults;
    private final InstantSource clock;

    RetailHandler(
            VenueLoop loop,
            VenueState state,
            RetailSignatures signatures,
            RequestRate rate,
            FaultBoard faults,
            InstantSource clock) {
        this.loop = loop;
        this.state = state;
        this.signatures = signatures;
        this.rate = rate;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (!path.equals(PATH) || !exchange.getRequestMethod().equals("GET")) {
            Http.answer(exchange, 404, Map.of("code", 5, "message", "Not Found", "details", List.of()));
            return;
        }
        Fault tooMany = faults.take(FaultKind.REST_429);
        if (tooMany != null || !rate.admit()) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(tooMany == null ? 1 : tooMany.value()));
            Http.answer(exchange, 429, Map.of("status", 429, "message", "Too Many Requests"));
            return;
        }
        if (faults.take(FaultKind.REST_401) != null) {
            Http.answerText(exchange, 401, "Unauthorized - invalid API key.\n");
            return;
        }
        Headers headers = exchange.getRequestHeaders();
        try {
            signatures.check(
                    headers.getFirst("X-PM-Access-Key"),
                    headers.getFirst("X-PM-Timestamp"),
                    headers.getFirst("X-PM-Signature"),
                    exchange.getRequestMethod(),
                    path,
                    clock.millis());
        } catch (RefusedException refused) {
            Http.answerText(exchange, 401, "Unauthorized - " + refused.getMessage() + "\n");
            return;
        }
        if (faults.take(FaultKind.REST_500) != null) {
            Http.answer(exchange, 500, Map.of("code", 13, "message", "Internal Server Error", "details", List.of()));
            return;
        }
        Fault lie = faults.take(FaultKind.LIE_RETAIL);
        Http.answer(exchange, 200, loop.ask(() -> balances(lie == null ? 0 : lie.value())));
    }

    private ObjectNode balances(long offMicros) {
        JsonNodeFactory json = Http.JSON.getNodeFactory();
        ArrayNode rows = json.arrayNode();
        rows.add(row(json, "EUR", OTHER_CURRENCY_BALANCE, OTHER_CURRENCY_BALANCE, BigDecimal.ZERO, BigDecimal.ZERO));
        rows.add(row(
                json,
                "USD",
                Micros.toBigDecimal(state.balanceMicros() + offMicros),
                Micros.toBigDecimal(state.buyingPowerMicros() + offMicros),
                Micros.toBigDecimal(state.openRequirementMicros()),
                Micros.toBigDecimal(state.marginMicros())));
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
}
