package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;
import java.util.ArrayList;
import java.util.List;

/**
 * One balance with one scope, lanes that reserve on it and BookKeeper's pieces of work beside them: reading and taking, publishing, giving
 * back, halting.
 *
 * <p>S1 is judged twice. <i>By the words</i>: an approval needs a moment between its take and its record at which the money held up to and
 * including it was within the limit that stood published, and the balance was open; money given back by takes <i>after</i> it does not count for
 * it. (It is the take that makes the decision, so this is linearizability; what a lane sees before its take may be old.) <i>By the
 * money</i>, where only fills lower the limit: what was promised and what was filled is never more than the venue's cash.
 */
final class ScopeModel {
    static final int FREE = 0;
    static final int PENDING = 1;
    static final int RESERVED = 2;
    static final int ENDED = 3;
    static final int VOID = 4;
    static final int SENT = 5;
    private static final int CLOSED = -1;

    /** A lane's order and the row it uses. */
    static final class Order {
        final int cost;
        final int record;
        final int state;
        final int hold;
        private final int start;
        private final int late;
        private final int window;
        private final int withinLimit;
        private final int running;

        Order(Space space, String name, int cost, int stateAtStart) {
            this.cost = cost;
            this.record = space.word("record of " + name, 0);
            this.state = space.word("row " + name + " state", stateAtStart);
            this.hold = space.word("row " + name + " hold", stateAtStart == FREE ? 0 : cost);
            this.start = space.ghost(name + " began at", 0);
            this.late = space.ghost(name + " given back by later takes", 0);
            this.window = space.ghost(name + " took", 0);
            this.withinLimit = space.ghost(name + " was within limit", 0);
            this.running = space.ghost(name + " was not halted", 0);
        }
    }

    final Space space = new Space();
    final Bug bug;
    final int back;
    final int taken;
    final int limit;
    final int halt;
    private final int exposed;
    private final int cash;
    private final List<Order> orders = new ArrayList<>();
    private final boolean onlyFillsLower;
    private final int heldAtStart;

    /**
     * @param cash at the venue, and the limit at the start
     * @param held by an order that is open at the start
     * @param onlyFillsLower no withdrawals, so that the money itself can be judged
     */
    ScopeModel(Bug bug, int cash, int held, boolean onlyFillsLower) {
        this.bug = bug;
        this.back = space.word("back", 0);
        this.taken = space.word("taken", held);
        this.limit = space.word("limit", cash);
        this.halt = space.word("halt", 0);
        this.exposed = space.ghost("promised and filled", held);
        this.cash = cash;
        this.onlyFillsLower = onlyFillsLower;
        this.heldAtStart = held;
        space.always(this::observe);
    }

    private void observe(Moment m) {
        for (final Order order : orders) {
            if (m.get(order.window) == 1) {
                final int held = m.get(order.start) + order.cost - (m.get(back) - m.get(order.late));
                if (m.get(limit) >= 0 && held <= m.get(limit)) {
                    m.set(order.withinLimit, 1);
                }
                if (m.get(halt) == 0) {
                    m.set(order.running, 1);
                }
            }
        }
    }

    /** A row that holds all that is held at the start. */
    Order openOrder(String name) {
        return new Order(space, name, heldAtStart, RESERVED);
    }

