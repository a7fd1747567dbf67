package io.tollgate.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * What an operation is to be done with: a JSON object whose keys have been checked. Whoever asks for a key gets what it should hold, or the caller
 * an {@link IllegalArgumentException} that says what is wrong. One thread.
 */
public final class AdminRequest {
    private final ObjectNode body;

    private AdminRequest(ObjectNode body) {
        this.body = body;
    }

    /**
     * Checks that all keys are known and the required ones there.
     *
     * @throws IllegalArgumentException if not
     */
    public static AdminRequest checked(AdminOperation operation, ObjectNode body) {
        final List<String> known = operation.keys();
        body.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        operation.name() + " has no key " + key + "; known are " + String.join(", ", known));
            }
        });
        for (final String key : operation.required()) {
            if (body.path(key).isMissingNode() || body.path(key).isNull()) {
                throw new IllegalArgumentException(operation.name() + " needs " + key + ": it is absent");
            }
        }
        return new AdminRequest(body);
    }

    /** Whether a key is given. */
    public boolean has(String key) {
        return body.hasNonNull(key);
    }

    /** Text that is there. */
    public String text(String key) {
        final JsonNode value = body.path(key);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new IllegalArgumentException(key + " must be text: it is of type " + value.getNodeType());
        }
        return value.asText();
    }

    /** Text, or what stands for it where it is absent. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** An exact amount in whole units, text or number. */
    public BigDecimal amount(String key) {
        final JsonNode value = body.path(key);
        try {
            if (value.isNumber()) {
                return value.decimalValue();
            }
            if (value.isTextual() && value.textValue().length() <= 60) {
                return new BigDecimal(value.textValue());
            }
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(
                    key + " must be a decimal number: " + key + "=" + value.textValue(), malformed);
        }
        throw new IllegalArgumentException(
                key + " must be a decimal number, best as text: it is of type " + value.getNodeType());
    }

    /**
     * An exact amount in the smallest units.
     *
     * @param scale decimal places
     */
    public long units(String key, int scale) {
        final BigDecimal amount = amount(key);
        try {
            return amount.movePointRight(scale).longValueExact();
        } catch (ArithmeticException notExact) {
            throw new IllegalArgumentException(
                    key + " must have at most " + scale + " decimals and fit 64 bits: " + key + "=" + amount, notExact);
        }
    }

    /** A whole number of 0 or more, or what stands for it where it is absent. */
    public int number(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        try {
            final int number = amount(key).intValueExact();
            if (number >= 0) {
                return number;
            }
        } catch (ArithmeticException notWhole) {
            throw new IllegalArgumentException(key + " must be a whole number: " + key + "=" + amount(key), notWhole);
        }
        throw new IllegalArgumentException(key + " must be 0 or more: " + key + "=" + amount(key));
    }
}
