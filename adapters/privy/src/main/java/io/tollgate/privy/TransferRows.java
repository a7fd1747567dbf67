package io.tollgate.privy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.OrderStatus;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.VenueOrder;
import io.tollgate.rest.VenueText;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Wallet actions of type {@code transfer}: what became of them. See {@link PrivyTransfers}. Any thread. */
final class TransferRows {
    static final long UNKNOWN_SIZE = -1;
    /** States of a step in which nothing of it can be on a chain, if it names no transaction. */
    private static final Set<String> BEFORE_ANY_TRANSACTION =
            Set.of("preparing", "queued", "custodian_reviewing", "rejected", "failed", "abandoned");

    private static final List<String> TRANSACTION_NAMES = List.of(
            "transaction_hash",
            "bundle_transaction_hash",
            "user_operation_hash",
            "transaction_signature",
            "transaction_id");

    private final PrivyConfig config;

    TransferRows(PrivyConfig config) {
        this.config = config;
    }

    private static boolean isTransfer(JsonNode action) throws MalformedMessageException {
        return Json.text(action, "type").equals("transfer");
    }

    /** Whether it is a transfer of our asset on our chain. */
    boolean drawsOurs(JsonNode action) throws MalformedMessageException {
        if (!isTransfer(action)) {
            return false;
        }
        final String asset = Json.optionalText(action, "source_asset").orElse("");
        final String chain = Json.text(action, "source_chain");
        return asset.toLowerCase(Locale.ROOT).equals(config.walletAsset())
                && (config.walletChain() == null || config.walletChain().equals(chain));
    }

    /** A transfer as an order. */
    VenueOrder order(JsonNode action) throws MalformedMessageException {
        if (!isTransfer(action)) {
            throw new MalformedMessageException("type must be transfer: it is "
                    + VenueText.clean(Json.text(action, "type")) + "; the id is another action's");
        }
        final String status = Json.text(action, "status");
        final boolean succeeded = status.equals("succeeded");
        final boolean ended = succeeded || status.equals("rejected") || status.equals("failed");
        final boolean executed = succeeded || (status.equals("failed") && hasTransaction(action.path("steps")));
        final long size = size(action, executed);
        return new VenueOrder(
                Json.text(action, "id"),
                Json.optionalText(action, "reference_id").orElse(""),
                Json.optionalText(action, "source_asset").orElse("token") + "@" + Json.text(action, "source_chain"),
                true,
                ended ? OrderStatus.State.ENDED : OrderStatus.State.OPEN,
                PrivyRules.PRICE,
                0,
                size,
                executed ? size : 0,
                config.assetScale());
    }

    private long size(JsonNode action, boolean needed) throws MalformedMessageException {
        if (Json.isAbsent(action, "source_amount") && !needed) {
            return UNKNOWN_SIZE;
        }
        final long size = Json.amountUp(action, "source_amount", config.assetScale());
        if (size < 0) {
            throw new MalformedMessageException("source_amount must not be negative: it is " + size + " units");
        }
        return size;
    }

    /** Whether a step got as far as a transaction, or may have; where the steps are not told, one may have. */
    private static boolean hasTransaction(JsonNode steps) {
        if (!steps.isArray()) {
            return true;
        }
        for (final JsonNode step : steps) {
            if (!BEFORE_ANY_TRANSACTION.contains(step.path("status").asText(""))) {
                return true;
            }
            for (final String name : TRANSACTION_NAMES) {
                if (!Json.isAbsent(step, name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
