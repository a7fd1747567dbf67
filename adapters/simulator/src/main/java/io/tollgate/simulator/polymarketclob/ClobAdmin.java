package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.admin.AdminRequest;
import io.tollgate.simulator.admin.AdminVenue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The CLOB for the admin interface. Assets are {@code pUSD} and token numbers. */
public final class ClobAdmin extends AdminVenue {
    /** What may be done. */
    public static final List<AdminOperation> OPERATIONS = AdminOperation.common(
            List.of("size"),
            new AdminOperation(
                    "allow",
                    List.of("spender", "amount"),
                    List.of("asset"),
                    "lets a contract (exchange, negRiskExchange or an address) draw so much, unlimited or none"),
            new AdminOperation("settle", List.of(), List.of("fill"), "the chain confirms a fill, or all of them"),
            new AdminOperation("drop-sockets", List.of(), List.of(), "ends all WebSockets"),
            new AdminOperation("fail", List.of("fill"), List.of(), "a fill is taken back"));

    private static final int SCALE = 6;
    private static final String PUSD = "pUSD";
    private static final int MOST_FILLS = 1000;

    private final ClobSimulator simulator;
    private final ClobVenue venue;

    /** Of a running simulator. */
    public ClobAdmin(ClobSimulator simulator) {
        super("polymarket-clob", OPERATIONS, simulator.wireFaults());
        this.simulator = simulator;
        this.venue = simulator.venue();
    }

    /** Names of the venue's own faults. */
    public static List<String> kinds() {
        return Arrays.stream(ClobFault.values()).map(Enum::name).toList();
    }

    @Override
    protected List<String> ownFaults() {
        return kinds();
    }

    @Override
    public ObjectNode truth() {
        final ObjectNode json = emptyTruth();
        synchronized (venue) {
            for (final String asset : venue.assets()) {
                final long balance = venue.balance(asset);
                final long committed = venue.committed(asset);
                final ObjectNode row = row(json, "balances")
                        .put("account", simulator.account().funder())
                        .put("asset", asset.isEmpty() ? PUSD : asset)
                        .put("balance", decimal(balance, SCALE))
                        .put("committed", decimal(committed, SCALE))
                        .put("available", decimal(balance - committed, SCALE))
                        .put("told", decimal(venue.told(asset), SCALE));
                final ObjectNode allowances = row.putObject("allowances");
                venue.allowances(asset).forEach((spender, units) -> allowances.put(spender, word(units)));
            }
            for (final ClobOrder order : venue.live()) {
                row(json, "orders")
                        .put("order", order.id)
                        .put("market", order.market.conditionId())
                        .put("token", order.request.tokenId())
                        .put("side", order.request.buy() ? "BUY" : "SELL")
                        .put("size", decimal(order.request.shares(), SCALE))
                        .put("filled", decimal(order.matchedShares, SCALE))
                        .put("amount", decimal(order.request.cash(), SCALE))
                        .put("state", order.status);
            }
            final List<ClobTrade> trades = venue.tradesAfter(0);
            for (final ClobTrade trade : trades.subList(Math.max(0, trades.size() - MOST_FILLS), trades.size())) {
                row(json, "fills")
                        .put("fill", trade.id)
                        .put("order", trade.order.id)
                        .put("size", decimal(trade.shares, SCALE))
                        .put("amount", decimal(trade.cash, SCALE))
                        .put("fee", decimal(trade.fee, SCALE))
                        .put("state", trade.status);
            }
        }
        return json;
    }

    private static String word(BigInteger units) {
        return units.equals(ClobVenue.UNLIMITED)
                ? "unlimited"
                : units.signum() == 0 ? "none" : new java.math.BigDecimal(units, SCALE).toPlainString();
    }

    private static String asset(AdminRequest request) {
        final String given = request.text("asset", PUSD);
        if (given.equalsIgnoreCase(PUSD)) {
            return "";
        }
        if (!given.matches("[1-9][0-9]{0,77}")) {
            throw new IllegalArgumentException("asset must be pUSD or a token's number: asset=" + given);
        }
        return given;
    }

    @Override
    protected ObjectNode carryOut(String operation, AdminRequest request) {
        switch (operation) {
            case "fill" -> {
                final String id = request.text("order");
                final ClobOrder order = venue.order(id);
                if (order == null) {
                    throw new IllegalArgumentException(
                            "order must be known: order=" + id + "; GET the venue lists them");
                }
                return told(
                        "fill",
                        venue.fill(id, request.has("size") ? request.units("size", SCALE) : order.restShares()));
            }
            case "cancel" -> {
                if (!venue.cancel(request.text("order"))) {
                    throw new IllegalArgumentException("order must be open: order=" + request.text("order"));
                }
                return done();
            }
            case "allow" -> {
                venue.allow(asset(request), spender(request.text("spender")), allowance(request));
                return done();
            }
            case "settle" -> {
                if (request.has("fill")) {
                    venue.settle(request.text("fill"));
                } else {
                    venue.settleAll();
                }
                return done();
            }
            case "drop-sockets" -> {
                simulator.dropSockets();
                return done();
            }
            case "fail" -> {
                venue.fail(request.text("fill"));
                return done();
            }
            default -> {
                return money(operation, request);
            }
        }
    }

    private ObjectNode money(String operation, AdminRequest request) {
        only(request, "account", simulator.account().funder());
        final String asset = asset(request);
        final long amount = request.units("amount", SCALE);
        if (amount < 0) {
            throw new IllegalArgumentException("amount must be 0 or more: amount=" + request.amount("amount"));
        }
        synchronized (venue) {
            switch (operation) {
                case "deposit" -> venue.deposit(asset, amount);
                case "withdraw" -> venue.deposit(asset, -amount);
                default -> venue.deposit(asset, amount - venue.balance(asset));
            }
            return told("balance", decimal(venue.balance(asset), SCALE));
        }
    }

    private static String spender(String given) {
        return Map.of("exchange", ClobVenue.EXCHANGE, "negriskexchange", ClobVenue.NEG_RISK_EXCHANGE)
                .getOrDefault(given.toLowerCase(Locale.ROOT), given);
    }

    private static BigInteger allowance(AdminRequest request) {
        final String word = request.text("amount", "");
        return switch (word) {
            case "unlimited" -> ClobVenue.UNLIMITED;
            case "none" -> BigInteger.ZERO;
            default -> BigInteger.valueOf(request.units("amount", SCALE));
        };
    }

    @Override
    protected void fault(String kind, int count, AdminRequest request) {
        switch (kind) {
            case "401" -> simulator.fault(ClobFault.UNAUTHORIZED, count);
            case "429" -> simulator.fault(ClobFault.TOO_MANY_REQUESTS, count);
            case "500" -> simulator.fault(ClobFault.SERVER_ERROR, count);
            case "lie" -> simulator.lie(request.units("amount", SCALE), count);
            default -> simulator.fault(ClobFault.valueOf(kind), count);
        }
    }

    @Override
    protected void clearOwnFaults() {
        simulator.clearFaults();
    }
}
