package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.FeeSchedule;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.OrderEvent.Fill;
import io.tollgate.simulator.venue.OrderEvent.Kind;
import io.tollgate.simulator.venue.OrderEvent.Terms;

/** Turns fills into cash, positions and ledger entries, and cancels what is no longer funded. Owned by the venue's thread. */
final class Fills {
    private static final String UNFUNDED = "order is no longer funded";

    private final VenueWriter writer;
    private final VenueState state;

    Fills(VenueWriter writer) {
        this.writer = writer;
        this.state = writer.state();
    }

    /**
     * Fills a working order, up to this quantity and at this price if that costs no more than the order has set aside. By the rounding
     * of fees a better price, or one part more, can cost a cent more: then the venue trades at the limit, or fills all that is left.
     */
    void fill(Order order, long wantedQuantity, long wantedPrice, boolean maker, boolean separateCommission) {
        InstrumentSpec spec = order.spec();
        long limit = order.terms.price();
        long quantity = Math.min(wantedQuantity, order.terms.leavesQuantity());
        long price = order.buys() ? Math.min(wantedPrice, limit) : Math.max(wantedPrice, limit);
        price = Math.max(spec.lowestPrice(), Math.min(spec.highestPrice(), price));
        if (!isCovered(order, quantity, price, maker)) {
            price = limit;
            if (!isCovered(order, quantity, price, maker)) {
                quantity = order.terms.leavesQuantity();
            }
        }
        long fee = feeMicros(order, quantity, price, maker);
        long principal = quantity * price * spec.microsPerUnit();

        Terms before = order.terms;
        long leaves = before.leavesQuantity() - quantity;
        Terms after = new Terms(
                before.clordId(),
                before.origClordId(),
                leaves == 0 ? OrderState.ORDER_STATE_FILLED : OrderState.ORDER_STATE_PARTIALLY_FILLED,
                before.price(),
                before.quantity(),
                before.cumQuantity() + quantity,
                leaves,
                before.notional() + quantity * price);
        Fill fill = new Fill(writer.nextTradeId(), quantity, price, fee, maker);
        writer.fill(order, after, fill);
        book(order, fill, order.buys() ? -principal : principal, separateCommission);
        cancelUnfunded();
    }

    private void book(Order order, Fill fill, long cash, boolean separateCommission) {
        String symbol = order.ticket.symbol();
        String what = (order.buys() ? "Buy " : "Sell ") + fill.quantity() + " @ " + fill.price();
        boolean separate = separateCommission && fill.feeMicros() != 0;
        writer.entry(
                LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_ORDER_EXECUTION,
                separate ? cash : cash - fill.feeMicros(),
                symbol,
                separate || fill.feeMicros() == 0 ? what : what + " + commission");
        if (separate) {
            writer.entry(
                    LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_COMMISSION,
                    -fill.feeMicros(),
                    symbol,
                    fill.maker() ? "Maker rebate" : "Taker fee");
        }
    }

    /** What a fill moved in cash: negative for a buy. */
    static long cashMicros(Order order, Fill fill) {
        long principal = fill.quantity() * fill.price() * order.spec().microsPerUnit();
        return (order.buys() ? -principal : principal) - fill.feeMicros();
    }

    private long feeMicros(Order order, long quantity, long price, boolean maker) {
        InstrumentSpec spec = order.spec();
        long weight = FeeSchedule.weight(quantity, price, spec.priceScale());
        return maker
                ? -state.fees.makerRebateMicros(weight, spec.priceScale(), spec.quantityScale())
                : state.fees.nextTakerFeeMicros(
                        order.chargedMicros, order.takerWeight, weight, spec.priceScale(), spec.quantityScale());
    }

    /** Whether the fill and what the rest then needs are within what the order has set aside. */
    private boolean isCovered(Order order, long quantity, long price, boolean maker) {
        long fee = feeMicros(order, quantity, price, maker);
        long weight =
                maker ? 0 : FeeSchedule.weight(quantity, price, order.spec().priceScale());
        long rest = order.grossMicros(
                state.fees,
                order.terms.price(),
                order.terms.leavesQuantity() - quantity,
                order.takerWeight + weight,
                order.chargedMicros + (maker ? 0 : fee));
        return order.collateralMicros(quantity, price) + fee + rest <= order.grossMicros;
    }

    /** Cancels a working order. An empty text means the client asked for it. */
    void cancel(Order order, String text) {
        Terms before = order.terms;
        order.planGeneration++;
        writer.step(
                order,
                Kind.CANCELED,
                new Terms(
                        before.clordId(),
                        before.origClordId(),
                        OrderState.ORDER_STATE_CANCELED,
                        before.price(),
                        before.quantity(),
                        before.cumQuantity(),
                        0,
                        before.notional()),
                text);
    }

    /** Cancels the newest orders until the others are funded; the venue never unwinds trades for collateral. */
    void cancelUnfunded() {
        if (state.mode == FundsMode.ACCOUNT) {
            while (state.buyingPowerMicros() < 0 && !state.working.isEmpty()) {
                cancel(state.working.lastEntry().getValue(), UNFUNDED);
            }
            return;
        }
        for (InstrumentState instrument : state.instruments()) {
            while (state.availableMicros(instrument) < 0 && !instrument.working.isEmpty()) {
                cancel(instrument.working.lastEntry().getValue(), UNFUNDED);
            }
        }
    }

    /** The venue's words for a lack of funds. */
    static String lackOfFunds(long availableMicros, long requestedMicros) {
        return Micros.toShortDecimal(Math.max(0, availableMicros)) + " USD available, requested "
                + Micros.toShortDecimal(requestedMicros);
    }

    /** Undoes a fill: cash, fee and position go back, the quantity does not work again. */
    void bust(OrderEvent filled) {
        Order order = filled.order();
        Fill fill = filled.fill();
        Terms before = order.terms;
        writer.bust(
                order,
                filled.execId(),
                new Terms(
                        before.clordId(),
                        before.origClordId(),
                        before.state(),
                        before.price(),
                        before.quantity(),
                        before.cumQuantity() - fill.quantity(),
                        before.leavesQuantity(),
                        before.notional() - fill.quantity() * fill.price()),
                fill,
                "trade busted");
        writer.entry(
                LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_CORRECTION,
                -cashMicros(order, fill),
                order.ticket.symbol(),
                "Trade " + fill.tradeId() + " busted");
        cancelUnfunded();
    }
}
