package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;

/**
 * Facts about one order of two units (price 1, so that it costs two) brought by three threads, an amend to three units, BookKeeper's {@code
 * FactDesk.settle} in its order, and another lane that reserves. At the venue one unit was filled and the rest cancelled; the facts come in
 * any order.
 */
final class FactsModel {
    private static final int CASH = 3;
    private static final int SIZE = 2;
    private static final int NEW_SIZE = 3;

    private static final int FREE = 0;
    private static final int CLAIMED = 1;
    private static final int COMMITTED = 2;
    private static final int CHARGED = 3;

    private static final int NONE = 0;
    private static final int PENDING = 1;
    private static final int TAKEN = 2;
    private static final int IN_FLIGHT = 3;
    private static final int VOID = 4;

    private static final int OPEN = 0;
    private static final int ENDED = 1;

    private final Space space = new Space();
    private final Bug bug;
    private final int back = space.word("back", 0);
    private final int taken = space.word("taken", SIZE);
    private final int limit = space.word("limit", CASH);
    private final int state = space.word("row state", OPEN);
    private final int hold = space.word("row hold", SIZE);
    private final int filled = space.word("row filled", 0);
    private final int size = space.word("row size", SIZE);
    private final int finalQuantity = space.word("row final quantity", -1);
    private final int amend = space.word("amend", NONE);
    private final int delta = space.word("amend delta", 0);
    private final int fill = space.word("fill slot", FREE);
    private final int release = space.word("release slot", FREE);
    private final int accepted = space.word("amend accepted slot", FREE);
    private final int transit = space.word("in transit", 0);
    private final int records = space.word("records", 0);
    /** What the order may cost at most, filled part included; and the other lane's. */
    private final int exposed = space.ghost("order may cost", SIZE);

    private final int othersExposed = space.ghost("others may cost", 0);
    private final int filledAtVenue = space.ghost("filled at the venue", 0);
    private final int cancelledAtVenue = space.ghost("cancelled at the venue", 0);
    private int otherHold = -1;

    private FactsModel(Bug bug) {
        this.bug = bug;
    }

    /** release beside fill, beside a reserve that fits only if nothing was filled. */
    static Space releaseAndFill(Bug bug) {
        final FactsModel model = new FactsModel(bug);
        model.venueFills();
        model.cancelled();
        model.reserve("lane 2", CASH);
        model.keeper();
        model.exact();
        return model.space;
    }

    /** A fill beside an amend that asks for more, beside a reserve. */
    static Space fillAndAmend(Bug bug) {
        final FactsModel model = new FactsModel(bug);
        model.venueFills();
        model.increase(false);
        model.reserve("lane 2", 1);
        model.keeper();
        model.exact();
        return model.space;
    }

    /** release, fill, amend: three facts of one order at once. */
    static Space releaseFillAmend(Bug bug) {
        final FactsModel model = new FactsModel(bug);
        model.venueFills();
        model.cancelled();
        model.increase(false);
        model.keeper();
        model.exact();
        return model.space;
    }

    /** An amend that the venue accepts, told before or after a fill, beside a reserve. */
    static Space fillAndAcceptedAmend(Bug bug) {
        final FactsModel model = new FactsModel(bug);
        model.venueFills();
        model.increase(true);
        model.reserve("lane 2", 1);
        model.keeper();
        model.exact();
        return model.space;
    }

    /** {@code Lane.fill}. */
    private void venueFills() {
        final Actor router = space.actor("router 1");
        router.step("the venue fills one", m -> m.add(filledAtVenue, 1));
        fact(router, fill, "fill");
    }

    /** {@code Lane.release}: one was filled in all. */
    private void cancelled() {
        final Actor router = space.actor("router 2");
        router.step("the venue cancels the rest", m -> {
            // the cancel is the venue's last word: the fill was before it
            m.blockUnless(m.get(filledAtVenue) == 1);
            m.set(cancelledAtVenue, 1);
            m.set(exposed, 1);
        });
        fact(router, release, "release");
    }

    /** {@code Lane.note}, then its record. */
    private void fact(Actor router, int slot, String what) {
        router.step("claim a slot for the " + what + " (ReservationTable.claimFact)", m -> m.set(slot, CLAIMED));
        router.step("commit the " + what + " (ReservationTable.commitFact)", m -> m.set(slot, COMMITTED));
        router.step("commit its record (RingProducer.commit)", m -> m.add(records, 1));
    }

