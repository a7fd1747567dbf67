package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.SnapshotSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One read of a pot of cash: the time of the user data, resting orders, positions, the balance, in this order, so that what happens between
 * the requests makes the figure smaller and not larger. With {@link OpenOrderTreatment#NET}, resting orders are read again afterwards, and
 * only what rested both times counts as taken out by the venue.
 *
 * <p>Threading: the feed's.
 */
public final class KalshiBalanceSource implements SnapshotSource {
    private final KalshiConfig config;
    private final KalshiApi api;
    private final UserDataTime userDataTime;
    private final BalanceDecoder balances;
    private final Commitments commitments;
    private int tokens;

    /** Reads with a budget of the caller's: this has none. */
    public KalshiBalanceSource(KalshiConfig config) {
        this.config = config;
        this.api = new KalshiApi(config);
        this.userDataTime = new UserDataTime(config, api);
        this.balances = new BalanceDecoder(config.exchangeIndex());
        // what others' orders may take is rounded up; what the venue is believed to have taken out, down
        this.commitments = config.openOrders().isGross()
                ? new Commitments(config.fees().feeRule(), false)
                : new Commitments(FeeRule.none(), true);
        final boolean twice = config.readRestingOrders() && !config.openOrders().isGross();
        this.tokens = KalshiRateLimits.DEFAULT_COST
                * (1
                        + (config.readUserDataTime() ? 1 : 0)
                        + (config.readRestingOrders() ? 1 : 0)
                        + (config.readPositions() ? 1 : 0)
                        + (twice ? 1 : 0));
    }

    @Override
    public String name() {
        return config.where();
    }

    /** What the last read took: pages come and go. */
    @Override
    public int tokens() {
        return tokens;
    }

    @Override
    public void reauthenticate() {
        api.correctClock();
    }

    @Override
    public Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        final Reading reading = readAll(calls);
        tokens = api.takeRequestCount() * KalshiRateLimits.DEFAULT_COST;
        return reading;
    }

    private Reading readAll(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        api.takeRequestCount();
        final long beginNanos = calls.nowNanos();
        final long completeNanos = config.readUserDataTime() ? userDataTime.completeNanos(calls) : beginNanos;
        final Map<String, RestingOrder> resting = config.readRestingOrders() ? resting(calls) : Map.of();
        final Map<String, Long> positions = config.readPositions() ? positions(calls) : Map.of();
        final HttpClient.Answer answer =
                api.get(calls, "balance", api.scopedUrl("portfolio", "balance").build());
        final long balance = balances.read(Json.read(answer.body()));

        final long ledger;
        final long netSpendable;
        final long openOrders;
        if (!config.readRestingOrders()) {
            ledger = balance;
            netSpendable = Snapshot.UNKNOWN;
            openOrders = 0;
        } else if (config.openOrders().isGross()) {
            ledger = balance;
            if (config.ownOrderPrefix().isEmpty()) {
                openOrders = commitments.sum(resting.values(), positions);
                netSpendable = Math.subtractExact(balance, openOrders);
            } else {
                // our own orders are what the gate holds; the position may be closed by them, so it covers no others
                openOrders = 0;
                netSpendable = Math.subtractExact(balance, commitments.sum(foreign(resting), Map.of()));
            }
        } else {
            final List<RestingOrder> both = both(resting, resting(calls));
            openOrders = commitments.sum(config.ownOrderPrefix().isEmpty() ? both : own(both), positions);
            ledger = Math.addExact(balance, commitments.sum(both, positions));
            netSpendable = balance;
        }
        final Snapshot snapshot =
                new Snapshot(ledger, netSpendable, openOrders, Snapshot.NO_TIME, completeNanos, answer.arrivalNanos());
        return new Reading(
                snapshot,
                config.readPositions() ? positionsRead(positions, completeNanos, answer.arrivalNanos()) : null);
    }

    private Map<String, RestingOrder> resting(Calls calls)
            throws IOException, MalformedMessageException, RefusedException {
        return KalshiOrders.resting(api, config, calls);
    }

    private List<RestingOrder> foreign(Map<String, RestingOrder> resting) {
        return resting.values().stream().filter(order -> !isOwn(order)).toList();
    }

    private List<RestingOrder> own(List<RestingOrder> resting) {
        return resting.stream().filter(this::isOwn).toList();
    }

    private boolean isOwn(RestingOrder order) {
        return order.order().clientOrderId().startsWith(config.ownOrderPrefix());
    }

    /** What rested before and after, at the smaller size; not what changed its price between. */
    private static List<RestingOrder> both(Map<String, RestingOrder> before, Map<String, RestingOrder> after) {
        final List<RestingOrder> both = new ArrayList<>();
        for (final RestingOrder first : before.values()) {
            final RestingOrder second = after.get(first.order().venueOrderId());
            if (second == null || second.order().limitPrice() != first.order().limitPrice()) {
                continue;
            }
            both.add(second.remaining() < first.remaining() ? second : first);
        }
        return both;
    }

    private Map<String, Long> positions(Calls calls) throws IOException, MalformedMessageException, RefusedException {
        final Map<String, Long> positions = new HashMap<>();
        final Set<String> seen = new HashSet<>();
        api.list(
                calls,
                "market_positions",
                api.scopedUrl("portfolio", "positions")
                        .addQueryParameter("count_filter", "position")
                        .build(),
                row -> position(row, seen, positions));
        return positions;
    }

    private void position(JsonNode row, Set<String> seen, Map<String, Long> positions)
            throws MalformedMessageException {
        if (!Json.isAbsent(row, "exchange_index") && Json.integer(row, "exchange_index") != config.exchangeIndex()) {
            return;
        }
        final String ticker = Json.text(row, "ticker");
        if (!seen.add(ticker)) {
            throw new MalformedMessageException("market_positions must have one row a market: one comes twice");
        }
        final long floor = Json.amount(row, "position_fp", KalshiFees.COUNT_SCALE);
        final long ceil = Json.amountUp(row, "position_fp", KalshiFees.COUNT_SCALE);
        final long quantity = floor < 0 ? ceil : floor;
        if (quantity != 0) {
            positions.put(ticker, quantity);
        }
    }

    /**
     * The venue has taken the whole price of NO out of the cash, so there is no margin besides. What is short of YES is told as long of NO too,
     * for lines of either kind.
     */
    private static PositionsRead positionsRead(Map<String, Long> positions, long requestNanos, long arrivalNanos) {
        final List<PositionsRead.Position> told = new ArrayList<>();
        positions.forEach((ticker, quantity) -> {
            told.add(new PositionsRead.Position(ticker, quantity));
            if (quantity < 0) {
                told.add(new PositionsRead.Position(KalshiMarket.noInstrument(ticker), -quantity));
            }
        });
        return new PositionsRead(told, 0, requestNanos, arrivalNanos);
    }
}
