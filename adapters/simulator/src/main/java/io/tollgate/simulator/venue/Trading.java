package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.venue.OrderEvent.Kind;
import io.tollgate.simulator.venue.OrderEvent.Terms;
import io.tollgate.simulator.venue.OrderPlan.PlannedFill;
import io.tollgate.simulator.venue.OrderPlan.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Order entry: insert, cancel, replace, and the steps of the simulated market. Requests are looked at after the market's
 * acknowledgement delay, one by one. Owned by the venue's thread.
 */
public final class Trading {
    private static final String DUPLICATE = "duplicate clord_id";

    private final VenueWriter writer;
    private final VenueState state;
    private final Fills fills;
    private final Market market;
    private final Timers timers;

    Trading(VenueWriter writer, Fills fills, Market market, Timers timers) {
        this.writer = writer;
        this.state = writer.state();
        this.fills = fills;
        this.market = market;
        this.timers = timers;
    }

    /** Gives the order an id; whether it is accepted is told on the order stream. */
    public Order insert(OrderInserted.Ticket ticket) {
        writer.add(new OrderInserted(writer.nextOrderId(), ticket, writer.nowMillis()));
        Order order = state.orders().get(state.orders().size() - 1);
        writer.commit();
        timers.after(market.acknowledgeMicros(ticket.clordId()), () -> decide(order));
        return order;
    }

    /** Asks for a cancel; the outcome is told on the order stream. */
    public void cancel(Order order, String requestClordId) {
        timers.after(
                market.acknowledgeMicros(order.ticket.clordId()),
                () -> whenDecided(order, () -> decideCancel(order, requestClordId)));
    }

    /** Asks for new terms; the outcome is told on the order stream. */
    public void replace(Order order, String newClordId, long price, long quantity) {
        timers.after(
                market.acknowledgeMicros(newClordId),
                () -> whenDecided(order, () -> decideReplace(order, newClordId, price, quantity)));
    }

    /** After a restart: orders that were open go on, with a new fate. */
    void resume() {
        for (Order order : state.orders()) {
            if (order.pending()) {
                timers.after(0, () -> decide(order));
            } else if (order.works()) {
                follow(
                        order,
                        market.plan(order.terms.clordId(), order.terms.leavesQuantity(), order.ticket.postOnly()));
            }
        }
    }

    private void whenDecided(Order order, Runnable request) {
        if (order.pending()) {
            order.waiting.add(request);
        } else {
            request.run();
            writer.commit();
        }
    }

    private void decide(Order order) {
        OrderPlan plan = market.plan(order.ticket.clordId(), order.ticket.quantity(), order.ticket.postOnly());
        Rejection rejection = order.duplicate
                ? new Rejection(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION, DUPLICATE)
                : malformed(order);
        if (rejection == null) {
            rejection = plan.rejection();
        }
        if (rejection != null) {
            reject(order, rejection, false);
        } else {
            long gross = order.grossMicros(state.fees, order.ticket.price(), order.ticket.quantity());
            String shortage = shortage(order, gross);
            if (shortage != null) {
                reject(order, new Rejection(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION, shortage), true);
            } else {
                writer.step(order, Kind.NEW, withState(order.terms, OrderState.ORDER_STATE_NEW), "");
                follow(order, plan);
            }
        }
        while (!order.waiting.isEmpty()) {
            order.waiting.remove().run();
        }
        writer.commit();
    }

    /**
     * Whether the account could pay for an order now, by the venue's own rule, had it so much more cash. Nothing is placed.
     *
     * @throws Operations.Refused if the instrument is not listed
     */
    public boolean wouldAccept(OrderInserted.Ticket ticket, long creditMicros) {
        InstrumentState instrument = state.instrument(ticket.symbol());
        if (instrument == null) {
            throw new Operations.Refused("unknown symbol: symbol=" + ticket.symbol());
        }
        Order order = new Order(-1, new OrderInserted("", ticket, writer.nowMillis()), instrument, false);
        return !instrument.resolved
                && shortage(order, order.grossMicros(state.fees, ticket.price(), ticket.quantity()), creditMicros)
                        == null;
    }

    /** Whether it could pay for new terms of a working order, likewise. */
    public boolean wouldReplace(Order order, long price, long quantity, long creditMicros) {
        return order.works()
                && quantity > order.filledQuantity
                && shortage(
                                order,
                                order.grossMicros(state.fees, price, quantity - order.filledQuantity)
                                        - order.grossMicros,
                                creditMicros)
                        == null;
    }

    private @Nullable String shortage(Order order, long moreGross) {
        return shortage(order, moreGross, 0);
    }

    /** Null if the account can pay for {@code moreGross}; the venue's words otherwise. */
    private @Nullable String shortage(Order order, long moreGross, long creditMicros) {
        InstrumentState instrument = order.instrument;
        long requested =
                instrument.requirementMicros(state.mode, order.buys() ? moreGross : 0, order.buys() ? 0 : moreGross)
                        - instrument.requirementMicros(state.mode);
        long available = state.availableMicros(instrument) + creditMicros;
        // an order that needs no more than before is not refused for lack of cash
        return requested <= 0 || requested <= available ? null : Fills.lackOfFunds(available, requested);
    }

    private static @Nullable Rejection malformed(Order order) {
        InstrumentSpec spec = order.spec();
        OrderInserted.Ticket ticket = order.ticket;
        if (!spec.symbol().equals(ticket.symbol())) {
            return new Rejection(OrdRejectReason.ORD_REJECT_REASON_UNKNOWN_SYMBOL, "unknown symbol");
        }
        if (order.instrument.resolved) {
            return new Rejection(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_CLOSED, "instrument is resolved");
        }
        if (!ticket.supported()) {
            return new Rejection(
                    OrdRejectReason.ORD_REJECT_REASON_INCORRECT_ORDER_TYPE,
                    "only limit orders without further conditions are simulated");
        }
        return malformed(spec, ticket.price(), ticket.quantity());
    }