    /** {@code Line.amend}, then {@code Lane.amendAccepted} if the venue accepts. */
    private void increase(boolean accept) {
        final Actor lane = space.actor("lane 1");
        final int f = lane.own("filled");
        final int h = lane.own("hold");
        final int d = lane.own("delta");
        final int b = lane.own("back");
        final int t = lane.own("taken");
        final int l = lane.own("limit");
        final Label look = lane.label();
        final Label told = lane.label();
        final Label refused = lane.label();
        lane.step("read state (Line.amendable)", m -> {
            if (m.get(state) != OPEN) {
                m.end();
            }
        });
        lane.step("claim the amend (ReservationTable.compareAndSetAmend)", m -> m.set(amend, PENDING));
        if (bug == Bug.HOLD_READ_BEFORE_FILLED) {
            lane.step("planted: read hold first", m -> m.set(h, m.get(hold)));
        }
        lane.step("read filled (Line.amend)", m -> m.set(f, m.get(filled)));
        if (bug != Bug.HOLD_READ_BEFORE_FILLED) {
            lane.step("read hold (Line.amend)", m -> m.set(h, m.get(hold)));
        }
        lane.step("read taken, as a first guess (Line.amend)", m -> m.set(t, m.get(taken)));
        lane.step("write what is asked for (ReservationTable.amend)", m -> {
            m.set(d, Math.max(0, NEW_SIZE - m.get(f) - m.get(h)));
            m.set(delta, m.get(d));
            if (m.get(d) == 0) {
                m.jump(told);
            }
        });
        lane.here(look).step("read back (Line.look)", m -> m.set(b, m.get(back)));
        lane.step("read taken (Line.look)", m -> m.set(t, m.get(taken)));
        lane.step("read limit (Line.look)", m -> {
            m.set(l, m.get(limit));
            if (m.get(t) - m.get(b) + m.get(d) > m.get(l)) {
                m.jump(refused);
            }
        });
        lane.step("CAS taken (LineWords.compareAndSetTaken)", m -> {
            if (!m.compareAndSet(taken, m.get(t), m.get(t) + m.get(d))) {
                m.jump(look);
            }
        });
        final Label again = lane.label();
        lane.step("read limit again (LineWords.lookAgain)", m -> m.jump(m.get(limit) >= m.get(l) ? told : again));
        lane.here(again).step("lower: read back (LineWords.lookAgain)", m -> m.set(h, m.get(back)));
        lane.step("lower: read taken (LineWords.lookAgain)", m -> {
            if (m.get(taken) == m.get(t) + m.get(d)) {
                m.set(b, m.get(h));
            }
        });
        lane.step("lower: read limit once more (LineWords.lookAgain)", m -> {
            if (m.get(t) - m.get(b) + m.get(d) <= m.get(limit)) {
                m.jump(told);
            }
        });
        lane.step("record the void, amend VOID (Line.amend)", m -> {
            m.set(amend, VOID);
            m.add(records, 1);
            m.end();
        });
        lane.here(refused).step("record the refusal, amend NONE (Line.amend)", m -> {
            m.set(amend, NONE);
            m.set(delta, 0);
            m.add(records, 1);
            m.end();
        });
        lane.here(told).step("commit the record (Line.amend)", m -> m.add(records, 1));
        lane.step("amend TAKEN (ReservationTable.compareAndSetAmend)", m -> {
            m.set(amend, TAKEN);
            // after a cancel it can fill no more, whatever was asked for
            if (m.get(cancelledAtVenue) == 0) {
                m.set(exposed, NEW_SIZE);
            }
            requireMoney(m);
            if (!accept) {
                m.end();
            }
        });
        if (accept) {
            fact(lane, accepted, "accepted amend");
        }
    }

    private void requireMoney(Moment m) {
        m.require(
                m.get(exposed) + m.get(othersExposed) <= CASH,
                "S1: promised and filled is more than the venue's cash of " + CASH);
    }

    /** {@code Line.reserve}, without its row. */
    private void reserve(String name, int cost) {
        final Actor lane = space.actor(name);
        final int b = lane.own("back");
        final int t = lane.own("taken");
        final int other = space.word(name + " hold", 0);
        otherHold = other;
        lane.step("read back (LineWords.look)", m -> m.set(b, m.get(back)));
        lane.step("read taken (LineWords.look)", m -> m.set(t, m.get(taken)));
        lane.step("read limit (LineWords.look)", m -> {
            if (m.get(t) - m.get(b) + cost > m.get(limit)) {
                m.end();
            }
        });
        lane.step("CAS taken (LineWords.compareAndSetTaken)", m -> {
            if (!m.compareAndSet(taken, m.get(t), m.get(t) + cost)) {
                m.end();
            }
        });
        lane.step("read limit again, back, taken, limit (LineWords.lookAgain)", m -> {
            m.set(other, cost);
            if (m.get(taken) - m.get(back) <= m.get(limit)) {
                m.add(othersExposed, cost);
                requireMoney(m);
            }
        });
    }

