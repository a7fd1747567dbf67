package io.tollgate.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import okio.ByteString;

/**
 * JSON of a venue, read strictly: duplicate members, trailing text and absurd numbers are errors, unknown members are ignored, numbers are
 * exact decimals. Errors name the member and the rule and quote no more of the body than a short clean text.
 *
 * <p>Threading: any thread.
 */
public final class Json {
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

    private Json() {}

    /**
     * The whole body.
     *
     * @throws MalformedMessageException if it is no JSON; the text does not quote it
     */
    public static JsonNode read(ByteString body) throws MalformedMessageException {
        try {
            final JsonNode json = MAPPER.readTree(body.toByteArray());
            if (json == null || json.isMissingNode()) {
                throw new MalformedMessageException("the answer must be JSON: it is empty");
            }
            return json;
        } catch (IOException e) {
            // The parser's text quotes the body: not for logs.
            throw new MalformedMessageException(
                    "the answer must be JSON: " + body.size() + " bytes cannot be read as such");
        }
    }

    /** The body of a refusal, as far as it can be read; an empty object if it is no JSON. */
    public static JsonNode readError(ByteString body) {
        try {
            final JsonNode json = MAPPER.readTree(body.toByteArray());
            return json == null || json.isMissingNode() ? MAPPER.createObjectNode() : json;
        } catch (IOException e) {
            return MAPPER.createObjectNode();
        }
    }

    /** A member that must be an array. */
    public static JsonNode array(JsonNode node, String name) throws MalformedMessageException {
        final JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw new MalformedMessageException(name + " must be an array: it is " + what(value));
        }
        return value;
    }

    /** A member that must be text, and not empty. */
    public static String text(JsonNode node, String name) throws MalformedMessageException {
        final JsonNode value = node.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new MalformedMessageException(name + " must be text: it is " + what(value));
        }
        return value.textValue();
    }

    /** A member that is text, or absent. */
    public static Optional<String> optionalText(JsonNode node, String name) throws MalformedMessageException {
        return isAbsent(node, name) ? Optional.empty() : Optional.of(text(node, name));
    }

    /** A member that must be a whole number within a {@code long}. */
    public static long integer(JsonNode node, String name) throws MalformedMessageException {
        final JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedMessageException(name + " must be a whole number: it is " + what(value));
        }
        return value.longValue();
    }

    /**
     * A member that must be an amount, as a JSON number or as plain decimal text, rounded down at the asset's scale.
     *
     * @throws MalformedMessageException if it is absent, something else, or out of range
     */
    public static long amount(JsonNode node, String name, int scale) throws MalformedMessageException {
        final JsonNode value = node.path(name);
        if (value.isNumber()) {
            return ExactDecimal.fromNumber(name, value.decimalValue(), scale);
        }
        if (!value.isTextual()) {
            throw new MalformedMessageException(name + " must be an amount: it is " + what(value));
        }
        return ExactDecimal.fromText(name, value.textValue(), scale);
    }

    /** As {@link #amount}, rounded up: for what is owed or held back. */
    public static long amountUp(JsonNode node, String name, int scale) throws MalformedMessageException {
        final JsonNode value = node.path(name);
        if (value.isNumber()) {
            return -ExactDecimal.fromNumber(name, value.decimalValue().negate(), scale);
        }
        if (!value.isTextual()) {
            throw new MalformedMessageException(name + " must be an amount: it is " + what(value));
        }
        // checked as text before anything is made of it
        ExactDecimal.fromText(name, value.textValue(), scale);
        return -ExactDecimal.fromNumber(name, new BigDecimal(value.textValue()).negate(), scale);
    }

    /** As {@link #amount}, or {@code absent} if there is no such member or it is null. */
    public static long optionalAmount(JsonNode node, String name, int scale, long absent)
            throws MalformedMessageException {
        return isAbsent(node, name) ? absent : amount(node, name, scale);
    }

    /** Whether there is no such member, or it is null. */
    public static boolean isAbsent(JsonNode node, String name) {
        final JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull();
    }

    private static String what(JsonNode value) {
        return value.isMissingNode() ? "absent" : "of type " + value.getNodeType();
    }
}
