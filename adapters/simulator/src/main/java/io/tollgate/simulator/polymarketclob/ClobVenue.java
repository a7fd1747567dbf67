package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The truth of the simulated venue: balances on the chain, allowances, orders, trades, and the rule by which orders are taken. Amounts are
 * millionths; an asset is a token's number, or empty for pUSD.
 *
 * <p>Threading: any thread; one thing at a time.
 */
public final class ClobVenue {
    /** An allowance without an end. */
    public static final BigInteger UNLIMITED = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    /** Draws for usual markets. */
    public static final String EXCHANGE = "0xe111180000d2663c0091e4f400237545b87b996b";
    /** Draws for neg-risk markets. */
    public static final String NEG_RISK_EXCHANGE = "0xe2222d279d744050d28e00520010520000310f59";

    private static final int HISTORY = 100_000;

    private final ClobAccount account;
    private final InstantSource clock;
    private final Map<String, ClobMarketSpec> markets = new HashMap<>();
    private final Map<String, Long> chain = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, Map<String, BigInteger>> allowances = new HashMap<>();
    private final ClobRecords records;
    private @Nullable Consumer<ObjectNode> listener;

    /** Without money, markets and orders. */
    public ClobVenue(ClobAccount account, InstantSource clock) {
        this(account, clock, HISTORY);
    }

    /**
     * Without money, markets and orders.
     *
     * @param clock its time of day
     * @param history how many orders and how many trades that are over are still told; what is open always is
     */
    public ClobVenue(ClobAccount account, InstantSource clock, int history) {
        this.account = account;
        this.clock = clock;
        this.records = new ClobRecords(account.perMarket(), history);
    }

    /** Who is told what happens to orders and trades, as the venue's user channel writes it; on the thread that made it happen, under the lock. */
    synchronized void listen(Consumer<ObjectNode> newListener) {
        listener = newListener;
    }

    private void tell(String type, ClobOrder order) {
        final Consumer<ObjectNode> to = listener;
        if (to != null) {
            to.accept(ClobJson.event("order", type, ClobJson.order(order), clock));
        }
    }

    private void tell(ClobTrade trade) {
        final Consumer<ObjectNode> to = listener;
        if (to != null) {
            to.accept(ClobJson.event("trade", "TRADE", ClobJson.trade(trade), clock));
        }
    }

    /** Lists a market. */
    public synchronized void list(ClobMarketSpec market) {
        market.tokens().forEach(token -> markets.put(token, market));
    }

    /** Moves money on the chain; negative for a withdrawal. What the venue tells follows when it looks. */
    public synchronized void deposit(String asset, long micros) {
        final long balance = chain.getOrDefault(asset, 0L) + micros;
        if (balance < 0) {
            throw new IllegalArgumentException("a withdrawal must be covered: asset=" + asset + " balance=" + balance);
        }
        chain.put(asset, balance);
    }

    /** Sets what a contract may draw of an asset. */
    public synchronized void allow(String asset, String spender, BigInteger micros) {
        allowances.computeIfAbsent(asset, key -> new LinkedHashMap<>()).put(spender.toLowerCase(Locale.ROOT), micros);
    }

    /** What the wallet holds on the chain. */
    public synchronized long balance(String asset) {
        return chain.getOrDefault(asset, 0L);
    }

    /** Whatever the wallet holds, has held or may be drawn of: empty for pUSD, first. */
    synchronized Set<String> assets() {
        final Set<String> assets = new TreeSet<>(chain.keySet());
        assets.add("");
        assets.addAll(allowances.keySet());
        return assets;
    }

    /** What the venue tells of it; looks at the chain first unless it lags. */
    public synchronized long told(String asset) {
        return account.laggingBalances() ? told.getOrDefault(asset, 0L) : balance(asset);
    }

    /** The venue looks at the chain. */
    public synchronized void look(String asset) {
        told.put(asset, balance(asset));
    }

    synchronized Map<String, BigInteger> allowances(String asset) {
        final Map<String, BigInteger> all = new LinkedHashMap<>();
        all.put(EXCHANGE, BigInteger.ZERO);
        all.put(NEG_RISK_EXCHANGE, BigInteger.ZERO);
        all.putAll(allowances.getOrDefault(asset, Map.of()));
        return all;
    }

    synchronized @Nullable ClobMarketSpec market(Predicate<ClobMarketSpec> which) {
        return markets.values().stream().filter(which).findFirst().orElse(null);
    }

    synchronized @Nullable ClobMarketSpec marketOf(String tokenId) {
        return markets.get(tokenId);
    }

    static String spender(ClobMarketSpec market) {
        return market.negRisk() ? NEG_RISK_EXCHANGE : EXCHANGE;
    }

