package io.tollgate.torture.world;

import io.tollgate.torture.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The model, all of it: what the venue has of each balance, and the orders that may still take some of it.
 *
 * <ol>
 *   <li>Of cash there is the ledger less the margin of what is owed; of a position, its contracts.
 *   <li>An approval adds an order. What it may take at worst of its balance is spoken for from then on.
 *   <li>An execution takes or brings what it does and shrinks what its order may still take.
 *   <li>An order ends where the venue says so, or where it was never sent and never will be.
 *   <li>Whatever words the gate shows to its lanes, {@code limit - held} of a balance is never more than {@link #free}: <b>what there is, less
 *       what is spoken for</b>. Were it more, the next order could be approved although the venue cannot pay it.
 *   <li>Once all is told and quiet, limit and held are exactly that.
 * </ol>
 *
 * <p>Held is summed over all scopes of a balance. Where the venue itself checks one side of an instrument at a time, both sides of rule 5
 * may be below zero: more is spoken for in all than there is, and nothing of it twice in one scope.
 */
final class Truth {
    private BigInteger ledger;
    private BigInteger margin = BigInteger.ZERO;
    private final BigInteger[] contracts = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
    private final BigInteger[] free = new BigInteger[contracts.length];
    private final List<Order> open = new ArrayList<>();
    private long changes;

    Truth(long cash) {
        this.ledger = BigInteger.valueOf(cash);
        changed();
    }

    /** The ledger of cash. */
    BigInteger ledger() {
        return ledger;
    }

    /** What the venue holds back of it. */
    BigInteger margin() {
        return margin;
    }

    /** Rule 1. */
    BigInteger has(int balance) {
        return balance == Terms.CASH ? ledger.subtract(margin) : contracts[balance];
    }

    /** Orders that may still take something. */
    List<Order> open() {
        return open;
    }

    void approved(Order order) {
        open.add(order);
        changed();
    }

    /** Counts changes. */
    long changes() {
        return changes;
    }

    /** An order's price, size, filled quantity or state has changed. */
    void changed() {
        changes++;
        open.removeIf(order -> order.state == Order.State.OVER);
        Arrays.setAll(free, balance -> has(balance).subtract(spokenFor(balance)));
    }

    void moveCash(BigInteger amount) {
        ledger = ledger.add(amount);
        changed();
    }

    /** Rule 3, beside its cash; a negative quantity undoes it. */
    void execute(Order order, long quantity) {
        margin = margin.add(order.terms.marginOf(quantity));
        final BigInteger traded = BigInteger.valueOf(quantity);
        if (order.terms.closes()) {
            contracts[order.terms.balance()] = contracts[order.terms.balance()].subtract(traded);
        } else if (order.terms.instrument().equals(Terms.OF_HELD)) {
            contracts[Terms.HELD] = contracts[Terms.HELD].add(traded);
        } else if (order.terms.instrument().equals(Terms.OF_OWED)) {
            contracts[Terms.OWED] = contracts[Terms.OWED].add(traded);
        }
        order.filled += quantity;
        changed();
    }

    BigInteger spokenFor(int balance) {
        BigInteger sum = BigInteger.ZERO;
        for (final Order order : open) {
            sum = order.terms.balance() == balance ? sum.add(order.worst()) : sum;
        }
        return sum;
    }

    BigInteger free(int balance) {
        return free[balance];
    }

    /** Rule 5. */
    void mayShow(int balance, long limit, BigInteger held) {
        final BigInteger shown = BigInteger.valueOf(limit).subtract(held);
        if (limit > 0 && shown.compareTo(free[balance]) > 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "no more may be shown as free than there is: shown=" + shown + " (limit=" + limit + " held=" + held
                            + ") free=" + free[balance] + " (has=" + has(balance) + " spoken for=" + spokenFor(balance)
                            + " ledger=" + ledger + " margin=" + margin + ") balance=" + balance);
        }
    }

    /** An approval was just given where all orders of a balance count together: what is spoken for must be there. */
    void mustCover(Order order) {
        if (free[order.terms.balance()].signum() < 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "an approval must be covered: reservation=" + order.id + " has=" + has(order.terms.balance())
                            + " spoken for=" + spokenFor(order.terms.balance()));
        }
    }

    /** The venue's own check, when an order arrives: what it accepted before must be paid first. */
    boolean canPay(Order arriving, boolean sideBySide) {
        BigInteger needed = arriving.worst();
        for (final Order order : open) {
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
        BigInteger needed = BigInteger.ZERO;
        for (final Order order : open) {
            needed = order.terms.balance() == balance ? needed.add(order.open()) : needed;
        }
        if (!BigInteger.valueOf(limit).equals(has(balance)) || !held.equals(needed)) {
            throw new Violation(
                    Violation.Kind.INEXACT,
                    "when all is quiet the gate must know exactly what there is: status=" + status + " limit=" + limit
                            + " has=" + has(balance) + " held=" + held + " open orders=" + needed + " balance="
                            + balance);
        }
    }
}
