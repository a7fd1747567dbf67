package io.tollgate.simulator.polymarketclob;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final ClobAccount account;
    private final InstantSource clock;
    private final Map<String, ClobMarketSpec> markets = new HashMap<>();
    private final Map<String, Long> chain = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, Map<String, BigInteger>> allowances = new HashMap<>();
    private final Map<String, ClobOrder> orders = new LinkedHashMap<>();
    private final Map<String, ClobTrade> trades = new LinkedHashMap<>();
    private long nextTrade = 1;

    /** Without money, markets and orders. */
    public ClobVenue(ClobAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
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

    /** What the venue tells of it; looks at the chain first unless it lags. */
    synchronized long told(String asset) {
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
        if (market == null) {
            return ClobAnswer.refused("", "the orderbook " + request.tokenId() + " does not exist");
        }
        final String id = "0x" + HexFormat.of().formatHex(digest(request, market));
        final String misfit = misfit(request, market, id);
        if (!misfit.isEmpty()) {
            return ClobAnswer.refused(id, misfit);
        }
        final ClobOrder order =
                new ClobOrder(id, request, market, clock.instant().getEpochSecond());
        final long amount = order.draws(request.shares());
        final String asset = order.asset();
        final long balance = balance(asset);
        final long active = active(asset, market);
        final long matched = matched(asset, market);
        if (balance < active + matched + amount) {
            return ClobAnswer.refused(id, notEnough(balance, active, matched, amount, request.buy()));
        }
        final BigInteger allowance = allowances(asset).getOrDefault(spender(market), BigInteger.ZERO);
        if (allowance.compareTo(BigInteger.valueOf(amount)) < 0) {
            return ClobAnswer.refused(
                    id,
                    "not enough balance / allowance: the allowance is not enough -> allowance: " + allowance
                            + ", order amount: " + amount);
        }
        orders.put(id, order);
        if (request.orderType().equals("FOK") || request.orderType().equals("FAK")) {
            final String trade = match(order, request.shares(), true);
            return new ClobAnswer(true, id, "matched", "", List.of(trade));
        }
        return new ClobAnswer(true, id, "live", "", List.of());
    }

    private String misfit(ClobOrderRequest request, ClobMarketSpec market, String id) {
        if (orders.containsKey(id)) {
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

    private boolean counts(ClobOrder order, String asset, ClobMarketSpec market) {
        return order.asset().equals(asset)
                && (!account.perMarket() || order.market.conditionId().equals(market.conditionId()));
    }

    private long active(String asset, ClobMarketSpec market) {
        return orders.values().stream()
                .filter(order -> order.isLive() && counts(order, asset, market))
                .mapToLong(order -> order.draws(order.restShares()))
                .sum();
    }

    private long matched(String asset, ClobMarketSpec market) {
        return trades.values().stream()
                .filter(trade -> trade.isUnsettled() && counts(trade.order, asset, market))
                .mapToLong(ClobTrade::outflow)
                .sum();
    }

    /** Fills a resting order as its maker, at its own price. Returns the trade's id. */
    public synchronized String fill(String orderId, long shares) {
        final ClobOrder order = orders.get(orderId);
        if (order == null || !order.isLive() || shares <= 0 || shares > order.restShares()) {
            throw new IllegalArgumentException("a fill must be of a live order and within its rest: orderId=" + orderId
                    + " shares=" + shares + "; see orders");
        }
        return match(order, shares, false);
    }

    private String match(ClobOrder order, long shares, boolean taker) {
        final long cash = order.cashOf(shares);
        final long fee = taker ? order.market.feeMicros(shares, cash, false) : 0;
        final String id = "trade-" + nextTrade++;
        trades.put(
                id,
                new ClobTrade(
                        id, order, shares, cash, fee, taker, clock.instant().getEpochSecond()));
        order.matchedShares += shares;
        if (order.restShares() == 0) {
            order.status = "MATCHED";
        }
        return id;
    }

    /** The chain has confirmed a trade: the money moves. What the venue tells follows when it looks. */
    public synchronized void settle(String tradeId) {
        final ClobTrade trade = unsettled(tradeId);
        trade.status = "CONFIRMED";
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
        new ArrayList<>(trades.values()).stream().filter(ClobTrade::isUnsettled).forEach(trade -> settle(trade.id));
    }

    /** A trade is taken back: nothing moves. */
    public synchronized void fail(String tradeId) {
        unsettled(tradeId).status = "FAILED";
    }

    private ClobTrade unsettled(String tradeId) {
        final ClobTrade trade = trades.get(tradeId);
        if (trade == null || !trade.isUnsettled()) {
            throw new IllegalArgumentException("a trade must be there and not settled: tradeId=" + tradeId);
        }
        return trade;
    }

    /** Cancels an order; false if there is none that lives. */
    public synchronized boolean cancel(String orderId) {
        final ClobOrder order = orders.get(orderId);
        if (order == null || !order.isLive()) {
            return false;
        }
        order.status = "CANCELED";
        return true;
    }

    synchronized List<ClobOrder> live() {
        return orders.values().stream().filter(ClobOrder::isLive).toList();
    }

    synchronized @Nullable ClobOrder order(String orderId) {
        return orders.get(orderId);
    }

    synchronized List<ClobTrade> trades() {
        return List.copyOf(trades.values());
    }

    /** Ids of the live orders, oldest first. */
    public synchronized List<String> liveOrders() {
        return live().stream().map(order -> order.id).toList();
    }
}
