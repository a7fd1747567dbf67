package io.tollgate.simulator.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.admin.AdminOperation;
import io.tollgate.simulator.admin.AdminRequest;
import io.tollgate.simulator.admin.AdminVenue;
import io.tollgate.simulator.kalshi.KalshiOrder.Pot;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kalshi for the admin interface. An account is {@code SUBACCOUNT/EXCHANGEINDEX}: {@code 0/0} is the primary account on shard 0. */
public final class KalshiAdmin extends AdminVenue {
    /** What may be done. */
    public static final List<AdminOperation> OPERATIONS = AdminOperation.common(
            List.of("size"),
            new AdminOperation("settle", List.of("market", "outcome"), List.of(), "pays out a market: yes or no"),
            new AdminOperation("hold-reads", List.of(), List.of(), "reads show this moment, whatever happens"),
            new AdminOperation("release-reads", List.of(), List.of(), "reads are up to date again"));

    private static final int SCALE = 6;
    private static final int COUNT_SCALE = 2;
    private static final int PRICE_SCALE = 4;
    private static final int MOST_FILLS = 1000;
    private static final Pattern ACCOUNT = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

    private final KalshiSimulator simulator;
    private final KalshiVenue venue;

    /** Of a running simulator. */
    public KalshiAdmin(KalshiSimulator simulator) {
        super("kalshi", OPERATIONS, simulator.wireFaults());
        this.simulator = simulator;
        this.venue = simulator.venue();
    }

    /** Names of the venue's own faults. */
    public static List<String> kinds() {
        return Arrays.stream(KalshiFault.values()).map(Enum::name).toList();
    }

    @Override
    protected List<String> ownFaults() {
        return kinds();
    }

    @Override
    public ObjectNode truth() {
        final ObjectNode json = emptyTruth();
        return venue.ask(book -> {
            book.cash.forEach((pot, micros) -> row(json, "balances")
                    .put("account", account(pot))
                    .put("asset", "USD")
                    .put("balance", decimal(micros, SCALE))
                    .put("committed", decimal(book.committed(pot), SCALE))
                    .put("available", decimal(micros - book.committed(pot), SCALE)));
            book.resting.values().forEach(order -> row(json, "orders")
                    .put("order", order.id)
                    .put("clientOrder", order.clientId)
                    .put("account", account(order.pot))
                    .put("market", order.ticker)
                    .put("side", order.bid ? "bid" : "ask")
                    .put("price", decimal(order.price, PRICE_SCALE))
                    .put("size", decimal(order.initial, COUNT_SCALE))
                    .put("filled", decimal(order.filled, COUNT_SCALE))
                    .put("state", order.status()));
            book.fills.stream()
                    .skip(Math.max(0, book.fills.size() - MOST_FILLS))
                    .forEach(fill -> row(json, "fills")
                            .put("fill", fill.id())
                            .put("order", fill.order().id)
                            .put("size", decimal(fill.count(), COUNT_SCALE))
                            .put("price", decimal(fill.price(), PRICE_SCALE))
                            .put("fee", decimal(fill.fee(), SCALE)));
            return json;
        });
    }

    private static String account(Pot pot) {
        return pot.subaccount() + "/" + pot.shard();
    }

    private Pot pot(AdminRequest request) {
        if (!request.has("account")) {
            final List<Pot> all = venue.ask(book -> List.copyOf(book.cash.keySet()));
            if (all.size() == 1) {
                return all.get(0);
            }
            throw new IllegalArgumentException("account must be given, for there are several: "
                    + all.stream().map(KalshiAdmin::account).toList());
        }
        final Matcher matcher = ACCOUNT.matcher(request.text("account"));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("account must be SUBACCOUNT/EXCHANGEINDEX: account="
                    + request.text("account") + "; the primary account on shard 0 is 0/0");
        }
        return new Pot(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    protected ObjectNode carryOut(String operation, AdminRequest request) {
        switch (operation) {
            case "fill" -> {
                final KalshiOrder order = resting(request.text("order"));
                venue.fill(order.id, request.has("size") ? request.units("size", COUNT_SCALE) : order.remaining());
                return done();
            }
            case "cancel" -> {
                final KalshiOrder order = resting(request.text("order"));
                try {
                    venue.cancel(order.id, order.pot.subaccount(), order.pot.shard());
                } catch (KalshiRefusal ended) {
                    throw new IllegalArgumentException("order must rest: order=" + order.id, ended);
                }
                return done();
            }
            case "settle" -> {
                final String outcome = request.text("outcome");
                if (!outcome.equals("yes") && !outcome.equals("no")) {
                    throw new IllegalArgumentException("outcome must be yes or no: outcome=" + outcome);
                }
                venue.settle(request.text("market"), outcome.equals("yes"));
                return done();
            }
            case "hold-reads" -> {
                venue.holdReads();
                return done();
            }
            case "release-reads" -> {
                venue.releaseReads();
                return done();
            }
            default -> {
                return money(operation, request);
            }
        }
    }

    private ObjectNode money(String operation, AdminRequest request) {
        only(request, "asset", "USD");
        final Pot pot = pot(request);
        final long amount = request.units("amount", SCALE);
        if (amount < 0) {
            throw new IllegalArgumentException("amount must be 0 or more: amount=" + request.amount("amount"));
        }
        switch (operation) {
            case "deposit" -> venue.addCash(pot, amount);
            case "withdraw" -> withdraw(pot, amount);
            default -> venue.setCash(pot, amount);
        }
        return told("balance", decimal(simulator.cashMicros(pot.subaccount(), pot.shard()), SCALE));
    }

    private void withdraw(Pot pot, long amount) {
        venue.ask(book -> {
            final long cash = book.cash.getOrDefault(pot, 0L);
            if (amount > cash) {
                throw new IllegalArgumentException("a withdrawal must be covered: balance=" + decimal(cash, SCALE)
                        + " amount=" + decimal(amount, SCALE));
            }
            return book.cash.put(pot, cash - amount);
        });
    }

    private KalshiOrder resting(String name) {
        return venue.ask(book -> {
            final KalshiOrder order = book.resting.containsKey(name) ? book.resting.get(name) : book.byClientId(name);
            if (order == null || !order.resting) {
                throw new IllegalArgumentException("order must rest: order=" + name + "; GET the venue lists them");
            }
            return order;
        });
    }

    @Override
    protected void fault(String kind, int count, AdminRequest request) {
        switch (kind) {
            case "401" -> simulator.fail(KalshiFault.UNAUTHORIZED, count, 0);
            case "429" -> simulator.fail(KalshiFault.TOO_MANY_REQUESTS, count, 0);
            case "500" -> simulator.fail(KalshiFault.INTERNAL_ERROR, count, 0);
            case "lie" -> simulator.fail(KalshiFault.LIE, count, request.units("amount", SCALE));
            default ->
                simulator.fail(
                        KalshiFault.valueOf(kind),
                        count,
                        kind.equals("LIE") ? request.units("amount", SCALE) : request.number("millis", 0));
        }
    }

    @Override
    protected void clearOwnFaults() {
        simulator.clearFaults();
    }
}