    /** {@code Line.reserve}. */
    Order reserve(String name, int cost) {
        final Actor lane = space.actor(name);
        final Order order = new Order(space, name, cost, FREE);
        orders.add(order);
        final int b = lane.own("back");
        final int t = lane.own("taken");
        final int l = lane.own("limit");
        final Label look = lane.label();
        final Label refused = lane.label();
        final Label record = lane.label();
        lane.step("read halt (Line.standing)", m -> {
            if (m.get(halt) != 0) {
                m.end();
            }
        });
        lane.here(look);
        look(lane, b, t, l, m -> {
            if (!passes(m.get(b), m.get(t), m.get(l), cost)) {
                m.jump(refused);
            }
        });
        lane.step("row PENDING with expected taken (ReservationTable.begin)", m -> {
            m.set(order.hold, cost);
            m.set(order.state, PENDING);
        });
        lane.step("CAS taken (LineWords.compareAndSetTaken)", m -> {
            if (m.compareAndSet(taken, m.get(t), m.get(t) + cost)) {
                m.set(order.start, m.get(t));
                m.set(order.window, 1);
                if (bug == Bug.NO_SECOND_LOOK) {
                    m.jump(record);
                }
            } else {
                m.jump(look);
            }
        });
        lookAgain(lane, order, b, t, l, record);
        lane.here(record).step("commit the approval (RingProducer.commit)", m -> {
            m.require(m.get(order.running) == 1, "S2: approved although halted since before the take");
            m.require(
                    m.get(order.withinLimit) == 1,
                    "S1: approved although at no moment since the take was the scope within its limit");
            m.set(order.record, RESERVED);
            m.add(exposed, cost);
            m.require(
                    !onlyFillsLower || m.get(exposed) <= cash,
                    "S1: promised and filled is more than the venue's cash of " + cash);
            forget(m, order);
        });
        lane.step("row RESERVED (ReservationTable.stateRelease)", m -> {
            m.set(order.state, RESERVED);
            if (bug != Bug.BACK_BY_LANE) {
                m.end();
            }
        });
        if (bug == Bug.BACK_BY_LANE) {
            lane.step("planted: the lane reads back", m -> m.set(b, m.get(back)));
            lane.step("planted: the lane raises back", m -> {
                m.set(back, m.get(b) + cost);
                m.set(order.hold, 0);
                m.set(order.state, ENDED);
                m.add(exposed, -cost);
                m.end();
            });
        }
        lane.here(refused).step("row FREE, if it was begun (ReservationTable.stateRelease)", m -> {
            if (m.get(order.state) == PENDING) {
                m.set(order.state, FREE);
                m.set(order.hold, 0);
            }
        });
        lane.step("commit the refusal (RingProducer.commit)", m -> m.set(order.record, ENDED));
        return order;
    }

    private static void forget(Moment m, Order order) {
        m.set(order.window, 0);
        m.set(order.withinLimit, 0);
        m.set(order.running, 0);
        m.set(order.late, 0);
        // the start stays: it says which takes came before
    }

    /** {@code Line.look}. */
    private void look(Actor lane, int b, int t, int l, java.util.function.Consumer<Moment> judge) {
        if (bug == Bug.LIMIT_READ_FIRST) {
            lane.step("planted: read limit first", m -> m.set(l, m.get(limit)));
            lane.step("read back (Line.look)", m -> m.set(b, m.get(back)));
            lane.step("read taken (Line.look)", m -> {
                m.set(t, m.get(taken));
                judge.accept(m);
            });
        } else {
            lane.step("read back (Line.look)", m -> m.set(b, m.get(back)));
            lane.step("read taken (Line.look)", m -> m.set(t, m.get(taken)));
            lane.step("read limit (Line.look)", m -> {
                m.set(l, m.get(limit));
                judge.accept(m);
            });
        }
    }

    /** {@code Line.judge}. */
    private boolean passes(int b, int t, int l, int cost) {
        return (l >= 0 || bug == Bug.CLOSED_NOT_TESTED || bug == Bug.CLOSED_NOT_TESTED_ALONE) && t - b + cost <= l;
    }

    /** {@code Line.lookAgain}. */
    private void lookAgain(Actor lane, Order order, int b, int t, int l, Label record) {
        final Label refused = lane.label();
        lane.step("read halt again (Line.lookAgain)", m -> {
            if (m.get(halt) != 0) {
                m.jump(refused);
            }
        });
        lane.step("read limit again (Line.lookAgain)", m -> {
            if (m.get(limit) >= m.get(l)) {
                m.jump(record);
            }
            if (bug == Bug.SECOND_LOOK_LIMIT_FIRST) {
                m.set(l, m.get(limit));
            }
        });
        if (bug == Bug.SECOND_LOOK_LIMIT_FIRST) {
            lane.step("planted: read back after it", m -> {
                m.set(b, m.get(back));
                m.jump(passes(m.get(b), m.get(t), m.get(l), order.cost) ? record : refused);
            });
        } else {
            final int fresh = lane.own("fresh back");
            lane.step("lower: read back (Line.lookAgain)", m -> m.set(fresh, m.get(back)));
            lane.step("lower: read taken (Line.lookAgain)", m -> {
                if (m.get(taken) == m.get(t) + order.cost
                        || bug == Bug.SECOND_LOOK_COUNTS_LATER_TAKES
                        || bug == Bug.CLOSED_NOT_TESTED) {
                    m.set(b, m.get(fresh));
                }
            });
            lane.step("lower: read limit once more (Line.lookAgain)", m -> {
                m.set(l, m.get(limit));
                m.jump(passes(m.get(b), m.get(t), m.get(l), order.cost) ? record : refused);
            });
        }
        lane.here(refused).step("commit the void (RingProducer.commit)", m -> {
            m.set(order.record, VOID);
            forget(m, order);
        });
        lane.step("row VOID (ReservationTable.stateRelease)", m -> {
            m.set(order.state, VOID);
            m.end();
        });
    }

