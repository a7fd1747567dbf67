package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.ExactDecimal;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/accounts/{id}/balance}: what of our asset may be there, at least and at most. Members that are not known are
 * ignored; a row that is missing is unknown, not zero.
 */
final class AccountBalance {
    /** What may be there, as far as the figures' rounding tells, in whole units of the asset. */
    record Bounds(BigDecimal least, BigDecimal most) {
        private static final Bounds NOTHING = new Bounds(BigDecimal.ZERO, BigDecimal.ZERO);

        private Bounds plus(Bounds other) {
            return new Bounds(least.add(other.least), most.add(other.most));
        }

        /** Both are about the same money: the finer; if they cannot both be true, the smaller least, and nothing above it. */
        private Bounds and(Bounds other) {
            if (least.compareTo(other.most) <= 0 && other.least.compareTo(most) <= 0) {
                return new Bounds(least.max(other.least), most.min(other.most));
            }
            final BigDecimal smaller = least.min(other.least);
            return new Bounds(smaller, smaller);
        }

        /** This is a part of the other: it cannot be more. */
        private Bounds within(Bounds whole) {
            return least.compareTo(whole.most) <= 0
                    ? new Bounds(least, most.min(whole.most))
                    : new Bounds(whole.least, whole.least);
        }
    }

    private final String symbol;
    private final @Nullable String chainId;
    private final int assetScale;
    private final int documentedDecimals;
    private final AmountRounding rounding;

    AccountBalance(PrivyConfig config) {
        this.symbol = config.symbol();
        this.chainId = config.chainId();
        this.assetScale = config.assetScale();
        this.documentedDecimals = config.documentedDecimals();
        this.rounding = config.rounding();
    }

    /** Reads the rows of our asset. */
    Bounds read(JsonNode json) throws MalformedMessageException {
        final Bounds whole = wholeAccount(Json.array(json, "assets"));
        if (chainId == null) {
            return Json.isAbsent(json, "assets_by_chain")
                    ? whole
                    : allChains(Json.array(json, "assets_by_chain"), whole);
        }
        if (Json.isAbsent(json, "assets_by_chain")) {
            throw new MalformedMessageException(
                    "assets_by_chain must be there for the balance of one chain: it is absent,"
                            + " and assets are summed over chains; leave the chain out of the settings, or read the wallets");
        }
        return oneChain(Json.array(json, "assets_by_chain"), chainId).within(whole);
    }

    private Bounds wholeAccount(JsonNode rows) throws MalformedMessageException {
        Bounds found = null;
        for (final JsonNode row : rows) {
            if (isOurs(row)) {
                if (found != null) {
                    throw new MalformedMessageException(
                            "assets must have one row of a symbol: symbol=" + symbol + " comes twice");
                }
                found = bounds(row);
            }
        }
        if (found == null) {
            throw new MalformedMessageException(
                    "assets must have a row of our symbol: symbol=" + symbol
                            + " is missing; the account holds none of it, or the symbol is another one, or the networks (testnetMode) are");
        }
        return found;
    }

    private Bounds allChains(JsonNode rows, Bounds whole) throws MalformedMessageException {
        final Set<String> chains = new HashSet<>();
        Bounds sum = Bounds.NOTHING;
        for (final JsonNode row : rows) {
            if (isOurs(row)) {
                once(chains, chain(row));
                sum = sum.plus(bounds(row));
            }
        }
        return chains.isEmpty() ? whole : sum.and(whole);
    }

    private Bounds oneChain(JsonNode rows, String ours) throws MalformedMessageException {
        final Set<String> chains = new HashSet<>();
        Bounds found = null;
        for (final JsonNode row : rows) {
            if (isOurs(row)) {
                final String chain = chain(row);
                once(chains, chain);
                if (chain.equals(ours)) {
                    found = bounds(row);
                }
            }
        }
        if (found == null) {
            throw new MalformedMessageException("assets_by_chain must have a row of our symbol and chain: symbol="
                    + symbol + " chain_id=" + ours + " is missing; nothing is held there, or it is another chain");
        }
        return found;
    }

    private void once(Set<String> chains, String chain) throws MalformedMessageException {
        if (!chains.add(chain)) {
            throw new MalformedMessageException("assets_by_chain must have one row of a symbol and chain: symbol="
                    + symbol + " chain_id=" + VenueText.clean(chain) + " comes twice");
        }
    }

    private static String chain(JsonNode row) throws MalformedMessageException {
        return Json.text(row, "chain_id");
    }

    private boolean isOurs(JsonNode row) throws MalformedMessageException {
        return Json.text(row, "symbol").toUpperCase(Locale.ROOT).equals(symbol.toUpperCase(Locale.ROOT));
    }

    private Bounds bounds(JsonNode row) throws MalformedMessageException {
        // checks that it is a plain decimal and within range, before anything is made of it
        if (Json.amount(row, "amount", assetScale) < 0) {
            throw new MalformedMessageException("amount must not be negative: symbol=" + symbol);
        }
        final JsonNode value = row.path("amount");
        final BigDecimal shown = value.isNumber() ? value.decimalValue() : new BigDecimal(value.textValue());
        final Bounds bounds =
                new Bounds(rounding.least(shown, documentedDecimals), rounding.most(shown, documentedDecimals));
        ExactDecimal.fromNumber("amount", bounds.most(), assetScale);
        return bounds;
    }
}
