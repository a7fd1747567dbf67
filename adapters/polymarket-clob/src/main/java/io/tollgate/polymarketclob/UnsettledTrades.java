package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Trades that are matched and whose money the wallet still holds. Kept over reads: a trade's money is counted as gone from its match until it
 * is confirmed on the chain <em>and</em> the venue was told to read the chain again; in between the venue's balance may be of before.
 *
 * <p>Belongs to one feed's thread.
 */
final class UnsettledTrades {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final class Held {
        long amount;
        long matchSeconds;
        long seenNanos;
        boolean settled;
    }

    private final ClobConfig config;
    private final String apiKeyOwner;
    private final Map<String, Held> held = new HashMap<>();
    private Set<String> settled = new HashSet<>();
    private boolean read;
    /** Whether the trade in hand brings of our asset. */
    private boolean brings;

    /** @param apiKeyOwner name of the API key: the {@code owner} of our own orders among a trade's makers */
    UnsettledTrades(ClobConfig config, String apiKeyOwner) {
        this.config = config;
        this.apiKeyOwner = apiKeyOwner;
    }

    /** From which time on trades are to be asked for, Unix seconds. */
    long since(long nowSeconds) {
        long since = nowSeconds - config.tradeWindow().toSeconds();
        for (final Held trade : held.values()) {
            since = Math.min(since, trade.matchSeconds - 1);
        }
        return Math.max(0, since);
    }

    /**
     * Takes in all trades since {@link #since}. Either all of them count or, if one cannot be read, none.
     *
     * @return whether one has settled of which the venue's balance may not know
     */
    boolean take(List<JsonNode> trades, long nowNanos) throws MalformedMessageException {
        final Map<String, Held> next = new HashMap<>();
        final Set<String> nextSettled = new HashSet<>();
        boolean fresh = false;
        for (final JsonNode trade : trades) {
            final String id = Json.text(trade, "id");
            final String status = Wire.status(trade, "TRADE_STATUS_");
            final long amount = outflow(trade);
            // what a trade brings is there when it has settled and the venue has looked again
            if ((amount == 0 && !brings) || status.equals("FAILED")) {
                continue;
            }
            final boolean isSettled = status.equals("CONFIRMED");
            if (isSettled && settled.contains(id)) {
                nextSettled.add(id);
                continue;
            }
            if (isSettled && !read) {
                // the venue is told to read the chain before the first balance
                nextSettled.add(id);
                continue;
            }
            final Held entry = new Held();
            entry.amount = amount;
            entry.matchSeconds = seconds(trade);
            entry.seenNanos = nowNanos;
            entry.settled = isSettled;
            fresh |= isSettled;
            next.put(id, entry);
        }
        final long patience = config.tradeWindow().toSeconds() * NANOS_PER_SECOND;
        held.forEach((id, trade) -> {
            // the venue has left it out: it is no less unsettled for that, but not for ever
            final boolean listed =
                    trades.stream().anyMatch(row -> row.path("id").asText().equals(id));
            if (!listed && nowNanos - trade.seenNanos < patience) {
                next.put(id, trade);
            }
        });
        held.clear();
        held.putAll(next);
        settled = nextSettled;
        read = true;
        return fresh;
    }

    /** The venue has read the chain again since the last {@link #take}: its next balance has what was settled by then. */
    void updated() {
        final Iterator<Map.Entry<String, Held>> entries = held.entrySet().iterator();
        while (entries.hasNext()) {
            final Map.Entry<String, Held> entry = entries.next();
            if (entry.getValue().settled) {
                settled.add(entry.getKey());
                entries.remove();
            }
        }
    }

    /** What the wallet still holds and is gone. */
    long outflow() throws MalformedMessageException {
        long sum = 0;
        for (final Held trade : held.values()) {
            sum = Wire.sum("unsettled trades", sum, trade.amount);
        }
        return sum;
    }

    private long seconds(JsonNode trade) throws MalformedMessageException {
        final JsonNode time =
                trade.path("match_time").isMissingNode() ? trade.path("matchtime") : trade.path("match_time");
        final String text = time.asText("");
        if (text.isEmpty() || text.length() > 13 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedMessageException("match_time must be Unix seconds: it is of type " + time.getNodeType());
        }
        final long value = Long.parseLong(text);
        // milliseconds have been seen in times of the same kind
        return text.length() > 11 ? value / 1000 : value;
    }

    /** What a trade takes of our asset: as its taker, or by our orders among its makers. */
    private long outflow(JsonNode trade) throws MalformedMessageException {
        brings = false;
        final boolean takerBuys = Wire.isBuy(trade);
        final String token = Json.text(trade, "asset_id");
        if (!trade.path("trader_side").asText("").toUpperCase(Locale.ROOT).equals("MAKER")) {
            final long price = Wire.price(trade);
            final long size = Wire.sizeUp(trade, "size");
            if (!OpenOrders.isOf(trade, config.funder())) {
                return 0;
            }
            final long fee = config.feeOf(token).reserved(size, price);
            return draws(takerBuys, token, size, price, fee);
        }
        long sum = 0;
        boolean ours = false;
        for (final JsonNode maker : Json.array(trade, "maker_orders")) {
            final boolean mine = maker.path("owner").asText("").equalsIgnoreCase(apiKeyOwner)
                    || (config.funder() != null
                            && Address.isAddress(maker.path("maker_address").asText(""))
                            && OpenOrders.isOf(maker, config.funder()));
            if (!mine) {
                continue;
            }
            ours = true;
            if (!OpenOrders.isOf(maker, config.funder())) {
                continue;
            }
            final String makerToken = Json.text(maker, "asset_id");
            // without a side of its own: opposite on the same token, the same on the other one of the market
            final boolean buys =
                    Json.isAbsent(maker, "side") ? makerToken.equals(token) != takerBuys : Wire.isBuy(maker);
            final long size = Wire.sizeUp(maker, "matched_amount");
            sum = Wire.sum("unsettled trades", sum, draws(buys, makerToken, size, Wire.price(maker), 0));
        }
        if (!ours) {
            throw new MalformedMessageException(
                    "a trade that we made must name our order: none of its makers is this API key's or the funder's; give the"
                            + " funder if the owner has several keys");
        }
        return sum;
    }

    private long draws(boolean buys, String token, long size, long price, long fee) throws MalformedMessageException {
        if (config.asset().isCollateral()) {
            brings |= !buys;
            return buys && config.mayDraw(token) ? Wire.notional(size, price) + fee : 0;
        }
        if (!token.equals(config.asset().tokenId())) {
            return 0;
        }
        brings |= buys;
        return buys ? 0 : size;
    }
}