    /** {@code Line.canAfford}: the answer must have been right at some moment of the call. */
    void check(String name, int cost) {
        final Actor lane = space.actor(name);
        final int b = lane.own("back");
        final int t = lane.own("taken");
        final int l = lane.own("limit");
        final int began = space.ghost(name + " asked", 0);
        final int right = space.ghost(name + " could be paid", 0);
        space.always(m -> {
            if (m.get(began) == 1 && m.get(limit) >= 0 && m.get(taken) - m.get(back) + cost <= m.get(limit)) {
                m.set(right, 1);
            }
        });
        lane.step("read halt (Line.standing)", m -> m.set(began, m.get(halt) == 0 ? 1 : 0));
        look(lane, b, t, l, m -> {});
        final int record = space.word("record of " + name, 0);
        lane.step("commit the answer (RingProducer.commit)", m -> {
            m.set(record, 1);
            m.require(
                    m.get(right) == 1 || !passes(m.get(b), m.get(t), m.get(l), cost),
                    "S1: can afford, although at no moment of the call it could");
            m.set(began, 0);
            m.set(right, 0);
        });
    }

    /** BookKeeper, to which pieces are added in their order. */
    Actor keeper() {
        return space.actor("keeper");
    }

    /** {@code Publisher.publish} after a withdrawal, a deposit, a doubt. */
    void publish(Actor keeper, int amount) {
        keeper.step(
                "limit := " + (amount < 0 ? "CLOSED" : amount) + " (BalanceTable.publish)", m -> m.set(limit, amount));
    }

    /** {@code FactDesk.settle} of a fill: limit lowered, then the hold, then back. */
    void fill(Actor keeper, Order order, int amount) {
        final int seen = keeper.own("back seen");
        if (bug != Bug.BACK_BEFORE_LIMIT) {
            keeper.step("limit lowered by the fill (Publisher.publish)", m -> m.add(limit, -amount));
        }
        keeper.step("hold smaller (Holds.shrink)", m -> m.add(order.hold, -amount));
        if (bug == Bug.BACK_BY_LANE) {
            keeper.step("read back (Holds.giveBack)", m -> m.set(seen, m.get(back)));
            keeper.step("back raised (ScopeTable.backRelease)", m -> m.set(back, m.get(seen) + amount));
        } else {
            keeper.step("back raised (Holds.giveBack)", m -> raise(m, order, amount));
        }
        if (bug == Bug.BACK_BEFORE_LIMIT) {
            keeper.step("planted: limit lowered after back", m -> m.add(limit, -amount));
        }
    }

    private void raise(Moment m, Order order, int amount) {
        m.add(back, amount);
        for (final Order other : orders) {
            if (other != order && m.get(other.window) == 1 && m.get(other.start) < m.get(order.start)) {
                m.add(other.late, amount);
            }
        }
    }

    /** A reservation that was not sent ends ({@code RowTimers.expire}, or a release): all of it is given back. */
    void giveBack(Actor keeper, Order order) {
        final Label end = keeper.label();
        keeper.step("the order has ended (RowTimers.expire)", m -> {
            // a refused order is not waited for: its void is given back at the end
            m.blockUnless(m.get(order.state) != PENDING);
            if (m.get(order.state) == RESERVED) {
                m.set(order.state, ENDED);
                m.add(exposed, -m.get(order.hold));
            } else {
                m.jump(end);
            }
        });
        keeper.step("hold zero, back raised (Holds.derive)", m -> {
            raise(m, order, m.get(order.hold));
            m.set(order.hold, 0);
        });
        keeper.here(end);
    }

    /** {@code Lane.sent}, just before the order's bytes leave; what fails must not be sent. */
    void sent(String name, Order order) {
        space.actor(name)
                .step(
                        "wait for the answer",
                        m -> m.blockUnless(m.get(order.state) == RESERVED || m.get(order.state) == ENDED))
                .step(
                        "CAS RESERVED to SENT (ReservationTable.compareAndSetState)",
                        m -> m.compareAndSet(order.state, RESERVED, SENT));
    }

