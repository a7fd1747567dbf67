package io.tollgate.simulator.kalshi;

import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import io.tollgate.simulator.kalshi.KalshiSimulator.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What the venue answers to reads, in its own words. Thread-safe. */
final class KalshiReads {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final int ALL = -1;
    /** The read bucket holds so many seconds. */
    static final int READ_SECONDS = 3;

    private final KalshiVenue venue;
    private final Settings settings;

    KalshiReads(KalshiVenue venue, Settings settings) {
        this.venue = venue;
        this.settings = settings;
    }

    /**
     * Answers a request that was let in.
     *
     * @param path below the base
     * @param lieMicros asked for a balance
     */
    Object get(String path, Map<String, String> query, LongSupplier lieMicros) throws KalshiRefusal {
        switch (path) {
            case "/portfolio/balance":
                return balance(query, lieMicros.getAsLong());
            case "/portfolio/subaccounts/balances":
                return subaccountBalances();
            case "/portfolio/orders":
                return orders(query);
            case "/portfolio/positions":
                return positions(query);
            case "/portfolio/fills":
                return fills(query);
            case "/exchange/user_data_timestamp":
                return userDataTimestamp();
            case "/exchange/status":
                return exchangeStatus();
            case "/account/limits":
                return limits();
            default:
                if (path.startsWith("/portfolio/orders/")) {
                    return order(KalshiHandler.decoded(path.substring("/portfolio/orders/".length())));
                }
                if (path.startsWith("/markets/")) {
                    return market(KalshiHandler.decoded(path.substring("/markets/".length())));
                }
                throw KalshiRefusal.flat(404, "not_found", "page not found");
        }
    }

    /** Micro-dollars as the venue writes them: four places, six where it needs them. */
    static String dollars(long micros) {
        final BigDecimal value = BigDecimal.valueOf(micros, 6);
        return value.setScale(Math.max(4, value.stripTrailingZeros().scale())).toPlainString();
    }

    static String price(long tenThousandths) {
        return BigDecimal.valueOf(tenThousandths, 4).toPlainString();
    }

    static String count(long hundredths) {
        return BigDecimal.valueOf(hundredths, 2).toPlainString();
    }

    private long shown(KalshiBook book, Pot pot) {
        final long cash = book.cash.getOrDefault(pot, 0L);
        return settings.showsNet() ? cash - book.committed(pot) : cash;
    }

    private Object balance(Map<String, String> query, long lieMicros) {
        final int subaccount = KalshiHandler.integer(query, "subaccount", 0);
        final int shard = KalshiHandler.integer(query, "exchange_index", ALL);
        return venue.read(book -> {
            long total = lieMicros;
            final List<Object> rows = new ArrayList<>();
            for (final Pot pot : book.cash.keySet()) {
                if (pot.subaccount() == subaccount && (shard == ALL || shard == pot.shard())) {
                    final long amount = shown(book, pot);
                    total += amount;
                    rows.add(Map.of("exchange_index", pot.shard(), "balance", dollars(amount + lieMicros)));
                }
            }
            final Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("balance", Math.floorDiv(total, 10_000));
            answer.put("balance_dollars", dollars(total));
            answer.put("portfolio_value", 0);
            answer.put("updated_ts", settings.clock().instant().getEpochSecond());
            answer.put("balance_breakdown", rows);
            return answer;
        });
    }

    private Object subaccountBalances() {
        return venue.read(book -> {
            final List<Object> rows = new ArrayList<>();
            for (final Pot pot : book.cash.keySet()) {
                rows.add(Map.of(
                        "subaccount_number",
                        pot.subaccount(),
                        "exchange_index",
                        pot.shard(),
                        "balance",
                        dollars(shown(book, pot)),
                        "updated_ts",
                        settings.clock().instant().getEpochSecond()));
            }
            return Map.of("subaccount_balances", rows);
        });
    }

    /** All subaccounts and shards unless asked for one. */
    private Object orders(Map<String, String> query) {
        final int subaccount = KalshiHandler.integer(query, "subaccount", ALL);
        final int shard = KalshiHandler.integer(query, "exchange_index", ALL);
        final String status = query.getOrDefault("status", "");
        final String ticker = query.getOrDefault("ticker", "");
        final long minMillis = 1_000L * KalshiHandler.integer(query, "min_ts", 0);
        final Predicate<KalshiOrder> asked = order -> (subaccount == ALL || subaccount == order.pot.subaccount())
                && (shard == ALL || shard == order.pot.shard())
                && (status.isEmpty() || status.equals(order.status()))
                && (ticker.isEmpty() || ticker.equals(order.ticker))
                && order.createdMillis >= minMillis;
        return venue.read(book -> page(
                "orders",
                (status.equals("resting") ? book.resting : book.orders)
                        .values().stream().filter(asked).map(KalshiReads::order).toList(),
                query));
    }

    private Object order(String id) throws KalshiRefusal {
        final Object order = venue.read(book -> {
            final KalshiOrder found = book.orders.get(id);
            return found == null ? Map.of() : Map.of("order", order(found));
        });
        if (order.equals(Map.of())) {
            throw KalshiRefusal.nested(404, "not_found", "order not found");
        }
        return order;
    }

