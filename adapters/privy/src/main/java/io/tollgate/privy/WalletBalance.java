package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/wallets/{id}/balance}: exact integers of the chain. {@code raw_value} and its decimals count, the display
 * values do not (the venue's own sample shows them wrong).
 */
final class WalletBalance {
    private static final Pattern RAW = Pattern.compile("[0-9]{1,78}");
    private static final long MOST_DECIMALS = 36;

    private final String asset;
    private final @Nullable String chain;

    /** @param chain the venue's name of it; null sums over all chains of the answer */
    WalletBalance(String asset, @Nullable String chain) {
        this.asset = asset.toLowerCase(Locale.ROOT);
        this.chain = chain;
    }

    /** What the wallet holds of our asset, in whole units, exactly. */
    BigDecimal read(JsonNode json) throws MalformedMessageException {
        final Set<String> chains = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (final JsonNode row : Json.array(json, "balances")) {
            final String rowChain = Json.text(row, "chain");
            if (!Json.text(row, "asset").toLowerCase(Locale.ROOT).equals(asset)
                    || (chain != null && !chain.equals(rowChain))) {
                continue;
            }
            if (!chains.add(rowChain)) {
                throw new MalformedMessageException("balances must have one row of an asset and chain: asset=" + asset
                        + " chain=" + VenueText.clean(rowChain) + " comes twice");
            }
            sum = sum.add(amount(row));
        }
        if (chains.isEmpty()) {
            throw new MalformedMessageException("balances must have a row of our asset: asset=" + asset
                    + (chain == null ? "" : " chain=" + chain) + " is missing");
        }
        return sum;
    }

    private static BigDecimal amount(JsonNode row) throws MalformedMessageException {
        final String raw = Json.text(row, "raw_value");
        if (!RAW.matcher(raw).matches()) {
            throw new MalformedMessageException(
                    "raw_value must be a whole number of base units: raw_value='" + VenueText.clean(raw) + "'");
        }
        final long decimals = Json.integer(row, "raw_value_decimals");
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new MalformedMessageException(
                    "raw_value_decimals must be from 0 to " + MOST_DECIMALS + ": raw_value_decimals=" + decimals);
        }
        return new BigDecimal(new BigInteger(raw), Math.toIntExact(decimals));
    }
}
