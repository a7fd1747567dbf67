package io.tollgate.polymarketus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import io.tollgate.rest.VenueTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/account/balances} to a snapshot. Amounts are JSON numbers, read as exact decimals; the row is chosen by
 * currency; members that are not known are ignored.
 *
 * <p>Open orders are rounded down as well: the gate <em>adds</em> them to the buying power when it takes the holds of its own orders
 * instead, so rounding up would show more money than there is.
 */
final class RetailBalances {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String currency;
    private final int assetScale;
    private final InstantSource wallClock;

    RetailBalances(String currency, int assetScale, InstantSource wallClock) {
        this.currency = currency;
        this.assetScale = assetScale;
        this.wallClock = wallClock;
    }

    /** Reads the row of our currency. */
    Snapshot read(byte[] body, long requestNanos, long arrivalNanos) throws MalformedMessageException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (IOException e) {
            // The parser's text quotes the body: not for logs.
            throw new MalformedMessageException(
                    "the answer must be JSON: " + body.length + " bytes cannot be read as such");
        }
        JsonNode row = row(json);
        return new Snapshot(
                amount(row, "currentBalance"),
                optional(row, "buyingPower", Snapshot.UNKNOWN),
                openOrders(row),
                lastUpdated(row),
                requestNanos,
                arrivalNanos);
    }

    private JsonNode row(@Nullable JsonNode json) throws MalformedMessageException {
        JsonNode rows = json == null ? null : json.get("balances");
        if (rows == null || !rows.isArray()) {
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
