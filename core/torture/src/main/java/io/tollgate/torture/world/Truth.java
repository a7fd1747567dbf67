package io.tollgate.torture.world;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The judge, all of it, in unlimited numbers.
 *
 * <ol>
 *   <li>Of cash there is the ledger less the margin of what is owed; of a position, its contracts.
 *   <li>An approval adds an order. What it may take at worst of its balance is spoken for from then on.
 *   <li>An execution takes or brings what it does ({@link Assets}), and shrinks what its order may still take.
 *   <li>An order ends where the venue says so, or where it was never sent and never will be.
 *   <li>Whatever words the gate shows, {@code limit - held} of a balance is never more than <b>what there is, less what is spoken for</b>:
 *       were it more, the next order could be approved although the venue cannot pay it.
 *   <li>Once all is told and quiet, limit and held are exactly that.
 * </ol>
 *
 * <p>Held is summed over all scopes of a balance. Where the venue itself checks one side of an instrument at a time, both sides of rule 5
 * may be below zero: more is spoken for in all than there is, and nothing of it twice in one scope.
 */
final class Truth {
    private final Assets assets;
    private final List<Order> open = new ArrayList<>();

    Truth(Assets assets) {
        this.assets = assets;
    }

    /** Rule 1. */
    BigInteger has(int balance) {
        return balance == Terms.CASH ? assets.ledger().subtract(assets.margin()) : assets.contracts(balance);
    }

    /** Rule 2. */
    void approved(Order order) {
        open.add(order);
    }

    /** Rule 4. */
    void changed() {
        open.removeIf(order -> order.state == Order.State.OVER);
    }

    /** Orders that may still take something. */
    List<Order> open() {
        return open;
    }

    BigInteger spokenFor(int balance) {
        return sum(balance, Order::worst);
    }

    BigInteger free(int balance) {
        return has(balance).subtract(spokenFor(balance));
    }

    /** Rule 5, of a balance whose free money is known. */
    static boolean mayShow(long limit, BigInteger held, BigInteger free) {
        return limit <= 0 || BigInteger.valueOf(limit).subtract(held).compareTo(free) <= 0;
    }

    /** Rule 6. */
    boolean isExactly(int balance, long limit, BigInteger held) {
        return BigInteger.valueOf(limit).equals(has(balance)) && held.equals(sum(balance, Order::open));
    }

    /** What open orders may take of a balance. */
    BigInteger sum(int balance, Function<Order, BigInteger> part) {
        BigInteger sum = BigInteger.ZERO;
        for (final Order order : open) {
            sum = order.terms.balance() == balance ? sum.add(part.apply(order)) : sum;
        }
        return sum;
    }
}
