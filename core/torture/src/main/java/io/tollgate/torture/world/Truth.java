package io.tollgate.torture.world;

import io.tollgate.torture.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The model, all of it: the venue's cash, and the orders that may still take some of it.
 *
 * <ol>
 *   <li>An approval adds an order. What it may take at worst is spoken for from then on.
 *   <li>An execution takes its cash and shrinks what its order may still take.
 *   <li>An order ends where the venue says so, or where it was never sent and never will be.
 *   <li>Whatever words the gate shows to its lanes, {@code limit - (taken - back)} is never more than {@link #free()}: <b>cash less what
 *       is spoken for</b>. Were it more, the next order could be approved although the venue cannot pay it.
 *   <li>Once all is told and quiet it is exactly that.
 * </ol>
 */
final class Truth {
    private BigInteger cash;
    private final List<Order> open = new ArrayList<>();
    private BigInteger free;

    Truth(long cash) {
        this.cash = BigInteger.valueOf(cash);
        this.free = this.cash;
    }

    BigInteger cash() {
        return cash;
    }

    /** Orders that may still take cash. */
    List<Order> open() {
        return open;
    }

    void approved(Order order) {
        open.add(order);
        changed();
    }

    /** An order's price, size, filled quantity or state has changed. */
    void changed() {
        open.removeIf(order -> order.state == Order.State.OVER);
        free = cash.subtract(spokenFor());
    }

    void move(BigInteger amount) {
        cash = cash.add(amount);
        changed();
    }

    BigInteger spokenFor() {
        return open.stream().map(Order::worst).reduce(BigInteger.ZERO, BigInteger::add);
    }

    BigInteger free() {
        return free;
    }

    /** Rule 4. */
    void mayShow(long limit, long taken, long back) {
        final BigInteger shown = BigInteger.valueOf(limit).subtract(BigInteger.valueOf(taken - back));
        if (shown.compareTo(free.max(BigInteger.ZERO)) > 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "no more may be shown as free than there is: shown=" + shown + " (limit=" + limit + " taken="
                            + taken + " back=" + back + ") free=" + free + " (cash=" + cash + " spoken for="
                            + spokenFor() + ")");
        }
    }

    /** An approval was just given: what is spoken for must be there. */
    void mustCover(long reservation) {
        if (free.signum() < 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "an approval must be covered: reservation=" + reservation + " cash=" + cash + " spoken for="
                            + spokenFor());
        }
    }

    /** The venue's own check, when an order arrives: what it accepted before must be paid first. */
    void mustPay(Order arriving) {
        BigInteger before = BigInteger.ZERO;
        for (final Order order : open) {
            if (order != arriving && order.state == Order.State.LIVE) {
                before = before.add(order.worst());
            }
        }
        if (before.add(arriving.worst()).compareTo(cash) > 0) {
            throw new Violation(
                    Violation.Kind.OVERSPEND,
                    "the venue must be able to pay an approved order: cash=" + cash + " open=" + before + " order="
                            + arriving.id + " costs " + arriving.worst());
        }
    }

    /** Rule 5. */
    void isExactly(String status, long limit, long held) {
        BigInteger needed = BigInteger.ZERO;
        for (final Order order : open) {
            needed = needed.add(order.open());
        }
        if (!BigInteger.valueOf(limit).equals(cash) || !BigInteger.valueOf(held).equals(needed)) {
            throw new Violation(
                    Violation.Kind.INEXACT,
                    "when all is quiet the gate must know exactly what there is: status=" + status + " limit=" + limit
                            + " cash=" + cash + " held=" + held + " open orders=" + needed);
        }
    }
}
