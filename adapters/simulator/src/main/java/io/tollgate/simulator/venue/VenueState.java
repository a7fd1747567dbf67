package io.tollgate.simulator.venue;

import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.FundsMode;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.FeeSchedule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The venue's truth, and the only code that changes it. Owned by the venue's thread.
 *
 * <p>Kept whole in memory: about 1 KB for each order with its history. The number of orders is bounded by the configuration, and
 * with it everything else.
 */
public final class VenueState {
    final FundsMode mode;
    final FeeSchedule fees;
    final long initialBalanceMicros;
    final VenueCounts counts = new VenueCounts();
    final TreeMap<Long, Order> working = new TreeMap<>();

    private final Map<String, InstrumentState> instruments = new LinkedHashMap<>();
    private final InstrumentState unlisted = new InstrumentState(InstrumentSpec.of("unlisted"));
    private final List<Order> orders = new ArrayList<>();
    private final Map<String, Order> ordersById = new HashMap<>();
    private final Map<String, Order> ordersByClordId = new HashMap<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final List<OrderEvent> orderEvents = new ArrayList<>();
    private final Map<String, OrderEvent> fillsByExecId = new HashMap<>();
    private final Set<String> busted = new HashSet<>();

    private long balanceMicros;
    private long entriesSumMicros;
    private String lastVisibleEntryId = "";
    private long marginMicros;
    private long requirementSumMicros;
    private long lastTimeMillis;
    private final long openedMillis;

    /** An account with this much cash and nothing else. */
    public VenueState(FundsMode mode, FeeSchedule fees, long initialBalanceMicros, long startTimeMillis) {
        this.mode = mode;
        this.fees = fees;
        this.initialBalanceMicros = initialBalanceMicros;
        this.balanceMicros = initialBalanceMicros;
        this.lastTimeMillis = startTimeMillis;
        this.openedMillis = startTimeMillis;
    }

    /** Applies an event of the truth log, in the log's order. */
    public void replay(VenueEvent event) {
        apply(event);
    }

    /** Makes the event true. */
    void apply(VenueEvent event) {
        if (event instanceof OrderEvent step) {
            applyOrderEvent(step);
        } else if (event instanceof LedgerEntry entry) {
            applyEntry(entry);
        } else if (event instanceof OrderInserted inserted) {
            applyInsert(inserted);
        } else if (event instanceof InstrumentListed listed) {
            instruments.put(listed.spec().symbol(), new InstrumentState(listed.spec()));
        } else if (event instanceof InstrumentResolved resolved) {
            InstrumentState instrument = listed(resolved.symbol());
            change(instrument, () -> {
                instrument.netQuantity = 0;
                instrument.resolved = true;
            });
        }
    }

    private void applyInsert(OrderInserted inserted) {
        InstrumentState instrument = instruments.getOrDefault(inserted.ticket().symbol(), unlisted);
        boolean duplicate = ordersByClordId.containsKey(inserted.ticket().clordId());
        Order order = new Order(orders.size(), inserted, instrument, duplicate);
        orders.add(order);
        ordersById.put(order.id, order);
        if (!duplicate) {
            ordersByClordId.put(order.ticket.clordId(), order);
        }
        counts.inserted++;
        lastTimeMillis = Math.max(lastTimeMillis, inserted.timeMillis());
    }

    private void applyEntry(LedgerEntry entry) {
        balanceMicros = entry.afterMicros();
        entriesSumMicros = Math.addExact(entriesSumMicros, entry.amountMicros());
        lastVisibleEntryId = entry.suppressed() ? lastVisibleEntryId : entry.id();
        lastTimeMillis = Math.max(lastTimeMillis, entry.timeMillis());
        entries.add(entry);
        if (entry.suppressed()) {
            counts.suppressedEntries++;
        } else if (entry.type() == LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT) {
            counts.deposits++;
        } else if (entry.type() == LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_WITHDRAWAL) {
            counts.withdrawals++;
        }
    }

    private void applyOrderEvent(OrderEvent event) {
        Order order = event.order();
        InstrumentState instrument = order.instrument;
        change(instrument, () -> {
            order.terms = event.terms();
            if (event.kind() == OrderEvent.Kind.FILL) {
                applyFill(order, event.fill());
            } else if (event.kind() == OrderEvent.Kind.BUST) {
                instrument.netQuantity -= signed(order, event.fill().quantity());
            }
            long gross = order.works() ? order.grossMicros(fees, order.terms.price(), order.terms.leavesQuantity()) : 0;
            if (order.buys()) {
                instrument.buyGrossMicros += gross - order.grossMicros;
            } else {
                instrument.sellGrossMicros += gross - order.grossMicros;
            }
            order.grossMicros = gross;
        });
        if (order.works()) {
            working.put(order.number, order);
            instrument.working.put(order.number, order);
        } else {
            working.remove(order.number);
            instrument.working.remove(order.number);
        }
        ordersByClordId.putIfAbsent(event.terms().clordId(), order);
        order.events.add(event);
        orderEvents.add(event);
        lastTimeMillis = Math.max(lastTimeMillis, event.timeMillis());
        count(event);
    }

    private static void applyFill(Order order, OrderEvent.Fill fill) {
        order.filledQuantity += fill.quantity();
        if (!fill.maker()) {
            order.takerWeight += FeeSchedule.weight(fill.quantity(), fill.price(), order.instrument.spec.priceScale());
            order.chargedMicros += fill.feeMicros();
        }
        order.instrument.netQuantity += signed(order, fill.quantity());
    }

    private static long signed(Order order, long quantity) {
        return order.buys() ? quantity : -quantity;
    }

