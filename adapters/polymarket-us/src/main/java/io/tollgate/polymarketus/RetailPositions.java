package io.tollgate.polymarketus;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.feed.PositionsRead.Position;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.ByteString;

/**
 * The pages of {@code GET /v1/portfolio/positions}, put together. {@code netPositionDecimal} counts; where it is missing {@code
 * netPosition}, which the venue rounds to a whole number, counts as one contract less than it says.
 *
 * <p>One for each read; one thread.
 */
final class RetailPositions {
    private final int scale;
    private final List<Position> positions = new ArrayList<>();
    private final Set<String> instruments = new HashSet<>();
    /** Contracts that may be short at most, at the scale. */
    private BigDecimal shorts = BigDecimal.ZERO;

    RetailPositions(int scale) {
        this.scale = scale;
    }

    /**
     * Reads one page.
     *
     * @param cursor what the page was asked for with
     * @return cursor of the next page; empty at the end
     */
    String page(ByteString body, String cursor) throws MalformedMessageException {
        JsonNode json = Json.read(body);
        JsonNode rows = json.path("positions");
        boolean none = Json.isAbsent(json, "positions");
        if (!none && !rows.isObject()) {
            throw new MalformedMessageException("positions must be an object of market and position: it is not");
        }
        JsonNode eof = json.path("eof");
        if (none && !eof.asBoolean(false)) {
            throw new MalformedMessageException("an answer without positions must say that it ends: eof is not true");
        }
        for (Map.Entry<String, JsonNode> row : rows.properties()) {
            add(row.getKey(), row.getValue());
        }
        String next = Json.isAbsent(json, "nextCursor")
                        || json.path("nextCursor").asText().isEmpty()
                ? ""
                : Json.text(json, "nextCursor");
        if (eof.isBoolean() && eof.booleanValue()) {
            return "";
        }
        if (next.isEmpty() && eof.isBoolean()) {
            throw new MalformedMessageException("a page that is not the last must say where to go on: no nextCursor");
        }
        if (!next.isEmpty() && next.equals(cursor)) {
            throw new MalformedMessageException("a page must lead to another one: nextCursor is its own");
        }
        return next;
    }

    private void add(String instrument, JsonNode row) throws MalformedMessageException {
        if (instrument.isEmpty() || !instruments.add(instrument)) {
            throw new MalformedMessageException("a market must have one position: market=" + VenueText.clean(instrument)
                    + " comes twice or is empty");
        }
        boolean exact = !Json.isAbsent(row, "netPositionDecimal");
        String name = exact ? "netPositionDecimal" : "netPosition";
        BigDecimal net = new BigDecimal(checked(row, name));
        BigDecimal size = net.abs();
        BigDecimal sure = exact ? size : size.subtract(BigDecimal.ONE).max(BigDecimal.ZERO);
        if (net.signum() < 0) {
            shorts = shorts.add(exact ? size : size.add(BigDecimal.ONE));
        }
        long units = ExactDecimal.fromNumber(name, sure, scale);
        if (units != 0) {
            positions.add(new Position(instrument, net.signum() < 0 ? -units : units));
        }
    }

    /** Decimal text, or a number: what the exact parser takes. */
    private static String checked(JsonNode row, String name) throws MalformedMessageException {
        JsonNode value = row.path(name);
        if (value.isNumber()) {
            // refuses what is absurdly large before anything is made of it
            ExactDecimal.fromNumber(name, value.decimalValue(), 0);
            return value.decimalValue().toPlainString();
        }
        String text = Json.text(row, name);
        ExactDecimal.fromText(name, text, 0);
        return text;
    }

    /** Every market with a position. */
    List<Position> positions() {
        return positions;
    }

    /** What all short contracts pay at worst, in the cash's unit, rounded up: their margin at most. */
    long shortsPayout(int assetScale) throws MalformedMessageException {
        return ExactDecimal.fromNumber(
                "short positions", shorts.setScale(assetScale, RoundingMode.CEILING), assetScale);
    }
}
