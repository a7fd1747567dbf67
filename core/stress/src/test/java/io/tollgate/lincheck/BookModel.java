package io.tollgate.lincheck;

import java.util.ArrayList;
import java.util.List;

/**
 * The book in whole dollars, one operation after the other: what each means, and nothing of how it is done. Facts wait until BookKeeper
 * takes them. Threading: none; {@link #copy} before a step that may have to be undone.
 */
final class BookModel {
    static final long FUNDS = 10;

    private static final long UNKNOWN = -1;

    /** What can be told of an order. */
    enum Kind {
        FILL,
        RELEASE,
        AMEND_ACCEPTED,
        AMEND_REFUSED
    }

    /** One order. */
    private static final class Order {
        long size;
        long filled;
        long finallyFilled = UNKNOWN;
        long increment;
        boolean sent;
        boolean expired;
        final List<Integer> executions = new ArrayList<>();

        Order copy() {
            final Order order = new Order();
            order.size = size;
            order.filled = filled;
            order.finallyFilled = finallyFilled;
            order.increment = increment;
            order.sent = sent;
            order.expired = expired;
            order.executions.addAll(executions);
            return order;
        }

        long held() {
            return expired ? 0 : Math.max(0, (finallyFilled == UNKNOWN ? size + increment : finallyFilled) - filled);
        }

        boolean ended() {
            return expired || (held() == 0 && (finallyFilled != UNKNOWN || increment == 0));
        }
    }

    /** A fact that was told of an order and not yet taken. */
    private record Fact(Op by, int order, Kind kind, int number, long dollars) {}

    private final List<Order> orders = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final int[] latest = {-1, -1};
    private long spent;
    private long aside;
    private boolean halted;
    private boolean closed;
    private boolean timeoutPassed;

    BookModel copy() {
        final BookModel model = new BookModel();
        orders.forEach(order -> model.orders.add(order.copy()));
        model.facts.addAll(facts);
        model.latest[0] = latest[0];
        model.latest[1] = latest[1];
        model.spent = spent;
        model.aside = aside;
        model.halted = halted;
        model.closed = closed;
        model.timeoutPassed = timeoutPassed;
        return model;
    }

    long limit() {
        return Math.max(0, FUNDS - spent - aside);
    }

    long held() {
        return orders.stream().mapToLong(Order::held).sum();
    }

    /** Whether so much more may be held. */
    boolean fits(long dollars) {
        return held() + dollars <= limit();
    }

    boolean halted() {
        return halted;
    }

    void halt() {
        halted = true;
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    void reserve(int lane, long dollars) {
        final Order order = new Order();
        order.size = dollars;
        latest[lane] = orders.size();
        orders.add(order);
    }

    boolean hasOrder(int lane) {
        return latest[lane] >= 0;
    }

    private Order order(int lane) {
        return orders.get(latest[lane]);
    }

    /** Whether the order of the lane can still be sent. */
    boolean sendable(int lane) {
        return !order(lane).sent && !order(lane).ended();
    }

    void send(int lane) {
        order(lane).sent = true;
    }

    void tell(Op by, int lane, Kind kind, int number, long dollars) {
        if (kind == Kind.RELEASE) {
            // whose end was told is not sent any more, and what is at the venue does not expire
            order(lane).sent = true;
        }
        facts.add(new Fact(by, latest[lane], kind, number, dollars));
    }

    /** Whether the order of the lane stands at the venue, so that it can be amended. */
    boolean stands(int lane) {
        return order(lane).sent && !order(lane).ended();
    }

    boolean hasAmend(int lane) {
        return order(lane).increment > 0;
    }

    void amend(int lane, long dollars) {
        order(lane).increment = dollars;
    }

    int facts() {
        return facts.size();
    }

    /** The facts that were told before this cycle began, as bits. An answer to an amend waits for the amend. */
    int toldBefore(Op cycle) {
        int set = 0;
        for (int i = 0; i < facts.size(); i++) {
            final Fact fact = facts.get(i);
            if ((fact.kind == Kind.FILL || fact.kind == Kind.RELEASE) && fact.by.isBefore(cycle)) {
                set |= 1 << i;
            }
        }
        return set;
    }

    /** BookKeeper takes the facts of this set, by their numbers as bits: executions first. */
    void take(int set) {
        final List<Fact> left = new ArrayList<>();
        final List<Fact> answers = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            final Fact fact = facts.get(i);
            if ((set & 1 << i) == 0) {
                left.add(fact);
            } else if (fact.kind != Kind.FILL) {
                answers.add(fact);
            } else if (!orders.get(fact.order).executions.contains(fact.number)) {
                orders.get(fact.order).executions.add(fact.number);
                orders.get(fact.order).filled += fact.dollars;
                spent += fact.dollars;
            }
        }
        for (final Fact fact : answers) {
            final Order order = orders.get(fact.order);
            if (fact.kind == Kind.RELEASE) {
                order.finallyFilled = fact.dollars;
            } else {
                order.size += fact.kind == Kind.AMEND_ACCEPTED ? order.increment : 0;
                order.increment = 0;
            }
        }
        facts.clear();
        facts.addAll(left);
    }

    int orders() {
        return orders.size();
    }

    boolean timeoutPassed() {
        return timeoutPassed;
    }

    void passTimeout() {
        timeoutPassed = true;
    }

    /** The time to send is over for the orders of this set of which nothing is known at the venue. */
    void expire(int set) {
        for (int i = 0; i < orders.size(); i++) {
            final Order order = orders.get(i);
            if ((set & 1 << i) != 0 && !order.sent && order.filled == 0) {
                order.expired = true;
            }
        }
    }

    void setAside(long dollars) {
        aside = dollars;
    }
}
