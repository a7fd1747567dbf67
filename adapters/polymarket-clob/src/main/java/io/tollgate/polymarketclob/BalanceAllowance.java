package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.money.Amounts;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code GET /balance-allowance} says of a wallet's holding: the gross balance, and what each contract may draw of it.
 *
 * <p>Amounts are millionths (10<sup>−6</sup>) of pUSD or of a share. The venue writes whole millionths as text, and has written numbers.
 *
 * @param balance gross of open orders and of trades that are not settled
 * @param allowances what each spender may draw; {@link Amounts#UNLIMITED} stands for that or more
 * @param anySpender the older form, one figure for all; empty where the venue tells each spender's
 */
public record BalanceAllowance(long balance, Map<Address, Long> allowances, Optional<Long> anySpender) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,80}");
    private static final BigInteger UNLIMITED = BigInteger.valueOf(Amounts.UNLIMITED);
    private static final int MOST_SPENDERS = 64;

    /** Keeps a copy. */
    public BalanceAllowance {
        allowances = Map.copyOf(allowances);
    }

    /**
     * Reads an answer.
     *
     * @throws MalformedMessageException if the balance or any allowance is no amount, or there is no allowance at all. A missing balance is not
     *     zero
     */
    static BalanceAllowance read(JsonNode json) throws MalformedMessageException {
        final long balance = balance(json);
        final Map<Address, Long> allowances = new HashMap<>();
        final JsonNode map = json.path("allowances");
        if (!Json.isAbsent(json, "allowances")) {
            if (!map.isObject() || map.size() > MOST_SPENDERS) {
                throw new MalformedMessageException("allowances must be an object of at most " + MOST_SPENDERS
                        + " spenders: it is of type " + map.getNodeType() + " with " + map.size());
            }
            for (final Map.Entry<String, JsonNode> entry : map.properties()) {
                if (!Address.isAddress(entry.getKey())) {
                    throw new MalformedMessageException(
                            "allowances must name contracts: '" + VenueText.clean(entry.getKey()) + "' is no address");
                }
                final Address spender = Address.of(entry.getKey());
                if (allowances.put(spender, saturated("allowances." + spender, entry.getValue())) != null) {
                    throw new MalformedMessageException("allowances must name a contract once: " + spender);
                }
            }
            return new BalanceAllowance(balance, allowances, Optional.empty());
        }
        if (Json.isAbsent(json, "allowance")) {
            throw new MalformedMessageException(
                    "allowances must be given: neither allowances nor the older allowance is there");
        }
        return new BalanceAllowance(balance, allowances, Optional.of(saturated("allowance", json.path("allowance"))));
    }

    /** What a contract may draw: 0 if it is not named, {@link Amounts#UNLIMITED} for that or more. */
    public long allowance(Address spender) {
        return anySpender.orElseGet(() -> allowances.getOrDefault(spender, 0L));
    }

    private static long balance(JsonNode json) throws MalformedMessageException {
        final JsonNode value = json.path("balance");
        // text with a point has been seen in fixtures of others; nobody knows in which unit, so it is not believed
        final long balance = whole("balance", value);
        if (balance < 0) {
            throw new MalformedMessageException("balance must not be negative: balance=" + balance);
        }
        return balance;
    }

    private static long whole(String what, JsonNode value) throws MalformedMessageException {
        if (value.isIntegralNumber()) {
            return ExactDecimal.fromNumber(what, new BigDecimal(value.bigIntegerValue()), 0);
        }
        if (!value.isTextual() || !DIGITS.matcher(value.textValue()).matches()) {
            throw notWhole(what, value);
        }
        return ExactDecimal.fromNumber(what, new BigDecimal(value.textValue()), 0);
    }

    private static MalformedMessageException notWhole(String what, JsonNode value) {
        return new MalformedMessageException(what + " must be whole millionths: it is "
                + (value.isMissingNode()
                        ? "absent"
                        : value.isTextual()
                                ? "'" + VenueText.clean(value.textValue()) + "'"
                                : "of type " + value.getNodeType()));
    }

    /** An allowance has 256 bits: what is beyond amounts is no limit. */
    private static long saturated(String what, JsonNode value) throws MalformedMessageException {
        final BigInteger number;
        if (value.isIntegralNumber()) {
            number = value.bigIntegerValue();
        } else if (value.isTextual() && DIGITS.matcher(value.textValue()).matches()) {
            number = new BigInteger(value.textValue());
        } else {
            throw notWhole(what, value);
        }
        if (number.signum() < 0) {
            throw new MalformedMessageException(what + " must not be negative: it is " + number);
        }
        return number.min(UNLIMITED).longValueExact();
    }
}
