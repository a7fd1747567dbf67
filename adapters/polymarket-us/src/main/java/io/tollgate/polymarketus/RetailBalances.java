package io.tollgate.polymarketus;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import io.tollgate.rest.VenueTime;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import okio.ByteString;

/**
 * The answer of {@code GET /v1/account/balances} to a snapshot. Amounts are JSON numbers, read as exact decimals; the row is chosen by
 * currency; members that are not known are ignored.
 *
 * <p>Open orders are rounded down as well: the gate <em>adds</em> them to the buying power when it takes the holds of its own orders
 * instead, so rounding up would show more money than there is.
 */
final class RetailBalances {
    /** The answer does not say what is held back for positions. */
    static final long UNKNOWN_MARGIN = Long.MIN_VALUE;

    /**
     * The row of our currency.
     *
     * @param margin what is held back for positions, rounded up, or {@link #UNKNOWN_MARGIN}
     */
    record Row(long ledger, long buyingPower, long openOrders, long venueTimeNanos, long margin) {
        Snapshot snapshot(long requestNanos, long arrivalNanos) {
            return new Snapshot(ledger, buyingPower, openOrders, venueTimeNanos, requestNanos, arrivalNanos);
        }
    }

    private final String currency;
    private final int assetScale;
    private final InstantSource wallClock;

    RetailBalances(String currency, int assetScale, InstantSource wallClock) {
        this.currency = currency;
        this.assetScale = assetScale;
        this.wallClock = wallClock;
    }

    /** Reads the row of our currency. */
    Row row(ByteString body) throws MalformedMessageException {
        JsonNode row = rowOf(Json.read(body));
        return new Row(
                amount(row, "currentBalance"),
                optional(row, "buyingPower", Snapshot.UNKNOWN),
                openOrders(row),
                lastUpdated(row),
                margin(row));
    }

    private JsonNode rowOf(JsonNode json) throws MalformedMessageException {
        JsonNode rows = json.path("balances");
        if (!rows.isArray()) {
            throw new MalformedMessageException("balances must be an array: it is absent or something else");
        }
        JsonNode found = null;
        for (JsonNode row : rows) {
            if (row.path("currency").isTextual()
                    && row.path("currency").textValue().equals(currency)) {
                if (found != null) {
                    throw new MalformedMessageException(
                            "balances must have one row per currency: currency=" + currency + " comes twice");
                }
                found = row;
            }
        }
        if (found == null) {
            throw new MalformedMessageException(
                    "balances must have a row of our currency: currency=" + currency + " is missing");
        }
        return found;
    }

    private long margin(JsonNode row) throws MalformedMessageException {
        if (Json.isAbsent(row, "marginRequirement")) {
            return UNKNOWN_MARGIN;
        }
        amount(row, "marginRequirement");
        long margin = Json.amountUp(row, "marginRequirement", assetScale);
        if (margin < 0) {
            throw new MalformedMessageException("marginRequirement must not be negative: it is " + margin + " units");
        }
        return margin;
    }

    private long amount(JsonNode row, String name) throws MalformedMessageException {
        JsonNode value = row.path(name);
        if (!value.isNumber()) {
            throw new MalformedMessageException(name + " must be a number: it is "
                    + (value.isMissingNode() ? "absent" : "of type " + value.getNodeType()));
        }
        return ExactDecimal.fromNumber(name, value.decimalValue(), assetScale);
    }

    private long optional(JsonNode row, String name, long absent) throws MalformedMessageException {
        return row.path(name).isMissingNode() || row.path(name).isNull() ? absent : amount(row, name);
    }

    private long openOrders(JsonNode row) throws MalformedMessageException {
        long openOrders = optional(row, "openOrders", 0);
        if (openOrders < 0) {
            throw new MalformedMessageException("openOrders must not be negative: openOrders=" + openOrders + " units");
        }
        return openOrders;
    }

    private long lastUpdated(JsonNode row) throws MalformedMessageException {
        JsonNode value = row.path("lastUpdated");
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())) {
            return Snapshot.NO_TIME;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(value.isTextual() ? value.textValue() : "");
            return VenueTime.checked("lastUpdated", time.toEpochSecond(), time.getNano(), wallClock);
        } catch (DateTimeException e) {
            throw new MalformedMessageException(
                    "lastUpdated must be an RFC 3339 time: lastUpdated='" + VenueText.clean(value.asText()) + "'");
        }
    }
}