    private static @Nullable Rejection malformed(InstrumentSpec spec, long price, long quantity) {
        if (quantity < 1 || quantity > InstrumentSpec.MAX_QUANTITY) {
            return new Rejection(
                    OrdRejectReason.ORD_REJECT_REASON_INCORRECT_QUANTITY,
                    "quantity must be 1 to " + InstrumentSpec.MAX_QUANTITY + ": order_qty=" + quantity);
        }
        if (price < spec.lowestPrice() || price > spec.highestPrice()) {
            return new Rejection(
                    OrdRejectReason.ORD_REJECT_REASON_PRICE_OUT_OF_BOUNDS,
                    "price must be " + spec.lowestPrice() + " to " + spec.highestPrice() + ": price=" + price);
        }
        if (price % spec.tick() != 0) {
            return new Rejection(
                    OrdRejectReason.ORD_REJECT_REASON_INVALID_PRICE_INCREMENT,
                    "price must be a multiple of " + spec.tick() + ": price=" + price);
        }
        return null;
    }

    private void reject(Order order, Rejection rejection, boolean lackOfFunds) {
        Terms before = order.terms;
        Terms rejected = new Terms(
                before.clordId(), "", OrderState.ORDER_STATE_REJECTED, before.price(), before.quantity(), 0, 0, 0);
        writer.refuse(order, Kind.REJECTED, rejected, rejection.text(), rejection.reason(), "", lackOfFunds);
    }

    private void decideCancel(Order order, String requestClordId) {
        if (order.works()) {
            fills.cancel(order, "");
        } else {
            refuseRequest(order, Kind.CANCEL_REJECTED, requestClordId, "too late to cancel", false);
        }
    }

    private void decideReplace(Order order, String newClordId, long price, long quantity) {
        OrderPlan plan = market.plan(newClordId, Math.max(1, quantity - order.filledQuantity), order.ticket.postOnly());
        String refusal = null;
        boolean lackOfFunds = false;
        if (!order.works()) {
            refusal = "too late to replace";
        } else if (state.orderByClordId(newClordId) != null) {
            refusal = DUPLICATE;
        } else if (quantity <= order.filledQuantity) {
            refusal = "order_qty must exceed what is filled: filled=" + order.filledQuantity;
        } else {
            Rejection rejection = malformed(order.spec(), price, quantity);
            rejection = rejection == null ? plan.rejection() : rejection;
            if (rejection != null) {
                refusal = rejection.text();
            } else {
                refusal = shortage(
                        order,
                        order.grossMicros(state.fees, price, quantity - order.filledQuantity) - order.grossMicros);
                lackOfFunds = refusal != null;
            }
        }
        if (refusal != null) {
            refuseRequest(order, Kind.REPLACE_REJECTED, newClordId, refusal, lackOfFunds);
            return;
        }
        Terms before = order.terms;
        writer.step(
                order,
                Kind.REPLACED,
                new Terms(
                        newClordId,
                        before.clordId(),
                        before.state(),
                        price,
                        quantity,
                        before.cumQuantity(),
                        quantity - order.filledQuantity,
                        before.notional()),
                "");
        order.planGeneration++;
        follow(order, plan);
    }

    private void refuseRequest(Order order, Kind kind, String requestClordId, String text, boolean lackOfFunds) {
        writer.refuse(
                order,
                kind,
                order.terms,
                text,
                OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION,
                requestClordId,
                lackOfFunds);
    }

    private void follow(Order order, OrderPlan plan) {
        TimeInForce tif = order.ticket.timeInForce();
        OrderPlan kept = plan;
        if (tif == TimeInForce.TIME_IN_FORCE_FILL_OR_KILL) {
            boolean atOnce = plan.fills().size() == 1 && plan.fills().get(0).quantity() >= order.terms.leavesQuantity();
            kept = new OrderPlan(null, atOnce ? plan.fills() : OrderPlan.REST.fills(), 0);
        } else if (tif == TimeInForce.TIME_IN_FORCE_IMMEDIATE_OR_CANCEL) {
            kept = new OrderPlan(null, plan.fills(), 0);
        }
        step(order, kept, 0, order.planGeneration);
    }

    /** Sets up step {@code index} of the plan: a fill, or after the last one the cancel. */
    private void step(Order order, OrderPlan plan, int index, int generation) {
        if (index < plan.fills().size()) {
            PlannedFill next = plan.fills().get(index);
            timers.after(next.afterMicros(), () -> {
                if (order.works() && order.planGeneration == generation) {
                    long better = next.betterTicks() * order.spec().tick();
                    long price = order.terms.price() + (order.buys() ? -better : better);
                    fills.fill(order, next.quantity(), price, next.maker(), next.separateCommission());
                    writer.commit();
                    step(order, plan, index + 1, generation);
                }
            });
        } else if (plan.cancelAfterMicros() >= 0) {
            timers.after(plan.cancelAfterMicros(), () -> {
                if (order.works() && order.planGeneration == generation) {
                    fills.cancel(order, "cancelled by the venue");
                    writer.commit();
                }
            });
        }
    }

    private static Terms withState(Terms terms, OrderState newState) {
        return new Terms(
                terms.clordId(),
                terms.origClordId(),
                newState,
                terms.price(),
                terms.quantity(),
                terms.cumQuantity(),
                terms.leavesQuantity(),
                terms.notional());
    }
}
