package io.tollgate.simulator.polymarketclob;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Orders and trades: all that are open, the newest of those that are over, and what the open ones draw, summed as they change, so that an
 * order is judged in constant time however many there were. Under the venue's lock.
 */
final class ClobRecords {
    /** What is drawn of one asset, and of it by each market. */
    private static final class Drawn {
        private long active;
        private long matched;
        private final Map<String, long[]> byMarket = new HashMap<>();
    }

    private static final long[] NOTHING = new long[2];

    private final boolean perMarket;
    private final int most;
    private final Map<String, ClobOrder> orders = new HashMap<>();
    private final Map<String, ClobOrder> live = new LinkedHashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private final TreeMap<Long, ClobTrade> trades = new TreeMap<>();
    private final Map<Long, ClobTrade> unsettled = new LinkedHashMap<>();
    private final Deque<Long> settled = new ArrayDeque<>();
    private final Map<String, Drawn> drawn = new HashMap<>();
    private long nextTrade = 1;
    private long lastMatchSeconds = Long.MIN_VALUE;

    /**
     * @param perMarket whether an order is judged by its market's sums alone
     * @param most orders and trades that are over and still told, each
     */
    ClobRecords(boolean perMarket, int most) {
        this.perMarket = perMarket;
        this.most = most;
    }

    @Nullable
    ClobOrder order(String orderId) {
        return orders.get(orderId);
    }

    List<ClobOrder> live() {
        return List.copyOf(live.values());
    }

    void add(ClobOrder order) {
        orders.put(order.id, order);
        changed(order);
    }

    /** Its status or its rest is another one now. */
    void changed(ClobOrder order) {
        final long draws = order.isLive() ? order.draws(order.restShares()) : 0;
        sum(order, draws - order.counted, 0);
        order.counted = draws;
        if (order.isLive()) {
            live.put(order.id, order);
        } else {
            live.remove(order.id);
            ended.add(order.id);
            if (ended.size() > most) {
                orders.remove(ended.remove());
            }
        }
    }

    /** A trade that is not settled. Times never fall, whatever the clock does. */
    ClobTrade match(ClobOrder order, long shares, long cash, long fee, boolean taker, long nowSeconds) {
        lastMatchSeconds = Math.max(lastMatchSeconds, nowSeconds);
        final ClobTrade trade = new ClobTrade(nextTrade, order, shares, cash, fee, taker, lastMatchSeconds);
        trades.put(trade.number, trade);
        unsettled.put(trade.number, trade);
        nextTrade++;
        sum(order, 0, trade.outflow());
        return trade;
    }

    /** A trade's status is {@code CONFIRMED} or {@code FAILED} from now on. */
    void settled(ClobTrade trade, String status) {
        trade.status = status;
        unsettled.remove(trade.number);
        sum(trade.order, 0, -trade.outflow());
        settled.add(trade.number);
        if (settled.size() > most) {
            trades.remove(settled.remove());
        }
    }

    @Nullable
    ClobTrade trade(String tradeId) {
        final String number = tradeId.startsWith(ClobTrade.PREFIX) ? tradeId.substring(ClobTrade.PREFIX.length()) : "";
        return number.matches("[0-9]{1,18}") ? trades.get(Long.valueOf(number)) : null;
    }

    /** Matched after a time, oldest first. */
    List<ClobTrade> tradesAfter(long seconds) {
        final List<ClobTrade> found = new ArrayList<>();
        for (final ClobTrade trade : trades.descendingMap().values()) {
            if (trade.matchSeconds <= seconds) {
                break;
            }
            found.add(trade);
        }
        Collections.reverse(found);
        return found;
    }

    List<ClobTrade> unsettled() {
        return List.copyOf(unsettled.values());
    }

    /** What open orders draw of an asset, as the venue sums it for an order of this market. */
    long active(String asset, ClobMarketSpec market) {
        final Drawn of = drawn.get(asset);
        return of == null ? 0 : perMarket ? of.byMarket.getOrDefault(market.conditionId(), NOTHING)[0] : of.active;
    }

    /** Likewise what is matched and not settled. */
    long matched(String asset, ClobMarketSpec market) {
        final Drawn of = drawn.get(asset);
        return of == null ? 0 : perMarket ? of.byMarket.getOrDefault(market.conditionId(), NOTHING)[1] : of.matched;
    }

    /** Open orders and trades that are not settled, over the account. */
    long drawn(String asset) {
        final Drawn of = drawn.get(asset);
        return of == null ? 0 : of.active + of.matched;
    }

    private void sum(ClobOrder order, long active, long matched) {
        final Drawn of = drawn.computeIfAbsent(order.asset(), unused -> new Drawn());
        of.active += active;
        of.matched += matched;
        final long[] here = of.byMarket.computeIfAbsent(order.market.conditionId(), unused -> new long[2]);
        here[0] += active;
        here[1] += matched;
    }
}