    /** {@code FactDesk.settle}, again and again. */
    private void keeper() {
        final Actor keeper = space.actor("keeper").mayWait();
        final int read = keeper.own("records read");
        final int charged = keeper.own("filled");
        final int answered = keeper.own("answered");
        final int unfinished = keeper.own("unfinished");
        final int old = keeper.own("hold");
        final Label notice = keeper.label();
        keeper.here(notice).step("read the rings (LaneFeed.poll)", m -> {
            m.blockUnless(m.get(records) > m.get(read) || m.get(unfinished) != 0);
            m.set(read, m.get(records));
            m.set(unfinished, 0);
            m.set(answered, 0);
        });
        bookAmend(keeper, unfinished);
        keeper.step("read the fill slot, row in transit (TransitDesk.charge)", m -> {
            if (m.get(fill) == COMMITTED) {
                m.add(transit, 1);
                m.set(old, 1);
            }
        });
        keeper.step("fill CHARGED (FactDesk.chargeFill)", m -> {
            if (m.get(old) == 1) {
                m.set(fill, CHARGED);
                m.set(old, 0);
            }
        });
        keeper.step("publish the limit (Publisher.publishAll)", m -> m.set(limit, CASH - m.get(transit)));
        bookAmend(keeper, unfinished);
        keeper.step("filled := what is charged (FactDesk.finish)", m -> {
            m.set(charged, m.get(transit));
            if (m.get(fill) == CHARGED) {
                m.set(fill, FREE);
            }
        });
        keeper.step("the release slot (FactDesk.take)", m -> {
            if (m.get(release) == COMMITTED) {
                m.set(finalQuantity, 1);
                m.set(release, FREE);
            }
        });
        keeper.step("the amend's answer (FactDesk.take)", m -> {
            if (m.get(accepted) == COMMITTED) {
                if (m.get(amend) == PENDING || m.get(amend) == TAKEN) {
                    m.set(unfinished, 1);
                } else {
                    m.set(answered, 1);
                    m.set(size, m.get(amend) == IN_FLIGHT ? NEW_SIZE : m.get(size));
                    m.set(accepted, FREE);
                }
            }
        });
        if (bug == Bug.FILLED_WRITTEN_BEFORE_HOLD) {
            keeper.step("planted: filled before hold", m -> m.set(filled, m.get(charged)));
        }
        keeper.step("hold := what is needed (Holds.derive)", m -> {
            final int needed = m.get(state) == ENDED ? 0 : needed(m, m.get(charged), m.get(answered) == 1);
            m.set(old, m.get(hold));
            m.set(hold, needed);
        });
        keeper.step("give back the rest, or take it by force (Holds.derive)", m -> {
            final int less = m.get(old) - m.get(hold);
            if (less > 0) {
                m.add(back, less);
            } else {
                m.add(taken, -less);
            }
            m.set(old, 0);
        });
        keeper.step("filled shown to lanes (Holds.derive)", m -> m.set(filled, m.get(charged)));
        keeper.step("answered amend NONE (Holds.derive)", m -> {
            if (m.get(answered) == 1) {
                m.compareAndSet(amend, IN_FLIGHT, NONE);
                m.set(delta, 0);
            }
        });
        keeper.step("over: ENDED (Holds.end)", m -> {
            final boolean done = m.get(finalQuantity) >= 0
                    ? m.get(charged) >= m.get(finalQuantity)
                    : m.get(amend) == NONE && m.get(charged) >= m.get(size);
            if (m.get(hold) == 0 && done) {
                m.set(state, ENDED);
            }
            m.set(charged, 0);
            m.jump(notice);
        });
    }

    /** {@code Holds.bookAmend}. */
    private void bookAmend(Actor keeper, int unfinished) {
        final int d = keeper.own("delta");
        keeper.step("TAKEN to IN_FLIGHT (Holds.bookAmend)", m -> {
            if (m.get(amend) == PENDING) {
                m.set(unfinished, 1);
            } else if (m.get(amend) == TAKEN) {
                m.set(amend, IN_FLIGHT);
                m.set(d, m.get(delta));
            } else if (m.get(amend) == VOID) {
                m.add(back, m.get(delta));
                m.set(delta, 0);
                m.set(amend, NONE);
            }
        });
        keeper.step("the increment joins the hold (Holds.grow)", m -> {
            m.add(hold, m.get(d));
            m.set(d, 0);
        });
    }

    /** {@code Holds.needed}, at price one. */
    private int needed(Moment m, int charged, boolean answered) {
        if (bug == Bug.RELEASE_FREES_FILLED && m.get(finalQuantity) >= 0) {
            return 0;
        }
        final int total = m.get(finalQuantity) >= 0 ? m.get(finalQuantity) : m.get(size);
        int needed = Math.max(0, total - charged);
        if (!answered && m.get(amend) == IN_FLIGHT) {
            needed = Math.max(needed, (m.get(finalQuantity) >= 0 ? m.get(finalQuantity) : NEW_SIZE) - charged);
        }
        return needed;
    }

    /** S4: at quiet everything was told, and held is what is open. */
    private void exact() {
        space.atQuiet(m -> {
            final int others = otherHold < 0 ? 0 : m.get(otherHold);
            m.require(m.get(limit) == CASH - m.get(filledAtVenue), "S4: the limit is " + m.get(limit));
            m.require(
                    m.get(taken) - m.get(back) - others == m.get(hold),
                    "S4: held is " + (m.get(taken) - m.get(back) - others) + " beside " + m.get(hold) + " of the row");
            final int total = m.get(finalQuantity) >= 0
                    ? m.get(finalQuantity)
                    : m.get(amend) == IN_FLIGHT ? NEW_SIZE : m.get(size);
            m.require(
                    m.get(hold) == total - m.get(filledAtVenue),
                    "S4: the row holds " + m.get(hold) + " for " + (total - m.get(filledAtVenue)));
        });
    }
}
