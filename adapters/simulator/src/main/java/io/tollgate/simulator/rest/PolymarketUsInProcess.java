package io.tollgate.simulator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.FeeSchedule;
import io.tollgate.simulator.venue.Journal;
import io.tollgate.simulator.venue.Market;
import io.tollgate.simulator.venue.Operations;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.OrderInserted.Ticket;
import io.tollgate.simulator.venue.OrderPlan;
import io.tollgate.simulator.venue.Venue;
import io.tollgate.simulator.venue.VenueState;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The venue without sockets, threads and a market of its own, for programs that run it on a clock of their own: its rule, its fills, its ledger and
 * the text of its retail answers are those of {@link io.tollgate.simulator.VenueSimulator}. Orders rest until they are filled or cancelled by hand.
 * Money is micro-dollars; prices and quantities are in the instrument's units. One thread.
 */
public final class PolymarketUsInProcess {
    /** Fits one page of the venue's. */
    private static final int POSITIONS = 100;

    private final VenueState state;
    private final Venue venue;
    private final RetailJson json;
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();

    /** An account without cash. */
    public PolymarketUsInProcess(FundsMode mode, InstantSource clock) {
        this.state = new VenueState(mode, FeeSchedule.STANDARD, 0, clock.millis());
        this.venue =
                new Venue(state, Journal.NONE, new Resting(), (delay, task) -> due.add(task), clock, "p", () -> {});
        this.json = new RetailJson(state, clock);
    }

    /** Nobody trades by himself. */
    private static final class Resting implements Market {
        @Override
        public long acknowledgeMicros(String clordId) {
            return 0;
        }

        @Override
        public OrderPlan plan(String clordId, long leavesQuantity, boolean postOnly) {
            return OrderPlan.REST;
        }
    }

    private void settle() {
        for (Runnable task = due.poll(); task != null; task = due.poll()) {
            task.run();
        }
    }

    private static Ticket ticket(String clordId, String symbol, boolean buy, long price, long quantity) {
        return new Ticket(
                clordId,
                symbol,
                buy ? Side.SIDE_BUY : Side.SIDE_SELL,
                price,
                quantity,
                TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL,
                false,
                true);
    }

    /** The truth; to be read only. */
    public VenueState state() {
        return state;
    }

    /** Lists an instrument. */
    public void list(InstrumentSpec spec) {
        venue.operations().list(spec);
    }

    /** Whether the venue's rule would take this order now, had the account so much more cash. */
    public boolean wouldAccept(String symbol, boolean buy, long price, long quantity, long creditMicros) {
        return venue.trading().wouldAccept(ticket("", symbol, buy, price, quantity), creditMicros);
    }

    /** An order. What became of it is its last event. */
    public Order place(String clordId, String symbol, boolean buy, long price, long quantity) {
        Order order = venue.trading().insert(ticket(clordId, symbol, buy, price, quantity));
        settle();
        return order;
    }

    /** What happened to it last. */
    public static OrderEvent last(Order order) {
        return order.events().get(order.events().size() - 1);
    }

    /** Cancels an order; one that does not work stays as it is. */
    public void cancel(Order order) {
        venue.trading().cancel(order, "cancel");
        settle();
    }

    /** Asks for new terms: the last event says what became of it. */
    public void replace(Order order, String newClordId, long price, long quantity) {
        venue.trading().replace(order, newClordId, price, quantity);
        settle();
    }

    /** Whether the account could pay for new terms. */
    public boolean wouldReplace(Order order, long price, long quantity, long creditMicros) {
        return venue.trading().wouldReplace(order, price, quantity, creditMicros);
    }

    /** An order trades at its price. */
    public OrderEvent fill(Order order, long quantity, boolean taker) {
        return venue.operations()
                .fill(order.terms().clordId(), quantity, order.terms().price(), !taker);
    }

    /** Money comes in. */
    public void deposit(long micros) {
        venue.operations().deposit(micros);
    }

    /** Money is paid out, if buying power covers it. */
    public boolean withdraw(long micros) {
        try {
            venue.operations().withdraw(micros);
            return true;
        } catch (Operations.Refused refused) {
            return false;
        }
    }

    /** A contract ends and pays, and the next one of its series has its name. */
    public void resolve(String symbol, long payoutPrice) {
        venue.operations().resolve(symbol, payoutPrice);
        venue.operations().reopen(symbol);
    }

    /** Contracts, negative if short, in quantity units. */
    public long position(String symbol) {
        return state.positions().getOrDefault(symbol, 0L);
    }

    /**
     * The retail API's answer to whoever asks; null if there is no such path.
     *
     * @param uri path and query
     */
    public byte @Nullable [] get(URI uri) {
        try {
            return switch (uri.getPath()) {
                case "/v1/account/balances" -> Http.JSON.writeValueAsBytes(json.balances(0));
                case "/v1/portfolio/positions" -> Http.JSON.writeValueAsBytes(json.positions("", 0, POSITIONS));
                default -> null;
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must be JSON: " + e.getMessage(), e);
        }
    }
}
