package io.tollgate.simulator.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.OrderAudit;
import io.tollgate.simulator.VenueSimulator;
import io.tollgate.simulator.VenueTruth;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Polymarket US, both stacks: they share one account and one truth. */
public final class PolymarketUsAdmin extends AdminVenue {
    /** What may be done. */
    public static final List<AdminOperation> OPERATIONS = AdminOperation.common(
            List.of("size", "price"),
            new AdminOperation(
                    "hidden-credit", List.of("amount"), List.of(), "brings money in by an entry that no client sees"),
            new AdminOperation(
                    "hidden-debit", List.of("amount"), List.of(), "takes money out by an entry that no client sees"),
            new AdminOperation(
                    "resolve",
                    List.of("market", "price"),
                    List.of(),
                    "settles an instrument at so many dollars a contract"));

    private static final int SCALE = 6;
    private static final String USD = "USD";
    private static final int MOST_FILLED = 1000;

    private final VenueSimulator venue;
    private final Map<String, InstrumentSpec> instruments;

    /** @param instruments what is traded */
    public PolymarketUsAdmin(VenueSimulator venue, List<InstrumentSpec> instruments) {
        super("polymarket-us", OPERATIONS, venue.wireFaults());
        this.venue = venue;
        this.instruments =
                instruments.stream().collect(Collectors.toUnmodifiableMap(InstrumentSpec::symbol, Function.identity()));
    }

    /** Names of the venue's own faults. */
    public static List<String> kinds() {
        return Arrays.stream(FaultKind.values()).map(Enum::name).toList();
    }

    @Override
    protected List<String> ownFaults() {
        return kinds();
    }

    @Override
    public ObjectNode truth() {
        final ObjectNode json = emptyTruth();
        final VenueTruth truth = venue.truth();
        row(json, "balances")
                .put("account", venue.endpoints().account())
                .put("asset", USD)
                .put("balance", decimal(truth.balanceMicros(), SCALE))
                .put("committed", decimal(truth.openRequirementMicros() + truth.marginMicros(), SCALE))
                .put("available", decimal(truth.buyingPowerMicros(), SCALE));
        final Deque<OrderAudit> filled = new ArrayDeque<>();
        venue.audit(order -> {
            if (order.leavesQuantity() > 0) {
                order(row(json, "orders"), order);
            }
            if (order.fills() > 0) {
                filled.add(order);
                if (filled.size() > MOST_FILLED) {
                    filled.remove();
                }
            }
        });
        filled.forEach(order -> order(row(json, "fills"), order)
                .put("fills", order.fills())
                .put("fees", decimal(order.feesMicros(), SCALE)));
        return json;
    }

    private ObjectNode order(ObjectNode row, OrderAudit order) {
        final InstrumentSpec spec = instruments.get(order.symbol());
        row.put("order", order.clordId()).put("venueOrder", order.orderId()).put("market", order.symbol());
        row.put("side", order.side()).put("state", order.state());
        if (spec != null) {
            final int price = places(spec.priceScale());
            final int size = places(spec.quantityScale());
            row.put("price", decimal(order.price(), price));
            row.put("size", decimal(order.quantity(), size)).put("filled", decimal(order.cumQuantity(), size));
        }
        return row;
    }

    private static int places(long powerOfTen) {
        return Long.toString(powerOfTen).length() - 1;
    }

    @Override
    protected ObjectNode carryOut(String operation, AdminRequest request) {
        if (operation.equals("fill")) {
            return fill(request);
        }
        if (operation.equals("cancel")) {
            venue.cancelUnsolicited(request.text("order"));
            return done();
        }
        if (operation.equals("resolve")) {
            final InstrumentSpec spec = instrument(request.text("market"));
            venue.resolve(spec.symbol(), request.units("price", places(spec.priceScale())));
            return done();
        }
        only(request, "account", venue.endpoints().account());
        only(request, "asset", USD);
        final long amount = request.units("amount", SCALE);
        switch (operation) {
            case "deposit" -> venue.deposit(amount);
            case "withdraw" -> venue.withdraw(amount);
            case "hidden-credit" -> venue.hiddenCredit(amount);
            case "hidden-debit" -> venue.hiddenDebit(amount);
            default -> {
                final long difference = amount - venue.truth().balanceMicros();
                if (difference > 0) {
                    venue.deposit(difference);
                } else if (difference < 0) {
                    venue.withdraw(-difference);
                }
            }
        }
        return told("balance", decimal(venue.truth().balanceMicros(), SCALE));
    }

    private ObjectNode fill(AdminRequest request) {
        final String name = request.text("order");
        final OrderAudit[] found = new OrderAudit[1];
        venue.audit(order -> {
            if (order.clordId().equals(name) && order.leavesQuantity() > 0) {
                found[0] = order;
            }
        });
        final OrderAudit order = found[0];
        if (order == null) {
            throw new IllegalArgumentException(
                    "order must be open: order=" + name + "; GET the venue lists the orders");
        }
        final InstrumentSpec spec = instrument(order.symbol());
        final long size =
                request.has("size") ? request.units("size", places(spec.quantityScale())) : order.leavesQuantity();
        final long price = request.has("price") ? request.units("price", places(spec.priceScale())) : order.price();
        return told("fill", venue.fill(name, size, price));
    }

    private InstrumentSpec instrument(String symbol) {
        final InstrumentSpec spec = instruments.get(symbol);
        if (spec == null) {
            throw new IllegalArgumentException(
                    "market must be one of " + String.join(", ", instruments.keySet()) + ": market=" + symbol);
        }
        return spec;
    }

    @Override
    protected void fault(String kind, int count, AdminRequest request) {
        final long millis = request.number("millis", 0);
        switch (kind) {
            case "401" -> {
                inject(FaultKind.REST_401, count, 0, 0);
                inject(FaultKind.REFUSE_TOKENS, count, 0, 0);
            }
            case "429" -> inject(FaultKind.REST_429, count, 0, 1);
            case "500" -> inject(FaultKind.REST_500, count, 0, 0);
            case "lie" -> {
                inject(FaultKind.LIE_RETAIL, count, 0, request.units("amount", SCALE));
                inject(FaultKind.LIE_POSITION_API, count, 0, request.units("amount", SCALE));
            }
            default -> own(FaultKind.valueOf(kind), count, millis, request);
        }
    }

    private void own(FaultKind kind, int count, long millis, AdminRequest request) {
        switch (kind) {
            case LIE_RETAIL, LIE_POSITION_API -> inject(kind, count, 0, request.units("amount", SCALE));
            // of the two times that it has, how long entries are late; the fault itself lasts an hour, or until it is
            // cleared
            case DELAY_LEDGER_STREAM -> inject(kind, 0, 3_600_000, millis);
            case REST_429 -> inject(kind, count, 0, 1);
            default -> inject(kind, count, millis, 0);
        }
    }

    private void inject(FaultKind kind, int count, long forMillis, long value) {
        venue.faults().inject(new Fault(kind, count, forMillis, value));
    }

    @Override
    protected void clearOwnFaults() {
        venue.faults().clear();
    }
}
