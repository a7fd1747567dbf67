package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.util.HashSet;
import java.util.Set;

/**
 * The answer of {@code GET /portfolio/balance}, asked for one subaccount on one shard, to micro-dollars.
 *
 * <p>{@code balance_dollars} is preferred, then our shard's row of {@code balance_breakdown}, then {@code balance} in cents (which is
 * truncated). Where the first two are both there and differ, the smaller counts: a venue that did not heed {@code exchange_index} would
 * give the total of all shards, and cash on another shard pays for nothing here. A shard that is missing from the rows holds 0 only if the
 * rows add up to the figure above them, so that nothing was left out; else it is not known.
 */
final class BalanceDecoder {
    private static final int SCALE = KalshiFees.USD_SCALE;
    private static final long MICROS_PER_CENT = 10_000;
    private static final int MOST_ROWS = 1_000;

    private final int exchangeIndex;

    BalanceDecoder(int exchangeIndex) {
        this.exchangeIndex = exchangeIndex;
    }

    long read(JsonNode json) throws MalformedMessageException {
        if (!json.isObject()) {
            throw new MalformedMessageException("the answer must be an object: it is of type " + json.getNodeType());
        }
        final boolean hasDollars = !Json.isAbsent(json, "balance_dollars");
        // keys that are restricted to a subaccount get no rows
        final boolean hasRows = !Json.isAbsent(json, "balance_breakdown")
                && Json.array(json, "balance_breakdown").size() > 0;
        final long dollars = hasDollars ? Json.amount(json, "balance_dollars", SCALE) : 0;
        if (!hasRows) {
            return hasDollars ? dollars : cents(json);
        }
        boolean found = false;
        long row = 0;
        long sum = 0;
        final JsonNode rows = Json.array(json, "balance_breakdown");
        if (rows.size() > MOST_ROWS) {
            throw new MalformedMessageException(
                    "balance_breakdown must have at most " + MOST_ROWS + " rows: it has " + rows.size());
        }
        final Set<Long> seen = new HashSet<>();
        for (final JsonNode each : rows) {
            final long index = Json.integer(each, "exchange_index");
            if (!seen.add(index)) {
                throw new MalformedMessageException(
                        "balance_breakdown must have one row a shard: exchange_index=" + index + " comes twice");
            }
            final long amount = Json.amount(each, "balance", SCALE);
            sum = Math.addExact(sum, amount);
            if (index == exchangeIndex) {
                found = true;
                row = amount;
            }
        }
        if (found) {
            return hasDollars ? Math.min(row, dollars) : row;
        }
        final long whole = hasDollars ? dollars : cents(json);
        final long added = hasDollars ? sum : Math.floorDiv(sum, MICROS_PER_CENT) * MICROS_PER_CENT;
        if (whole == 0 || whole == added) {
            return 0;
        }
        throw new MalformedMessageException(
                "balance_breakdown must have our shard, or rows that add up to the total: exchange_index="
                        + exchangeIndex + " is missing and the rows do not add up, so it is not known to be 0");
    }

    private static long cents(JsonNode json) throws MalformedMessageException {
        if (Json.isAbsent(json, "balance")) {
            throw new MalformedMessageException(
                    "balance_dollars, balance_breakdown or balance must be given: all are absent");
        }
        final long cents = Json.integer(json, "balance");
        if (Math.abs(cents) > (1L << 61) / MICROS_PER_CENT || cents == Long.MIN_VALUE) {
            throw new MalformedMessageException("balance must be below 2^61 micro-dollars: it is out of range");
        }
        return cents * MICROS_PER_CENT;
    }
}