    /** The order's hash, which the signer signs. */
    byte[] digest(ClobOrderRequest request, ClobMarketSpec market) {
        return TypedData.order(account.chainId(), spender(market), "2", request);
    }

    /**
     * Takes an order or refuses it, by the venue's own rule on the truth: balance ≥ active + matched + order amount with fees, and the
     * spender's allowance. Signature and credentials are the wire's business.
     */
    public synchronized ClobAnswer submit(ClobOrderRequest request) {
        final ClobMarketSpec market = markets.get(request.tokenId());
        return place(market == null ? "" : "0x" + HexFormat.of().formatHex(digest(request, market)), request);
    }

    /** As {@link #submit}, with a name of the caller's in place of the order's hash, which costs more than all the rest. */
    public ClobAnswer place(String orderId, ClobOrderRequest request) {
        return place(orderId, account.apiKey(), request);
    }

    /** Likewise, for another of the owner's API keys. */
    public synchronized ClobAnswer place(String orderId, String apiKey, ClobOrderRequest request) {
        final ClobMarketSpec market = markets.get(request.tokenId());
        final String refusal = refusal(orderId, request, 0, 0);
        if (market == null || !refusal.isEmpty()) {
            return ClobAnswer.refused(market == null ? "" : orderId, refusal);
        }
        final ClobOrder order =
                new ClobOrder(orderId, apiKey, request, market, clock.instant().getEpochSecond());
        records.add(order);
        tell("PLACEMENT", order);
        if (request.orderType().equals("FOK") || request.orderType().equals("FAK")) {
            final String trade = match(order, request.shares(), true);
            return new ClobAnswer(true, orderId, "matched", "", List.of(trade));
        }
        return new ClobAnswer(true, orderId, "live", "", List.of());
    }

    /** Whether an order that was not asked for before would be taken now; nothing is placed. */
    public boolean wouldAccept(ClobOrderRequest request) {
        return wouldAccept(request, 0, 0);
    }

    /**
     * Whether it would be, had some money not gone.
     *
     * @param outflow of the asset that the order draws on: what withdrawals, fills and orders of others took
     * @param drawn of the spender's allowance
     */
    public synchronized boolean wouldAccept(ClobOrderRequest request, long outflow, long drawn) {
        return refusal("", request, outflow, drawn).isEmpty();
    }

    /** The rule: the venue's words, or empty. */
    private String refusal(String id, ClobOrderRequest request, long outflow, long drawn) {
        final ClobMarketSpec market = markets.get(request.tokenId());
        if (market == null) {
            return "the orderbook " + request.tokenId() + " does not exist";
        }
        final String misfit = misfit(request, market, id);
        if (!misfit.isEmpty()) {
            return misfit;
        }
        final long amount = ClobOrder.draws(request, market, request.shares());
        final String asset = ClobOrder.asset(request);
        final long balance = balance(asset) + outflow;
        final long active = records.active(asset, market);
        final long matched = records.matched(asset, market);
        if (balance < active + matched + amount) {
            return notEnough(balance, active, matched, amount, request.buy());
        }
        final BigInteger allowance = allowance(asset, spender(market)).add(BigInteger.valueOf(drawn));
        if (allowance.compareTo(BigInteger.valueOf(amount)) < 0) {
            return "not enough balance / allowance: the allowance is not enough -> allowance: " + allowance
                    + ", order amount: " + amount;
        }
        return "";
    }

    /** What a contract may draw of an asset. */
    public synchronized BigInteger allowance(String asset, String spender) {
        final Map<String, BigInteger> of = allowances.get(asset);
        return of == null ? BigInteger.ZERO : of.getOrDefault(spender, BigInteger.ZERO);
    }

    private String misfit(ClobOrderRequest request, ClobMarketSpec market, String id) {
        if (records.order(id) != null) {
            return "order " + id + " is invalid. Duplicated.";
        }
        final long shares = request.shares();
        if (shares <= 0 || request.cash() <= 0 || request.cash() >= shares) {
            return "invalid amounts, they must be above zero and the price below one";
        }
        if (shares < market.minShares() * 1_000_000L) {
            return "order " + id + " is invalid. Size (" + shares / 1_000_000 + ") lower than the minimum: "
                    + market.minShares();
        }
        final BigInteger[] price = BigInteger.valueOf(request.cash())
                .multiply(BigInteger.valueOf(10_000))
                .divideAndRemainder(BigInteger.valueOf(shares));
        final boolean market4 = request.orderType().startsWith("F");
        if (!market4 && (price[1].signum() != 0 || shares % 10_000 != 0)) {
            return "invalid amounts, the " + (request.buy() ? "buy" : "sell")
                    + " orders maker amount supports a max accuracy of 4 decimals, taker amount a max of 2 decimals";
        }
        if (!market4 && price[0].longValueExact() % market.tickUnits() != 0) {
            return "order " + id + " is invalid. Price (" + price[0] + "/10000) breaks minimum tick size rule: "
                    + market.tickUnits() + "/10000";
        }
        return "";
    }

