package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.FeeSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A venue whose time is moved by the test: steps run in order of their due time, on the test's thread. */
final class ManualVenue implements Timers {
    static final String SYMBOL = "sim-event-a";
    static final String OTHER = "sim-event-b";

    private record Step(long dueMicros, long order, Runnable task) {}

    final List<List<VenueEvent>> transactions = new ArrayList<>();
    final VenueState state;
    final Venue venue;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::dueMicros).thenComparingLong(Step::order));
    private long nowMicros;
    private long stepCount;
    private int orderCount;

    ManualVenue(FundsMode mode, long balanceMicros, Market market) {
        this(new VenueState(mode, FeeSchedule.STANDARD, balanceMicros, 0), market);
    }

    ManualVenue(VenueState state, Market market) {
        this.state = state;
        Journal journal = new Journal() {
            @Override
            public void append(List<VenueEvent> events) {
                transactions.add(events);
            }

            @Override
            public void flush() {
                // kept in memory
            }
        };
        venue = new Venue(
                state,
                journal,
                market,
                this,
                () -> Instant.ofEpochMilli(1_790_000_000_000L + nowMicros / 1000),
                "test",
                () -> {});
        venue.operations().list(InstrumentSpec.of(SYMBOL));
        venue.operations().list(InstrumentSpec.of(OTHER));
    }

    @Override
    public void after(long delayMicros, Runnable task) {
        steps.add(new Step(nowMicros + delayMicros, stepCount++, task));
    }

    /** Runs the next step; false if there is none. */
    boolean step() {
        Step next = steps.poll();
        if (next == null) {
            return false;
        }
        nowMicros = Math.max(nowMicros, next.dueMicros());
        next.task().run();
        return true;
    }

    void runAll() {
        while (step()) {
            // until nothing is left to do
        }
    }

    Order send(Side side, String symbol, long price, long quantity) {
        return venue.trading().insert(ticket("order-" + ++orderCount, side, symbol, price, quantity));
    }

    static OrderInserted.Ticket ticket(String clordId, Side side, String symbol, long price, long quantity) {
        return new OrderInserted.Ticket(
                clordId, symbol, side, price, quantity, TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL, false, true);
    }

    Order buy(String symbol, long price, long quantity) {
        Order order = send(Side.SIDE_BUY, symbol, price, quantity);
        runAll();
        return order;
    }

    Order sell(String symbol, long price, long quantity) {
        Order order = send(Side.SIDE_SELL, symbol, price, quantity);
        runAll();
        return order;
    }

    OrderEvent lastEvent(Order order) {
        return order.events().get(order.events().size() - 1);
    }
}
