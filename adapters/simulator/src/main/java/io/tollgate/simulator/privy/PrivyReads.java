package io.tollgate.simulator.privy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.privy.PrivyBook.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the venue answers to reads, in its own words. Any thread. */
final class PrivyReads {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LIMIT = 100;

    private final PrivySimulatorConfig config;
    private final PrivyBook book;
    private final Supplier<BigDecimal> lie;

    /** @param lie by how much every amount that is shown is wrong */
    PrivyReads(PrivySimulatorConfig config, PrivyBook book, Supplier<BigDecimal> lie) {
        this.config = config;
        this.book = book;
        this.lie = lie;
    }

    ObjectNode get(URI uri) {
        final String[] path = uri.getPath().split("/", -1);
        final Map<String, String> query = query(uri.getRawQuery());
        // "", v1, accounts or wallets, id, ...
        final String route = path[2] + (path.length > 4 ? " " + path[4] : "") + " " + path.length;
        return switch (route) {
            case "accounts 3" -> accounts();
            case "accounts 4" -> account(path[3]);
            case "accounts balance 5" -> balance(path[3], query);
            case "wallets balance 5" -> walletBalance(path[3], query);
            case "wallets actions 5" -> actions(path[3], query);
            case "wallets actions 6" -> action(path[3], path[5], query);
            default -> throw new PrivyRefusal(404, "", "Not found");
        };
    }

    private ObjectNode accounts() {
        final ArrayNode data = JSON.arrayNode();
        book.accounts().keySet().forEach(id -> data.add(account(id)));
        return JSON.objectNode().<ObjectNode>set("data", data).putNull("next_cursor");
    }

    private ObjectNode account(String id) {
        final List<String> wallets = book.accounts().get(id);
        if (wallets == null) {
            throw new PrivyRefusal(404, "", "Account not found");
        }
        final ArrayNode rows = JSON.arrayNode();
        wallets.forEach(wallet -> rows.addObject()
                .put("id", wallet)
                .put("chain_type", "ethereum")
                .put("address", "0x" + "%040x".formatted(wallet.hashCode())));
        return JSON.objectNode().put("id", id).putNull("display_name").set("wallets", rows);
    }

    private ObjectNode balance(String accountId, Map<String, String> query) {
        final boolean test = Boolean.parseBoolean(query.get("testnet_mode"));
        final Map<Place, BigDecimal> ledger = book.ledger(accountId, config.showsPendingAsSpent());
        ledger.keySet().removeIf(place -> PrivyCatalog.isTest(place.chain()) != test);
        final ObjectNode answer = JSON.objectNode();
        final ArrayNode assets = answer.putArray("assets");
        BigDecimal total = BigDecimal.ZERO;
        for (final Map.Entry<String, BigDecimal> row : PrivyBook.byAsset(ledger).entrySet()) {
            final BigDecimal shown = row.getValue().add(lie.get());
            assets.add(row(row.getKey(), shown.setScale(1, config.rounding())));
            total = total.add(shown.multiply(new BigDecimal(PrivyCatalog.price(row.getKey()))));
        }
        answer.set("total", money(total.setScale(2, RoundingMode.HALF_UP).toPlainString()));
        if (config.chainDecimals() >= 0) {
            final ArrayNode byChain = answer.putArray("assets_by_chain");
            ledger.forEach((place, amount) ->
                    byChain.add(row(place.asset(), amount.setScale(config.chainDecimals(), config.rounding()))
                            .put("chain_id", PrivyCatalog.caip2(place.chain()))));
        }
        return answer;
    }

    private static ObjectNode row(String asset, BigDecimal amount) {
        return JSON.objectNode()
                .put("symbol", asset.toUpperCase(Locale.ROOT))
                .put("amount", amount.toPlainString())
                .set("price", money(PrivyCatalog.price(asset)));
    }

    private static ObjectNode money(String value) {
        return JSON.objectNode().put("value", value).put("currency", "usd");
    }

