package io.tollgate.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * The operations as Lincheck calls them. {@code order} is the lane whose last approved order is meant. Each answers a word; {@code none}
 * without such an order. The ranges of parameters are for Lincheck's own scenarios, which are not asked for.
 *
 * <p>Threading: {@code lane}'s operations and BookKeeper's by one thread each; a fact of another lane's order by the lane that brings it.
 */
@Param(name = "lane", gen = IntGen.class, conf = "0:1")
@Param(name = "order", gen = IntGen.class, conf = "0:1")
@Param(name = "amount", gen = IntGen.class, conf = "1:6")
@Param(name = "more", gen = IntGen.class, conf = "1:6")
@Param(name = "filled", gen = IntGen.class, conf = "0:6")
@Param(name = "number", gen = IntGen.class, conf = "1:9")
@Param(name = "accepted", gen = IntGen.class, conf = "0:1")
public class BookOperations {
    /** Not used, but here: Lincheck rewrites the classes of what it reaches from this object. */
    final SwitchPoint point = new SwitchPoint();

    private final long[] orders = new long[2];
    private final int[] dollars = new int[2];

    /** One gate, at rest, for each invocation. */
    public BookOperations() {
        Gates.begin();
    }

    /** Answers approved, refused or another decision's name. */
    @Operation
    public String reserve(int lane, int amount) {
        final long id = Gates.get().reserve(lane, amount);
        if (id <= 0) {
            return Gates.get().decision((int) -id);
        }
        orders[lane] = id;
        dollars[lane] = amount;
        return "approved";
    }

    /** Answers approved, refused or another decision's name. */
    @Operation
    public String check(int lane, int amount) {
        return Gates.get().check(lane, amount);
    }

    /** Answers sent, NOT_SENDABLE or HALTED. */
    @Operation
    public String sent(int lane) {
        return orders[lane] == 0 ? "none" : Gates.get().sent(lane, orders[lane]);
    }

    /** The order ended with so much of it filled. */
    @Operation
    public String release(int lane, int order, int filled) {
        return orders[order] == 0 ? "none" : Gates.get().release(lane, orders[order], filled);
    }

    /** So much of the order was executed, as the execution of this number. */
    @Operation
    public String fill(int lane, int order, int number, int amount) {
        return orders[order] == 0 ? "none" : Gates.get().fill(lane, orders[order], number, amount);
    }

    /** The order is to be larger by so much. */
    @Operation
    public String amend(int lane, int order, int more) {
        return orders[order] == 0 ? "none" : Gates.get().amend(lane, orders[order], dollars[order] + more);
    }

    /** The venue took the amend in flight (1) or not (0). */
    @Operation
    public String answer(int lane, int order, int accepted) {
        return orders[order] == 0 ? "none" : Gates.get().amendAnswer(lane, orders[order], accepted == 1);
    }

    /** A cycle of BookKeeper. */
    @Operation
    public String cycle() {
        Gates.get().cycle();
        return "done";
    }

    /** BookKeeper sets so much aside. */
    @Operation
    public String lower(int amount) {
        Gates.get().setAside(amount);
        return "done";
    }

    /** The time to send is over for all orders made so far, and BookKeeper looks. */
    @Operation
    public String expire() {
        Gates.get().expire();
        return "done";
    }

    /** What is known of the balance is too old, and BookKeeper looks. */
    @Operation
    public String stale() {
        Gates.get().goStale();
        return "done";
    }

    /** An operator halts the gate; what was ever taken by then. */
    @Operation
    public String halt() {
        Gates.get().halt();
        return "$" + Gates.get().taken();
    }

    /** What is held, for whoever reads the book. */
    @Operation
    public String held() {
        return "$" + Gates.get().held();
    }

    /** Limit and held when all is quiet. */
    @Operation
    public String books() {
        Gates.end();
        final DrivenGate gate = Gates.get();
        return (gate.limit() < 0 ? "closed" : "$" + gate.limit()) + " $" + gate.held();
    }

    /** Every take has its record, and no record approves against its own figures. */
    @Validate
    public void records() {
        final String wrong = Gates.end();
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
    }
}