    private static String notEnough(long balance, long active, long matched, long amount, boolean fees) {
        final StringBuilder text = new StringBuilder(
                        "not enough balance / allowance: the balance is not enough -> balance: ")
                .append(balance);
        if (active > 0) {
            text.append(", sum of active orders: ").append(active);
        }
        if (matched > 0) {
            text.append(", sum of matched orders: ").append(matched);
        }
        return text.append(fees ? ", order amount (inc. fees): " : ", order amount: ")
                .append(amount)
                .toString();
    }

    /** Fills a resting order as its maker, at its own price. Returns the trade's id. */
    public String fill(String orderId, long shares) {
        return fill(orderId, shares, false);
    }

    /** Fills a live order, at its own price; as a taker it pays the fee. Returns the trade's id. */
    public synchronized String fill(String orderId, long shares, boolean taker) {
        final ClobOrder order = records.order(orderId);
        if (order == null || !order.isLive() || shares <= 0 || shares > order.restShares()) {
            throw new IllegalArgumentException("a fill must be of a live order and within its rest: orderId=" + orderId
                    + " shares=" + shares + "; see orders");
        }
        return match(order, shares, taker);
    }

    private String match(ClobOrder order, long shares, boolean taker) {
        final long cash = order.cashOf(shares);
        final long fee = taker ? order.market.feeMicros(shares, cash, false) : 0;
        final ClobTrade trade =
                records.match(order, shares, cash, fee, taker, clock.instant().getEpochSecond());
        order.matchedShares += shares;
        if (order.restShares() == 0) {
            order.status = "MATCHED";
        }
        records.changed(order);
        tell("UPDATE", order);
        tell(trade);
        return trade.id;
    }

    /** The chain has confirmed a trade: the money moves. What the venue tells follows when it looks. */
    public synchronized void settle(String tradeId) {
        final ClobTrade trade = unsettled(tradeId);
        records.settled(trade, "CONFIRMED");
        tell(trade);
        final ClobOrderRequest request = trade.order.request;
        final String in = request.buy() ? request.tokenId() : "";
        chain.merge(trade.order.asset(), -trade.outflow(), Long::sum);
        chain.merge(in, request.buy() ? trade.shares : trade.cash - trade.fee, Long::sum);
        final Map<String, BigInteger> drawn = allowances.get(trade.order.asset());
        if (request.buy() && drawn != null) {
            drawn.computeIfPresent(
                    spender(trade.order.market),
                    (key, left) -> left.equals(UNLIMITED) ? left : left.subtract(BigInteger.valueOf(trade.outflow())));
        }
    }

    /** Confirms all that is matched. */
    public synchronized void settleAll() {
        records.unsettled().forEach(trade -> settle(trade.id));
    }

    /** A trade is taken back: nothing moves. */
    public synchronized void fail(String tradeId) {
        final ClobTrade trade = unsettled(tradeId);
        records.settled(trade, "FAILED");
        tell(trade);
    }

    private ClobTrade unsettled(String tradeId) {
        final ClobTrade trade = records.trade(tradeId);
        if (trade == null || !trade.isUnsettled()) {
            throw new IllegalArgumentException("a trade must be there and not settled: tradeId=" + tradeId);
        }
        return trade;
    }

    /** Cancels an order; false if there is none that lives. */
    public synchronized boolean cancel(String orderId) {
        final ClobOrder order = records.order(orderId);
        if (order == null || !order.isLive()) {
            return false;
        }
        order.status = "CANCELED";
        records.changed(order);
        tell("CANCELLATION", order);
        return true;
    }

    /** What open orders and trades that are not settled draw of an asset, over the whole account. */
    public synchronized long committed(String asset) {
        return records.drawn(asset);
    }

    synchronized List<ClobOrder> live() {
        return records.live();
    }

    synchronized @Nullable ClobOrder order(String orderId) {
        return records.order(orderId);
    }

    synchronized List<ClobTrade> tradesAfter(long seconds) {
        return records.tradesAfter(seconds);
    }

    /** Shares of an order that are left; 0 if it is over or not known. */
    public synchronized long restShares(String orderId) {
        final ClobOrder order = records.order(orderId);
        return order == null || !order.isLive() ? 0 : order.restShares();
    }

    /** Trades that are not settled, oldest first. */
    public synchronized List<String> unsettledTrades() {
        return records.unsettled().stream().map(trade -> trade.id).toList();
    }

    /** Ids of the live orders, oldest first. */
    public synchronized List<String> liveOrders() {
        return live().stream().map(order -> order.id).toList();
    }
}