    private ObjectNode walletBalance(String walletId, Map<String, String> query) {
        final List<String> assets = list(query.get("asset"));
        final List<String> chains = list(query.get("chain"));
        final ObjectNode answer = JSON.objectNode();
        final ArrayNode rows = answer.putArray("balances");
        book.chain(walletId).forEach((place, raw) -> {
            if ((assets.isEmpty() || assets.contains(place.asset()))
                    && (chains.isEmpty() || chains.contains(place.chain()))) {
                final int decimals = PrivyCatalog.decimals(place.asset());
                final ObjectNode row = rows.addObject();
                row.put("chain", place.chain())
                        .put("asset", place.asset())
                        .put("raw_value", raw.toString())
                        .put("raw_value_decimals", decimals)
                        .putObject("display_values")
                        .put(
                                place.asset(),
                                new BigDecimal(raw, decimals)
                                        .setScale(3, RoundingMode.DOWN)
                                        .toPlainString());
            }
        });
        return answer;
    }

    private ObjectNode actions(String walletId, Map<String, String> query) {
        final List<PrivyTransfer> all = book.transfers(walletId);
        book.chain(walletId);
        final int limit = Math.min(MOST_LIMIT, number(query.get("limit"), MOST_LIMIT));
        // a cursor counts from the oldest: newer transfers do not shift it
        int from = Math.min(all.size(), number(query.get("cursor"), all.size()));
        final ObjectNode answer = JSON.objectNode();
        final ArrayNode data = answer.putArray("data");
        final int end = Math.max(0, from - limit);
        for (; from > end; from--) {
            data.add(action(all.get(from - 1), false));
        }
        return end == 0 ? answer.putNull("next_cursor") : answer.put("next_cursor", Integer.toString(end));
    }

    private ObjectNode action(String walletId, String actionId, Map<String, String> query) {
        final PrivyTransfer transfer = book.transferOf(walletId, actionId);
        if (transfer == null) {
            throw new PrivyRefusal(404, "", "Wallet action not found");
        }
        return action(transfer, "steps".equals(query.get("include")));
    }

    static ObjectNode action(PrivyTransfer transfer, boolean steps) {
        final ObjectNode action = JSON.objectNode();
        action.put("id", transfer.id())
                .put("type", "transfer")
                .put("status", transfer.status().name().toLowerCase(Locale.ROOT))
                .put("wallet_id", transfer.walletId())
                .put(
                        "created_at",
                        Instant.ofEpochMilli(transfer.createdMillis()).toString())
                .put("source_asset", transfer.asset())
                .put("source_amount", transfer.amount().stripTrailingZeros().toPlainString())
                .put("source_chain", transfer.chain())
                .put("destination_address", transfer.destination())
                .put(
                        "destination_amount",
                        transfer.amount().stripTrailingZeros().toPlainString());
        if (transfer.referenceId().isEmpty()) {
            action.putNull("reference_id");
        } else {
            action.put("reference_id", transfer.referenceId());
        }
        if (steps) {
            final ObjectNode step = action.putArray("steps").addObject();
            step.put("type", "evm_transaction").put("caip2", PrivyCatalog.caip2(transfer.chain()));
            if (transfer.broadcast()) {
                step.put(
                        "transaction_hash",
                        "0x"
                                + "%064x"
                                        .formatted(
                                                BigInteger.valueOf(transfer.id().hashCode())
                                                        .abs()));
            } else {
                step.putNull("transaction_hash");
            }
            step.put(
                    "status",
                    switch (transfer.status()) {
                        case PENDING -> "preparing";
                        case SUCCEEDED -> "confirmed";
                        case REJECTED -> "rejected";
                        case FAILED -> transfer.broadcast() ? "reverted" : "abandoned";
                    });
        }
        return action;
    }

    private static int number(@Nullable String value, int absent) {
        if (value == null) {
            return absent;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new PrivyRefusal(400, "invalid_data", "not a number: " + value);
        }
        return Integer.parseInt(value);
    }

    private static List<String> list(@Nullable String value) {
        return value == null ? List.of() : Arrays.asList(value.split(",", -1));
    }

    private static Map<String, String> query(@Nullable String raw) {
        final Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (final String part : raw.split("&", -1)) {
                final int equals = part.indexOf('=');
                if (equals > 0) {
                    query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