    private static Map<String, Object> order(KalshiOrder order) {
        final Map<String, Object> json = new LinkedHashMap<>();
        json.put("order_id", order.id);
        json.put("user_id", "simulated-user");
        json.put("client_order_id", order.clientId);
        json.put("ticker", order.ticker);
        json.put("side", order.bid ? "yes" : "no");
        json.put("action", "buy");
        json.put("outcome_side", order.bid ? "yes" : "no");
        json.put("book_side", order.bid ? "bid" : "ask");
        json.put("type", "limit");
        json.put("status", order.status());
        json.put("yes_price_dollars", price(order.price));
        json.put("no_price_dollars", price(KalshiBook.ONE - order.price));
        json.put("initial_count_fp", count(order.initial));
        json.put("fill_count_fp", count(order.filled));
        json.put("remaining_count_fp", count(order.remaining()));
        json.put("taker_fill_cost_dollars", dollars(order.takerCost));
        json.put("maker_fill_cost_dollars", dollars(order.makerCost));
        json.put("taker_fees_dollars", dollars(order.takerFees));
        json.put("maker_fees_dollars", dollars(order.makerFees));
        json.put("created_time", Instant.ofEpochMilli(order.createdMillis).toString());
        json.put("last_update_time", Instant.ofEpochMilli(order.changedMillis).toString());
        json.put("subaccount_number", order.pot.subaccount());
        json.put("exchange_index", order.pot.shard());
        return json;
    }

    /** The primary account unless asked for another. */
    private Object positions(Map<String, String> query) {
        final int subaccount = KalshiHandler.integer(query, "subaccount", 0);
        final int shard = KalshiHandler.integer(query, "exchange_index", ALL);
        return venue.read(book -> {
            final List<Object> rows = new ArrayList<>();
            book.positions.forEach((pot, each) -> each.forEach((ticker, position) -> {
                if (pot.subaccount() == subaccount && (shard == ALL || shard == pot.shard()) && position != 0) {
                    final Map<String, Object> row = new LinkedHashMap<>();
                    row.put("ticker", ticker);
                    row.put("exchange_index", pot.shard());
                    row.put("position_fp", count(position));
                    row.put("market_exposure_dollars", "0.0000");
                    row.put("total_traded_dollars", "0.0000");
                    row.put("realized_pnl_dollars", "0.0000");
                    row.put("fees_paid_dollars", "0.0000");
                    row.put("last_updated_ts", settings.clock().instant().toString());
                    rows.add(row);
                }
            }));
            final Map<String, Object> page = page("market_positions", rows, query);
            page.put("event_positions", List.of());
            return page;
        });
    }

    private Object fills(Map<String, String> query) {
        final String orderId = query.getOrDefault("order_id", "");
        return venue.read(book -> {
            final List<Object> rows = new ArrayList<>();
            for (final KalshiBook.Fill fill : book.fills) {
                if (orderId.isEmpty() || orderId.equals(fill.order().id)) {
                    final Map<String, Object> row = new LinkedHashMap<>();
                    row.put("fill_id", fill.id());
                    row.put("trade_id", fill.id());
                    row.put("order_id", fill.order().id);
                    row.put("ticker", fill.order().ticker);
                    row.put("market_ticker", fill.order().ticker);
                    row.put("exchange_index", fill.order().pot.shard());
                    row.put("outcome_side", fill.order().bid ? "yes" : "no");
                    row.put("book_side", fill.order().bid ? "bid" : "ask");
                    row.put("count_fp", count(fill.count()));
                    row.put("yes_price_dollars", price(fill.price()));
                    row.put("no_price_dollars", price(KalshiBook.ONE - fill.price()));
                    row.put("is_taker", fill.taker());
                    row.put("fee_cost", dollars(fill.fee()));
                    row.put("created_time", Instant.ofEpochMilli(fill.millis()).toString());
                    row.put("subaccount_number", fill.order().pot.subaccount());
                    rows.add(row);
                }
            }
            return page("fills", rows, query);
        });
    }

    private Object userDataTimestamp() {
        return Map.of("as_of_time", Instant.ofEpochMilli(venue.readMillis()).toString());
    }

    private Object exchangeStatus() {
        return Map.of("exchange_active", true, "trading_active", true, "intra_exchange_transfers_active", true);
    }

    private Object limits() {
        return Map.of(
                "usage_tier",
                "simulated",
                "read",
                Map.of(
                        "refill_rate",
                        settings.readTokensPerSecond(),
                        "bucket_capacity",
                        settings.readTokensPerSecond() * READ_SECONDS),
                "write",
                Map.of(
                        "refill_rate",
                        settings.writeTokensPerSecond(),
                        "bucket_capacity",
                        settings.writeTokensPerSecond()),
                "grants",
                List.of());
    }

    private Object market(String ticker) throws KalshiRefusal {
        final KalshiMarketSpec market = venue.market(ticker);
        if (market == null) {
            throw KalshiRefusal.flat(404, "market_not_found", "market not found");
        }
        final List<Object> ranges = new ArrayList<>();
        for (final KalshiMarketSpec.Range range : market.ranges()) {
            ranges.add(Map.of("start", price(range.start()), "end", price(range.end()), "step", price(range.step())));
        }
        return Map.of(
                "market",
                Map.of(
                        "ticker",
                        market.ticker(),
                        "exchange_index",
                        market.shard(),
                        "market_type",
                        "binary",
                        "status",
                        "active",
                        "notional_value_dollars",
                        "1.0000",
                        "price_level_structure",
                        "simulated",
                        "price_ranges",
                        ranges));
    }

    /** A page from the cursor on; the last has an empty one. */
    private static Map<String, Object> page(String name, List<?> all, Map<String, String> query) {
        final int limit = KalshiHandler.integer(query, "limit", DEFAULT_LIMIT);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be between 1 and " + MOST);
        }
        final int from = Math.min(KalshiHandler.integer(query, "cursor", 0), all.size());
        final int to = Math.min(from + limit, all.size());
        final Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, all.subList(from, to));
        page.put("cursor", to < all.size() ? Integer.toString(to) : "");
        return page;
    }
}
