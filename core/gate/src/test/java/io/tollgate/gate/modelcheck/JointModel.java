package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;

/**
 * An order with two limits ({@code JointLine.reserve}), so with a reservation on each: time-outs of either, the order's end, and crashes between any
 * two steps. What is at the venue is held on both; what has ended is held on none.
 */
final class JointModel {
    private static final int NONE = 0;
    private static final int RESERVED = 1;
    private static final int SENT = 2;
    private static final int ENDED = 3;

    private final Space space = new Space();
    private final Bug bug;
    private final int leg = space.word("leg state", NONE);
    private final int order = space.word("order state", NONE);
    private final int before = space.word("leg's before", 0);
    private final int next = space.word("order's next", 0);
    private final int legFact = space.word("leg's release", 0);
    private final int orderFact = space.word("order's release", 0);
    private final int atVenue = space.ghost("at the venue", 0);

    private JointModel(Bug bug) {
        this.bug = bug;
    }

    private static boolean isOpen(int state) {
        return state == RESERVED || state == SENT;
    }

    /** Everything above. */
    static Space reserveAndEnd(Bug bug) {
        final JointModel model = new JointModel(bug);
        final Actor lane = model.lane();
        final Actor keeper = model.keeper();
        final Actor crash = model.space.actor("crash").mayWait();
        for (int times = 0; times < 2; times++) {
            crash.step("kill -9, or no more of them", m -> {
                if (m.choose(2) == 1) {
                    m.end();
                } else {
                    m.kill(lane);
                    m.restart(keeper);
                }
            });
        }
        model.space.always(m -> m.require(
                m.get(model.atVenue) == 0 || m.get(model.leg) == SENT,
                "S1: an order is at the venue, and one of its limits does not hold it"));
        model.space.atQuiet(m -> m.require(
                isOpen(m.get(model.order)) || !isOpen(m.get(model.leg)),
                "S4: an order has ended, and one of its limits holds it for ever"));
        return model.space;
    }

    /** {@code JointLine.reserve}, then the order's own life. */
    private Actor lane() {
        final Actor lane = space.actor("lane");
        final Label back = lane.label();
        final Label backLeg = lane.label();
        lane.step("leg RESERVED (Line.reserve)", m -> m.set(leg, RESERVED));
        lane.step("order RESERVED (Line.reserve)", m -> m.set(order, RESERVED));
        lane.step("leg knows the order (Companions.chain)", m -> m.set(before, 1));
        lane.step("order knows the leg (Companions.chain)", m -> m.set(next, 1));
        if (bug != Bug.LEG_NOT_SENT) {
            lane.step("CAS leg to SENT (Lane.sent)", m -> {
                if (!m.compareAndSet(leg, RESERVED, SENT)) {
                    m.jump(back);
                }
            });
        }
        if (bug != Bug.ORDER_NOT_LOOKED_AT) {
            lane.step("read order (JointLine.reserve)", m -> {
                if (m.get(order) != RESERVED) {
                    m.jump(backLeg);
                }
            });
        }
        lane.step("CAS order to SENT (Lane.sent)", m -> {
            if (m.compareAndSet(order, RESERVED, SENT)) {
                m.set(atVenue, 1);
            } else {
                m.end();
            }
        });
        lane.step("the order is over (Lane.release)", m -> {
            m.set(atVenue, 0);
            m.set(orderFact, 1);
            m.end();
        });
        lane.here(back).step("order released (JointLine.rollBack)", m -> m.set(orderFact, 1));
        lane.here(backLeg).step("leg released (JointLine.rollBack)", m -> m.set(legFact, 1));
        return lane;
    }

    private Actor keeper() {
        final Actor keeper = space.actor("keeper").mayWait();
        final Label idle = keeper.label();
        final Label expire = keeper.label();
        final Label ended = keeper.label();
        final int orphan = keeper.own("orphan");
        final int seen = keeper.own("next seen");
        keeper.step("what hung on an order that is over (Recovery.orphans)", m -> {
            if (bug != Bug.ORPHANS_FORGOTTEN && m.get(leg) == SENT && m.get(before) == 1 && !isOpen(m.get(order))) {
                m.set(orphan, 1);
            }
        });
        keeper.here(idle).step("what comes next (BookKeeper.doWork)", m -> {
            m.jump(idle);
            switch (m.choose(5)) {
                case 0 -> m.blockUnless(m.compareAndSet(leg, RESERVED, ENDED));
                case 1 -> {
                    m.blockUnless(m.get(order) == RESERVED);
                    m.jump(expire);
                }
                case 2 -> {
                    m.blockUnless(m.get(orphan) == 1);
                    m.set(leg, isOpen(m.get(leg)) ? ENDED : m.get(leg));
                    m.set(orphan, 0);
                }
                case 3 -> {
                    m.blockUnless(m.get(legFact) == 1);
                    m.set(leg, ENDED);
                    m.set(legFact, 0);
                }
                default -> {
                    m.blockUnless(m.get(orderFact) == 1 && isOpen(m.get(order)));
                    m.set(legFact, m.get(next) == 1 ? 1 : m.get(legFact));
                    m.jump(ended);
                }
            }
        });
        keeper.here(expire);
        if (bug == Bug.NEXT_READ_BEFORE_END) {
            keeper.step("planted: read next first", m -> m.set(seen, m.get(next)));
        }
        keeper.step("CAS order to ENDED (RowTimers.expire)", m -> {
            if (!m.compareAndSet(order, RESERVED, ENDED)) {
                m.set(seen, 0);
                m.jump(idle);
            }
        });
        keeper.step("read next (Holds.tombstone)", m -> {
            m.set(orphan, bug == Bug.NEXT_READ_BEFORE_END ? m.get(seen) : m.get(next));
            m.set(seen, 0);
            m.jump(idle);
        });
        keeper.here(ended).step("order ENDED (Holds.end)", m -> m.set(order, ENDED));
        keeper.step("read next (Holds.tombstone)", m -> {
            m.set(orphan, m.get(next));
            m.jump(idle);
        });
        return keeper;
    }
}
