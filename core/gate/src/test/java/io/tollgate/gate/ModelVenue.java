package io.tollgate.gate;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.money.CostRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The venue's truth in unlimited numbers: cash, its ledger, and the orders that may still take cash. */
@org.jspecify.annotations.NullUnmarked
final class ModelVenue {
    /** An order from its reservation to its end. */
    static final class Order {
        final long id;
        final Line line;
        final CostRule rule;
        final String symbol;
        long price;
        long size;
        long filled;
        boolean sent;
        boolean over;
        boolean uncertain;
        boolean amending;
        boolean releaseTold;
        final List<Fill> fills = new ArrayList<>();
        boolean busted;

        Order(long id, Line line, String symbol, long price, long size) {
            this.id = id;
            this.line = line;
            this.rule = line.rule();
            this.symbol = symbol;
            this.price = price;
            this.size = size;
        }

        /** What it may still take at worst. */
        BigInteger open() {
            return over || filled >= size ? BigInteger.ZERO : BigInteger.valueOf(rule.cost(price, size - filled));
        }
    }

    /** An execution. */
    static final class Fill {
        final Order order;
        final long execId;
        final long quantity;
        final long cum;
        final long price;
        final long fee;
        final BigInteger cash;
        int toldInCycle = Integer.MAX_VALUE;
        boolean busted;

        Fill(Order order, long execId, long quantity, long cum, long price, long fee, BigInteger cash) {
            this.order = order;
            this.execId = execId;
            this.quantity = quantity;
            this.cum = cum;
            this.price = price;
            this.fee = fee;
            this.cash = cash;
        }
    }

    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    BigInteger cash;
    long timeNanos = 1_000_000_000L;
    private long nextExec = 1;

    ModelVenue(long cash) {
        this.cash = BigInteger.valueOf(cash);
    }

    void change(Kind kind, BigInteger by, String symbol) {
        final long before = cash.longValueExact();
        cash = cash.add(by);
        ledger.add(
                new LedgerEntry("entry-" + ledger.size(), kind, 1, before, cash.longValueExact(), timeNanos, symbol));
    }

    /** Executes a part at a price no worse than the order's. */
    Fill execute(Order order, long quantity, long price, boolean separateCommission) {
        final BigInteger principal =
                BigInteger.valueOf(price).multiply(BigInteger.valueOf(quantity)).multiply(BigInteger.valueOf(10_000));
        final BigInteger fee = principal
                .multiply(BigInteger.valueOf(order.rule.takerFee().rateMillionths()))
                .divide(BigInteger.valueOf(1_000_000));
        if (separateCommission) {
            change(Kind.EXECUTION, principal.negate(), order.symbol);
            if (fee.signum() != 0) {
                change(Kind.COMMISSION, fee.negate(), order.symbol);
            }
        } else {
            change(Kind.EXECUTION, principal.add(fee).negate(), order.symbol);
        }
        order.filled += quantity;
        return new Fill(order, nextExec++, quantity, order.filled, price, fee.longValueExact(), principal.add(fee));
    }

    /** What all open orders may still take. */
    BigInteger open() {
        return orders.stream().map(Order::open).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Sum of what others moved from this entry on. */
    BigInteger movedByOthersFrom(int entry) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = entry; i < ledger.size(); i++) {
            if (ledger.get(i).kind() == Kind.OTHER) {
                sum = sum.add(BigInteger.valueOf(ledger.get(i).change()));
            }
        }
        return sum;
    }
}