    /** {@code RowTimers.expire}, by a CAS as {@link #sent} is: only one of them can have the row. */
    void expire(Actor keeper, Order order) {
        final Label end = keeper.label();
        keeper.step("read state (RowTimers.expire)", m -> {
            if (m.get(order.state) != RESERVED) {
                m.jump(end);
            }
        });
        keeper.step("CAS RESERVED to ENDED (ReservationTable.compareAndSetState)", m -> {
            if (m.get(order.state) == RESERVED) {
                // from now on it cannot be sent
                m.add(exposed, -order.cost);
            }
            if (bug == Bug.EXPIRY_AFTER_SENT) {
                m.set(order.state, ENDED);
            } else if (!m.compareAndSet(order.state, RESERVED, ENDED)) {
                m.jump(end);
            }
        });
        keeper.step("hold zero, back raised (Holds.derive)", m -> {
            raise(m, order, m.get(order.hold));
            m.set(order.hold, 0);
        });
        keeper.here(end);
    }

    /** {@code ScopeTable.forcedTake}, a take without a check, and its end some time later. */
    void forcedTakeAndBack(Actor keeper, int amount) {
        final int forced = space.ghost("forced take began at", 0);
        keeper.step("CAS taken by force (ScopeTable.forcedTake)", m -> {
            m.set(forced, m.get(taken));
            m.add(taken, amount);
        });
        keeper.step("its money given back (Holds.giveBack)", m -> {
            m.add(back, amount);
            for (final Order other : orders) {
                if (m.get(other.window) == 1 && m.get(other.start) < m.get(forced)) {
                    m.add(other.late, amount);
                }
            }
        });
    }

    /**
     * {@code back := max(back, T - sum of holds)}, as {@code Recovery.deriveBack} does it: T first, the rows after it; here beside lanes that go
     * on. Rows that are VOID count until this gives them back.
     */
    void derive(Actor keeper, List<Order> rows, Order released) {
        final int t = keeper.own("T");
        final int sum = keeper.own("holds");
        keeper.step("the order has ended: hold zero (Holds.shrink)", m -> {
            m.add(exposed, -m.get(released.hold));
            m.set(released.hold, 0);
            m.set(released.state, ENDED);
        });
        if (bug != Bug.ROWS_BEFORE_TAKEN) {
            keeper.step("T := taken (Recovery.deriveBack)", m -> m.set(t, m.get(taken)));
        }
        for (final Order row : rows) {
            keeper.step("read a row (Recovery.deriveBack)", m -> {
                if (m.get(row.state) != FREE) {
                    m.add(sum, m.get(row.hold));
                }
            });
        }
        if (bug == Bug.ROWS_BEFORE_TAKEN) {
            keeper.step("planted: T := taken after the rows", m -> m.set(t, m.get(taken)));
        }
        keeper.step("back := max(back, T - holds) (Recovery.deriveBack)", m -> {
            m.set(back, Math.max(m.get(back), m.get(t) - m.get(sum)));
            m.set(sum, 0);
        });
    }

    /** {@code Gate.halt}: a bit of the halt word. */
    void halting(String name) {
        space.actor(name).step("halt bit set (Book.halt)", m -> m.set(halt, 1));
    }

    /** BookKeeper's last piece: voids are given back ({@code RowTimers.takeVoidsBack}); then everything must add up. */
    void voids(Actor keeper) {
        for (final Order order : orders) {
            keeper.mayWait().step("a void is given back (RowTimers.takeVoidsBack)", m -> {
                m.blockUnless(m.get(order.state) == VOID || everyLaneEnded(m));
                if (m.get(order.state) == VOID) {
                    raise(m, order, m.get(order.hold));
                    m.set(order.hold, 0);
                    m.set(order.state, FREE);
                }
            });
        }
    }

    private boolean everyLaneEnded(Moment m) {
        for (final Actor actor : space.actors()) {
            if (!actor.isWaiter() && !m.hasEnded(actor)) {
                return false;
            }
        }
        return true;
    }

    /** S4: what is held is what the rows hold. */
    void exactAtQuiet(List<Order> rows) {
        space.atQuiet(m -> {
            int sum = 0;
            for (final Order row : rows) {
                sum += m.get(row.state) == FREE ? 0 : m.get(row.hold);
            }
            m.require(
                    m.get(taken) - m.get(back) == sum,
                    "S4: held is " + (m.get(taken) - m.get(back)) + ", the rows hold " + sum);
        });
    }

    static int closed() {
        return CLOSED;
    }
}
