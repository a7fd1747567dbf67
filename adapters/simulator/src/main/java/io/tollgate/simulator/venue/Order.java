package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.FeeSchedule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An order as the venue keeps it. Owned by the venue's thread; the final fields may be read by any thread. */
public final class Order {
    /** Position among all orders, from 0. */
    final long number;
    /** The venue's id. */
    public final String id;
    /** What the client first asked for. */
    public final OrderInserted.Ticket ticket;
    /** Milliseconds since the epoch. */
    public final long insertTimeMillis;

    final InstrumentState instrument;
    final boolean duplicate;
    final List<OrderEvent> events = new ArrayList<>(3);
    /** Cancels and replaces that arrived before the order was accepted or rejected. */
    final Deque<Runnable> waiting = new ArrayDeque<>(0);

    OrderEvent.Terms terms;
    /** Filled ever, busts not taken back: what was filled once does not work again. */
    long filledQuantity;
    /** Sum of the fee weights of the fills taken as a taker. */
    long takerWeight;
    /** What those fills were charged. */
    long chargedMicros;
    /** What this order contributes to its side's gross requirement. */
    long grossMicros;
    /** Raised when the simulated market changes its plan for this order: steps of older plans do nothing. */
    int planGeneration;

    Order(long number, OrderInserted inserted, InstrumentState instrument, boolean duplicate) {
        this.number = number;
        this.id = inserted.orderId();
        this.ticket = inserted.ticket();
        this.insertTimeMillis = inserted.timeMillis();
        this.instrument = instrument;
        this.duplicate = duplicate;
        this.terms = new OrderEvent.Terms(
                ticket.clordId(),
                "",
                OrderState.ORDER_STATE_PENDING_NEW,
                ticket.price(),
                ticket.quantity(),
                0,
                ticket.quantity(),
                0);
    }

    /** The instrument's scales; for an instrument that is not listed those of a default one. */
    public InstrumentSpec spec() {
        return instrument.spec;
    }

    /** Terms and progress now. Venue thread only. */
    public OrderEvent.Terms terms() {
        return terms;
    }

    /** Everything that happened to it, oldest first. Venue thread only. */
    public List<OrderEvent> events() {
        return events;
    }

    /** What the order still needs in the worst case if nothing offsets it, in micro-dollars. Venue thread only. */
    public long grossMicros() {
        return grossMicros;
    }

    boolean buys() {
        return ticket.side() == Side.SIDE_BUY;
    }

    boolean works() {
        return terms.state() == OrderState.ORDER_STATE_NEW
                || terms.state() == OrderState.ORDER_STATE_PARTIALLY_FILLED
                || terms.state() == OrderState.ORDER_STATE_REPLACED;
    }

    boolean pending() {
        return terms.state() == OrderState.ORDER_STATE_PENDING_NEW;
    }

    /** Principal of a buy, or its complement of a sell: what one fill draws on at most, without fee. */
    long collateralMicros(long quantity, long price) {
        long perUnit = buys() ? price : instrument.spec.priceScale() - price;
        return Math.multiplyExact(Math.multiplyExact(quantity, perUnit), instrument.spec.microsPerUnit());
    }

    /** What {@code leaves} at {@code price} need: collateral and the taker's fee if all of it is filled at once. */
    long grossMicros(FeeSchedule fees, long price, long leaves) {
        return grossMicros(fees, price, leaves, takerWeight, chargedMicros);
    }

    /** The same, had the order's fills so far this weight and been charged this much. */
    long grossMicros(FeeSchedule fees, long price, long leaves, long weightBefore, long chargedBefore) {
        InstrumentSpec spec = instrument.spec;
        long weight = FeeSchedule.weight(leaves, price, spec.priceScale());
        return collateralMicros(leaves, price)
                + fees.nextTakerFeeMicros(chargedBefore, weightBefore, weight, spec.priceScale(), spec.quantityScale());
    }
}
