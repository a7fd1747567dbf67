package io.tollgate.torture.world;

import io.tollgate.torture.Violation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Where {@link Truth} sits: keeps what it said until something changes, and puts what the gate does wrong into words. */
final class Bench {
    private final Assets assets;
    private final Truth truth;
    private final BigInteger[] free = new BigInteger[3];
    private long changes;

    Bench(long cash) {
        this.assets = new Assets(cash);
        this.truth = new Truth(assets);
        changed();
    }

    Assets assets() {
        return assets;
    }

    List<Order> open() {
        return truth.open();
    }

    BigInteger has(int balance) {
        return truth.has(balance);
    }

    BigInteger free(int balance) {
        return free[balance];
    }

    /** Counts changes. */
    long changes() {
        return changes;
    }

    /** An order's price, size, filled quantity or state has changed. */
    void changed() {
        changes++;
        truth.changed();
        Arrays.setAll(free, truth::free);
    }

    void approved(Order order) {
        truth.approved(order);
        changed();
    }

    void moveCash(BigInteger amount) {
        assets.moveCash(amount);
        changed();
    }

    void execute(Order order, long quantity) {
        assets.execute(order.terms, quantity);
        order.filled += quantity;
        changed();
    }

    /** Rule 5. */
    void mayShow(int balance, long limit, BigInteger held) {
        if (!Truth.mayShow(limit, held, free[balance])) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "no more may be shown as free than there is: shown="
                            + BigInteger.valueOf(limit).subtract(held) + " (limit=" + limit + " held=" + held
                            + ") free="
                            + free[balance] + " (has=" + has(balance) + " spoken for=" + truth.spokenFor(balance)
                            + " ledger=" + assets.ledger() + " margin=" + assets.margin() + ") balance=" + balance);
        }
    }

    /** An approval was just given where all orders of a balance count together: what is spoken for must be there. */
    void mustCover(Order order) {
        if (free[order.terms.balance()].signum() < 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "an approval must be covered: reservation=" + order.id + " has=" + has(order.terms.balance())
                            + " spoken for=" + truth.spokenFor(order.terms.balance()));
        }
    }

    /** The venue's own check, when an order arrives: what it accepted before must be paid first. */
    boolean canPay(Order arriving, boolean sideBySide) {
        BigInteger needed = arriving.worst();
        for (final Order order : open()) {
            if (order != arriving
                    && order.state == Order.State.LIVE
                    && order.terms.balance() == arriving.terms.balance()
                    && (!sideBySide || order.terms.equals(arriving.terms))) {
                needed = needed.add(order.worst());
            }
        }
        return needed.compareTo(has(arriving.terms.balance())) <= 0;
    }

    /** Rule 6. */
    void isExactly(int balance, String status, long limit, BigInteger held) {
        if (!truth.isExactly(balance, limit, held)) {
            throw new Violation(
                    Violation.Kind.INEXACT,
                    "when all is quiet the gate must know exactly what there is: status=" + status + " limit=" + limit
                            + " has=" + has(balance) + " held=" + held + " open orders="
                            + truth.sum(balance, Order::open) + " balance=" + balance);
        }
    }
}
