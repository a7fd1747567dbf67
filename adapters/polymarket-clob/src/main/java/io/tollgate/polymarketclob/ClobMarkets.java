package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Calls;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Reads markets' rules: {@code GET /clob-markets/{conditionId}}. Needs no credentials.
 *
 * <p>Threading: one thread at a time; {@link #close} any.
 */
public final class ClobMarkets implements AutoCloseable {
    private static final String PATH = "/clob-markets/";
    private static final Pattern CONDITION = Pattern.compile("0x[0-9a-fA-F]{64}");

    private final HttpUrl base;
    private final Calls calls;

    /** With the address and bounds of these settings. */
    public ClobMarkets(ClobConfig config, FeedEnvironment environment) {
        this.base = config.url();
        this.calls = new Calls(
                "polymarket-clob-markets",
                config.polling().callTimeout(),
                config.polling().maxBodyBytes(),
                config.polling().allowedSkew(),
                environment.nanoClock(),
                environment.wallClock());
    }

    /**
     * A market's rules as they are now.
     *
     * @param conditionId 0x and 64 hexadecimal digits
     * @throws MalformedMessageException also if the tick or the fee is of a form that is not known: then no cost can be told
     */
    public ClobMarket read(String conditionId) throws IOException, MalformedMessageException, RefusedException {
        if (!CONDITION.matcher(conditionId).matches()) {
            throw new IllegalArgumentException("conditionId must be 0x and 64 hexadecimal digits: length="
                    + conditionId.length() + "; take conditionId of the market, not a token's number");
        }
        final HttpClient.Answer answer = calls.send(new Request.Builder()
                .url(base.newBuilder().encodedPath(PATH + conditionId).build())
                .header("Accept", "*/*")
                .build());
        if (answer.code() != 200) {
            throw ClobErrors.refusal(answer, calls, PATH + conditionId);
        }
        return market(conditionId, Json.read(answer.body()));
    }

    static ClobMarket market(String conditionId, JsonNode json) throws MalformedMessageException {
        final List<String> tokens = new ArrayList<>();
        for (final JsonNode token : Json.array(json, "t")) {
            // a place without a token has been written as null
            if (!token.isNull()) {
                tokens.add(Json.text(token, "t"));
            }
        }
        if (tokens.isEmpty()) {
            throw new MalformedMessageException("t must list the market's tokens: it is empty");
        }
        final JsonNode nr = json.path("nr");
        if (!Json.isAbsent(json, "nr") && !nr.isBoolean()) {
            throw new MalformedMessageException("nr must be true or false: it is of type " + nr.getNodeType());
        }
        try {
            final BigDecimal tick = decimal(json, "mts").movePointRight(ClobMarket.PRICE_SCALE);
            final long minSize = Json.isAbsent(json, "mos") ? 0 : Json.amountUp(json, "mos", ClobMarket.SIZE_SCALE);
            return new ClobMarket(
                    conditionId,
                    tokens,
                    tick.intValueExact(),
                    minSize,
                    MarketKind.of(tokens.get(0), nr.asBoolean(false)),
                    fee(json.path("fd")));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new MalformedMessageException("the market's rules must be known ones: " + e.getMessage());
        }
    }

    private static FeeTerms fee(JsonNode fd) throws MalformedMessageException {
        if (fd.isMissingNode() || fd.isNull()) {
            return FeeTerms.NONE;
        }
        final long rate = Json.amountUp(fd, "r", 6);
        if (rate == 0) {
            return FeeTerms.NONE;
        }
        return new FeeTerms(rate, decimal(fd, "e").intValueExact(), 0);
    }

    private static BigDecimal decimal(JsonNode node, String name) throws MalformedMessageException {
        // checked before it is believed: an exponent is no size of memory
        Json.amount(node, name, 6);
        final JsonNode value = node.path(name);
        if (value.isNumber()) {
            return value.decimalValue();
        }
        ExactDecimal.fromText(name, value.textValue(), 6);
        return new BigDecimal(value.textValue());
    }

    @Override
    public void close() {
        calls.close();
    }
}