    private void count(OrderEvent event) {
        switch (event.kind()) {
            case NEW -> counts.accepted++;
            case FILL -> {
                counts.fills++;
                counts.partialFills += event.terms().leavesQuantity() > 0 ? 1 : 0;
                fillsByExecId.put(event.execId(), event);
            }
            case BUST -> {
                counts.busts++;
                busted.add(event.execId());
            }
            case CANCELED -> {
                counts.cancels++;
                counts.unsolicitedCancels += event.text().isEmpty() ? 0 : 1;
            }
            case REPLACED -> counts.replaces++;
            case REJECTED -> {
                counts.rejectedForFunds += event.lackOfFunds() ? 1 : 0;
                counts.rejectedOtherwise += event.lackOfFunds() ? 0 : 1;
            }
            case CANCEL_REJECTED -> counts.requestsRefused++;
            case REPLACE_REJECTED -> {
                counts.replacesRefusedForFunds += event.lackOfFunds() ? 1 : 0;
                counts.requestsRefused += event.lackOfFunds() ? 0 : 1;
            }
        }
    }

    /** Keeps the account's sums in step with a change to one instrument. */
    private void change(InstrumentState instrument, Runnable change) {
        requirementSumMicros -= instrument.requirementMicros(mode);
        marginMicros -= instrument.marginMicros();
        change.run();
        requirementSumMicros += instrument.requirementMicros(mode);
        marginMicros += instrument.marginMicros();
    }

    // ---- reading ----

    /** Cash, in micro-dollars. */
    public long balanceMicros() {
        return balanceMicros;
    }

    /** Margin on short positions, in micro-dollars. */
    public long marginMicros() {
        return marginMicros;
    }

    /** What open orders keep from being withdrawn or spent: the sum, or in instrument mode the largest of the instruments. */
    public long openRequirementMicros() {
        if (mode == FundsMode.ACCOUNT) {
            return requirementSumMicros;
        }
        long largest = 0;
        for (InstrumentState instrument : instruments.values()) {
            largest = Math.max(largest, instrument.requirementMicros(mode));
        }
        return largest;
    }

    /** Cash less margin less open orders. */
    public long buyingPowerMicros() {
        return balanceMicros - marginMicros - openRequirementMicros();
    }

    /** What a new order in this instrument may need. */
    long availableMicros(InstrumentState instrument) {
        long orders = mode == FundsMode.ACCOUNT ? requirementSumMicros : instrument.requirementMicros(mode);
        return balanceMicros - marginMicros - orders;
    }

    /** When the balance changed last: of an account without entries, when it was opened. */
    public long balanceTimeMillis() {
        return entries.isEmpty()
                ? openedMillis
                : entries.get(entries.size() - 1).timeMillis();
    }

    /** Time of the last event; the venue's times never fall. */
    long lastTimeMillis() {
        return lastTimeMillis;
    }

    /** Cash at the very beginning, in micro-dollars. */
    public long initialBalanceMicros() {
        return initialBalanceMicros;
    }

    /** The sum of what all entries added. */
    public long entriesSumMicros() {
        return entriesSumMicros;
    }

    /** Id of the last entry that clients can see; empty if there is none. */
    public String lastVisibleEntryId() {
        return lastVisibleEntryId;
    }

    /** What has happened. */
    public VenueCounts counts() {
        return counts;
    }

    /** The ledger, oldest first, suppressed entries included. */
    public List<LedgerEntry> entries() {
        return entries;
    }

    /** The order stream, oldest first; the event at index i has sequence i + 1. */
    public List<OrderEvent> orderEvents() {
        return orderEvents;
    }

    /** All orders in order of arrival. */
    public List<Order> orders() {
        return orders;
    }

    /** Orders that work, in order of arrival. */
    public Collection<Order> workingOrders() {
        return working.values();
    }

    /** Positions that are not flat, by symbol, in quantity units. */
    public Map<String, Long> positions() {
        Map<String, Long> positions = new LinkedHashMap<>();
        instruments.forEach((symbol, instrument) -> {
            if (instrument.netQuantity != 0) {
                positions.put(symbol, instrument.netQuantity);
            }
        });
        return positions;
    }

    /** Scales and tick of a listed instrument, or null. */
    public @Nullable InstrumentSpec spec(String symbol) {
        InstrumentState instrument = instruments.get(symbol);
        return instrument == null ? null : instrument.spec;
    }

    /** Whether the instrument was settled. */
    public boolean isResolved(String symbol) {
        InstrumentState instrument = instruments.get(symbol);
        return instrument != null && instrument.resolved;
    }

    /** The instrument, or null if it is not listed. */
    @Nullable
    InstrumentState instrument(String symbol) {
        return instruments.get(symbol);
    }

    Collection<InstrumentState> instruments() {
        return instruments.values();
    }

    private InstrumentState listed(String symbol) {
        InstrumentState instrument = instruments.get(symbol);
        if (instrument == null) {
            throw new IllegalStateException("event for an instrument that is not listed: symbol=" + symbol);
        }
        return instrument;
    }

    /** The order with this venue id, or null. */
    public @Nullable Order orderById(String orderId) {
        return ordersById.get(orderId);
    }

    /** The order that has or had this client id, or null. */
    public @Nullable Order orderByClordId(String clordId) {
        return ordersByClordId.get(clordId);
    }

    /** The fill with this execution id, or null. */
    @Nullable
    OrderEvent fill(String execId) {
        return fillsByExecId.get(execId);
    }

    boolean isBusted(String execId) {
        return busted.contains(execId);
    }

    /** The index of the first entry that is not older than this time; the ledger's size if there is none. */
    public int firstEntryAtOrAfter(long epochNanos) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Math.multiplyExact(entries.get(middle).timeMillis(), 1_000_000L) < epochNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
