package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.Micros;
import java.util.List;

/**
 * What happens to an account besides trading: deposits, withdrawals, settlement, busts, entries that the venue hides. Amounts are
 * micro-dollars, greater than 0. Refusals are {@link Refused}, and change nothing. Owned by the venue's thread.
 */
public final class Operations {

    /** The venue refuses; the message says why. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With the venue's words. */
        public Refused(String message) {
            super(message);
        }
    }

    private final VenueWriter writer;
    private final VenueState state;
    private final Fills fills;

    Operations(VenueWriter writer, Fills fills) {
        this.writer = writer;
        this.state = writer.state();
        this.fills = fills;
    }

    /** Lists an instrument; nothing happens if it is listed with the same scales. */
    public void list(InstrumentSpec spec) {
        InstrumentState known = state.instrument(spec.symbol());
        if (known == null) {
            writer.add(new InstrumentListed(spec));
            writer.commit();
        } else if (!known.spec.equals(spec)) {
            throw new Refused("the instrument is listed with other scales: listed=" + known.spec + " asked=" + spec
                    + "; use another symbol or a new directory");
        }
    }

    /** Books a deposit. */
    public LedgerEntry deposit(long amountMicros) {
        positive(amountMicros);
        LedgerEntry entry =
                writer.entry(LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT, amountMicros, "", "ACH deposit");
        writer.commit();
        return entry;
    }

    /** Pays a withdrawal, if buying power covers it. */
    public LedgerEntry withdraw(long amountMicros) {
        positive(amountMicros);
        if (amountMicros > state.buyingPowerMicros()) {
            state.counts.withdrawalsRefused++;
            throw new Refused(Fills.lackOfFunds(state.buyingPowerMicros(), amountMicros));
        }
        LedgerEntry entry =
                writer.entry(LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_WITHDRAWAL, -amountMicros, "", "ACH withdrawal");
        writer.commit();
        return entry;
    }

    /** Pays interest: moves the balance and never reaches a client. */
    public LedgerEntry interest(long amountMicros) {
        positive(amountMicros);
        LedgerEntry entry = writer.entry(hidden("INTEREST"), amountMicros, "", "Interest");
        writer.commit();
        return entry;
    }

    /** Takes a settlement fee: moves the balance and never reaches a client. Orders that it leaves unfunded are cancelled. */
    public LedgerEntry settlementFee(long amountMicros) {
        positive(amountMicros);
        long free = state.balanceMicros() - state.marginMicros();
        if (amountMicros > free) {
            throw new Refused(Fills.lackOfFunds(free, amountMicros));
        }
        LedgerEntry entry = writer.entry(hidden("SETTLEMENT_FEE"), -amountMicros, "", "Settlement fee");
        fills.cancelUnfunded();
        writer.commit();
        return entry;
    }

    /** By name, because the constants are deprecated in the contract: requesting them is what is deprecated. */
    private static LedgerEntryType hidden(String name) {
        return LedgerEntryType.valueOf("LEDGER_ENTRY_TYPE_BALANCE_" + name);
    }

    /**
     * Settles an instrument: cancels its orders, pays its position, takes no orders any more.
     *
     * @param payoutPrice what a contract pays, in price units: 0, or the price scale, or something between
     */
    public void resolve(String symbol, long payoutPrice) {
        InstrumentState instrument = state.instrument(symbol);
        if (instrument == null) {
            throw new Refused("unknown symbol: symbol=" + symbol);
        }
        if (instrument.resolved) {
            throw new Refused("instrument is resolved already: symbol=" + symbol);
        }
        if (payoutPrice < 0 || payoutPrice > instrument.spec.priceScale()) {
            throw new Refused("payout must be 0 to the price scale: payoutPrice=" + payoutPrice + " priceScale="
                    + instrument.spec.priceScale());
        }
        for (Order order : List.copyOf(instrument.working.values())) {
            fills.cancel(order, "instrument is resolved");
        }
        long payout = instrument.netQuantity * payoutPrice * instrument.spec.microsPerUnit();
        writer.add(new InstrumentResolved(symbol, payoutPrice));
        if (payout != 0) {
            writer.entry(
                    LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_RESOLUTION,
                    payout,
                    symbol,
                    "Resolved at " + payoutPrice + "/" + instrument.spec.priceScale());
        }
        fills.cancelUnfunded();
        writer.commit();
    }

    /** Lists a resolved instrument anew under its name, without position: the next contract of a series. */
    public void reopen(String symbol) {
        InstrumentState instrument = state.instrument(symbol);
        if (instrument == null || !instrument.resolved) {
            throw new Refused("only a resolved instrument can be listed anew: symbol=" + symbol);
        }
        writer.add(new InstrumentListed(instrument.spec));
        writer.commit();
    }

    /** Undoes a fill. */
    public void bust(String execId) {
        OrderEvent filled = state.fill(execId);
        if (filled == null) {
            throw new Refused("no such fill: execId=" + execId);
        }
        if (state.isBusted(execId)) {
            throw new Refused("trade is busted already: execId=" + execId);
        }
        if (filled.order().instrument.resolved) {
            throw new Refused("instrument is resolved, its trades stand: execId=" + execId);
        }
        long back = -Fills.cashMicros(filled.order(), filled.fill());
        InstrumentState instrument = filled.order().instrument;
        long busted = filled.order().buys()
                ? filled.fill().quantity()
                : -filled.fill().quantity();
        long marginAfter = state.marginMicros()
                - instrument.marginMicros()
                + Math.max(0, busted - instrument.netQuantity) * instrument.spec.payoutMicrosPerUnit();
        if (state.balanceMicros() + back < marginAfter) {
            throw new Refused("the account cannot pay the bust: balance=" + Micros.toShortDecimal(state.balanceMicros())
                    + " debit=" + Micros.toShortDecimal(-back) + " margin=" + Micros.toShortDecimal(marginAfter));
        }
        fills.bust(filled);
        writer.commit();
    }

    /**
     * Fills a working order by hand.
     *
     * @param quantity in quantity units; more than is left means all
     * @param price in price units; worse than the limit means the limit
     */
    public OrderEvent fill(String clordId, long quantity, long price) {
        return fill(clordId, quantity, price, false);
    }

    /**
     * The same, told who took.
     *
     * @param maker whether the order rested: a rebate instead of a fee
     */
    public OrderEvent fill(String clordId, long quantity, long price, boolean maker) {
        if (quantity < 1) {
            throw new Refused("quantity must be 1 or more: quantity=" + quantity);
        }
        Order order = working(clordId);
        fills.fill(order, quantity, price, maker, false);
        writer.commit();
        return order.events.stream()
                .filter(event -> event.kind() == OrderEvent.Kind.FILL)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Cancels a working order as the venue does by itself. */
    public void cancelUnsolicited(String clordId) {
        fills.cancel(working(clordId), "cancelled by the venue");
        writer.commit();
    }

    private Order working(String clordId) {
        Order order = state.orderByClordId(clordId);
        if (order == null || !order.works()) {
            throw new Refused("no such working order: clordId=" + clordId);
        }
        return order;
    }

    private static void positive(long amountMicros) {
        if (amountMicros <= 0) {
            throw new Refused("amount must be above 0: amountMicros=" + amountMicros);
        }
    }
}
