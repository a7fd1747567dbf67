package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.math.BigInteger;
import java.util.Locale;

/** Fields that orders and trades share. Prices and sizes are decimal text on the wire and millionths here. Any thread. */
final class Wire {
    static final int SCALE = ClobAsset.SCALE;
    private static final long ONE = 1_000_000;

    private Wire() {}

    static boolean isBuy(JsonNode row) throws MalformedMessageException {
        final String side = Json.text(row, "side");
        switch (side.toUpperCase(Locale.ROOT)) {
            case "BUY":
                return true;
            case "SELL":
                return false;
            default:
                throw new MalformedMessageException("side must be BUY or SELL: side='" + VenueText.clean(side) + "'");
        }
    }

    static long price(JsonNode row) throws MalformedMessageException {
        final long price = Json.amountUp(row, "price", SCALE);
        if (price <= 0 || price > ONE) {
            throw new MalformedMessageException("price must be above 0 and at most 1: price=" + price + " millionths");
        }
        return price;
    }

    /** Rounded up. */
    static long sizeUp(JsonNode row, String name) throws MalformedMessageException {
        return notNegative(name, Json.amountUp(row, name, SCALE));
    }

    /** Rounded down. */
    static long sizeDown(JsonNode row, String name) throws MalformedMessageException {
        return notNegative(name, Json.amount(row, name, SCALE));
    }

    private static long notNegative(String name, long value) throws MalformedMessageException {
        if (value < 0) {
            throw new MalformedMessageException(name + " must not be negative: " + name + "=" + value + " millionths");
        }
        return value;
    }

    /** A status without the prefix that newer answers have. */
    static String status(JsonNode row, String prefix) throws MalformedMessageException {
        final String status = Json.text(row, "status").toUpperCase(Locale.ROOT);
        return status.startsWith(prefix) ? status.substring(prefix.length()) : status;
    }

    /** What is bought for it, rounded up. */
    static long notional(long shares, long price) throws MalformedMessageException {
        final BigInteger[] parts = BigInteger.valueOf(shares)
                .multiply(BigInteger.valueOf(price))
                .divideAndRemainder(BigInteger.valueOf(ONE));
        return (parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact();
    }

    /** The sum, which must stay an amount. */
    static long sum(String what, long a, long b) throws MalformedMessageException {
        final long sum = a + b;
        if (sum < 0 || sum >= 1L << 61) {
            throw new MalformedMessageException(what + " must sum to less than 2^61: they do not");
        }
        return sum;
    }
}
