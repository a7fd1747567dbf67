package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;

/**
 * Two fills and their two ledger entries taken step by step by BookKeeper ({@code FactDesk.settle}, {@code LedgerDesk.apply}), killed between
 * any two steps, up to two times; the restart goes on from the marks, and the stream repeats its entries. The order of three units had two filled, one
 * unit each; the venue has two of four left.
 *
 * <p>Spendable (limit less held) is what the venue has for it, or less, at every moment; it is exactly that once everything was told and, after
 * a crash, a barrier read was had.
 */
final class RestartModel {
    private static final int CASH = 4;
    private static final int SIZE = 3;
    private static final int FILLS = 2;
    private static final int TRUE_SPENDABLE = CASH - SIZE;
    private static final int CLOSED = -1;

    private static final int COMMITTED = 0;
    private static final int CHARGED = 1;
    private static final int FREE = 2;

    private static final int NO_ROW = 0;
    private static final int ACTIVE = 1;
    private static final int CLEARED = 2;

    private final Space space = new Space();
    private final Bug bug;
    private final int limit = space.word("limit", CASH);
    private final int back = space.word("back", 0);
    private final int taken = space.word("taken", SIZE);
    private final int hold = space.word("row hold", SIZE);
    private final int ledger = space.word("ledger", CASH);
    private final int[] slot = new int[FILLS];
    private final int[] row = new int[FILLS];
    private final int[] noted = new int[FILLS];
    private final int told = space.word("entries told", 0);
    private final int crashes = space.ghost("crashes", 0);

    private RestartModel(Bug bug) {
        this.bug = bug;
        for (int i = 0; i < FILLS; i++) {
            slot[i] = space.word("fact " + (i + 1), COMMITTED);
            row[i] = space.word("in transit " + (i + 1), NO_ROW);
            noted[i] = space.word("entry " + (i + 1) + " noted", 0);
        }
    }

    /** Everything above. */
    static Space fillsAndRestart(Bug bug) {
        final RestartModel model = new RestartModel(bug);
        final Actor keeper = model.keeper();
        final Actor venue = model.space.actor("venue");
        for (int i = 1; i <= FILLS; i++) {
            final int entries = i;
            venue.step("entry " + i + " is told", m -> m.set(model.told, entries));
        }
        model.space
                .actor("crash")
                .mayWait()
                .step("kill -9", m -> model.crash(m, keeper))
                .step("kill -9", m -> model.crash(m, keeper));
        model.space.always(m -> {
            final int spendable = m.get(model.limit) - (m.get(model.taken) - m.get(model.back));
            m.require(
                    m.get(model.limit) == CLOSED || spendable <= TRUE_SPENDABLE,
                    "S1: " + spendable + " is shown as spendable, the venue has " + TRUE_SPENDABLE + " for it");
        });
        model.space.atQuiet(model::check);
        return model.space;
    }

    private void crash(Moment m, Actor keeper) {
        m.restart(keeper);
        m.add(crashes, 1);
    }

    private Actor keeper() {
        final Actor keeper = space.actor("keeper").mayWait();
        final int next = keeper.own("next entry");
        final int old = keeper.own("hold seen");
        final int read = keeper.own("barrier read had");
        final int confirmed = keeper.own("confirmed");
        final int resume = keeper.own("resume after");
        final Label idle = keeper.label();
        final Label entry = keeper.label();
        final Label fact = keeper.label();
        final int now = keeper.own("fact");
        keeper.step("limit CLOSED after a crash (BookKeeper)", m -> {
            if (m.get(crashes) > 0) {
                m.set(limit, CLOSED);
                m.set(resume, Math.max(1, m.get(noted[0]) + m.get(noted[1])));
            } else {
                m.set(confirmed, 1);
                m.jump(idle);
            }
        });
        keeper.step(
                "back := max(back, T - holds) (Recovery.deriveBack)",
                m -> m.set(back, Math.max(m.get(back), m.get(taken) - m.get(hold))));
        keeper.step("hold := what the charged fills leave (FactDesk.finish)", m -> {
            m.set(old, m.get(hold));
            m.set(hold, SIZE - charged(m));
        });
        keeper.step("back raised by the difference (Holds.giveBack)", m -> {
            m.add(back, m.get(old) - m.get(hold));
            m.set(old, 0);
        });
        keeper.here(idle).step("what comes next (BookKeeper.doWork)", m -> {
            final int work = m.choose(FILLS + 2);
            if (work < FILLS) {
                m.blockUnless(m.get(slot[work]) != FREE);
                m.set(now, work);
                m.jump(fact);
            } else if (work == FILLS) {
                m.blockUnless(m.get(next) < m.get(told));
                m.jump(entry);
            } else {
                // a read asked for now that agrees with the stream: all fills that are charged are in it
                m.blockUnless(m.get(read) == 0 && allTold(m) && m.get(next) == FILLS);
                m.set(read, 1);
                m.set(confirmed, 1);
                for (final int transit : row) {
                    m.set(transit, m.get(transit) == ACTIVE ? CLEARED : m.get(transit));
                }
                publish(m, confirmed);
                m.jump(idle);
            }
        });
        fact(keeper, now, old, confirmed, idle, fact);
        entry(keeper, next, confirmed, resume, idle, entry);
        return keeper;
    }

    private void fact(Actor keeper, int now, int old, int confirmed, Label idle, Label fact) {
        final Label finish = keeper.label();
        keeper.here(fact).step("is it known (FactDesk.chargeFill)", m -> {
            if (m.get(slot[m.get(now)]) == CHARGED || m.get(row[m.get(now)]) != NO_ROW) {
                m.jump(finish);
            }
        });
        if (bug == Bug.MARKED_BEFORE_CHARGED) {
            keeper.step("planted: fact CHARGED first", m -> m.set(slot[m.get(now)], CHARGED));
        }
        keeper.step("row in transit (TransitDesk.charge)", m -> m.set(row[m.get(now)], ACTIVE));
        if (bug != Bug.MARKED_BEFORE_CHARGED) {
            keeper.step("fact CHARGED (FactDesk.chargeFill)", m -> m.set(slot[m.get(now)], CHARGED));
        }
        keeper.here(finish).step("publish (Publisher.publishAll)", m -> publish(m, confirmed));
        keeper.step("fact FREE (FactDesk.finish)", m -> m.set(slot[m.get(now)], FREE));
        keeper.step("hold := what is needed (Holds.shrink)", m -> {
            m.set(old, m.get(hold));
            m.set(hold, SIZE - charged(m));
        });
        keeper.step("back raised by the difference (Holds.giveBack)", m -> {
            m.add(back, m.get(old) - m.get(hold));
            m.set(old, 0);
            m.set(now, 0);
            m.jump(idle);
        });
    }

    private void entry(Actor keeper, int next, int confirmed, int resume, Label idle, Label entry) {
        final int cleared = keeper.own("cleared");
        final Label end = keeper.label();
        keeper.here(entry).step("ledger := after, if the entry is not known (LedgerDesk.apply)", m -> {
            if (m.get(noted[m.get(next)]) == 1) {
                m.jump(end);
            } else {
                m.set(ledger, CASH - m.get(next) - 1);
            }
        });
        if (bug == Bug.NOTED_AFTER_CLEARED) {
            clear(keeper, cleared);
        }
        keeper.step("its id is noted (EntryIds.note)", m -> m.set(noted[m.get(next)], 1));
        if (bug != Bug.NOTED_AFTER_CLEARED) {
            clear(keeper, cleared);
        }
        keeper.here(end).step("publish (LedgerDesk.goOn)", m -> {
            m.add(next, 1);
            m.set(cleared, 0);
            if (m.get(next) >= m.get(resume)) {
                m.set(confirmed, 1);
            }
            publish(m, confirmed);
            m.jump(idle);
        });
    }

    /** The oldest fill in transit goes. What comes before its fill has no place to be kept here: the fill is charged in full. */
    private void clear(Actor keeper, int cleared) {
        keeper.step("the oldest fill in transit is cleared (TransitDesk.clearByAmount)", m -> {
            for (final int transit : row) {
                if (m.get(transit) == ACTIVE && m.get(cleared) == 0) {
                    m.set(transit, CLEARED);
                    m.set(cleared, 1);
                }
            }
        });
    }

    private int charged(Moment m) {
        int sum = 0;
        for (final int transit : row) {
            sum += m.get(transit) == NO_ROW ? 0 : 1;
        }
        return sum;
    }

    private boolean allTold(Moment m) {
        boolean all = true;
        for (final int fact : slot) {
            all &= m.get(fact) == FREE;
        }
        return all;
    }

    private void publish(Moment m, int confirmed) {
        int inTransit = 0;
        for (final int transit : row) {
            inTransit += m.get(transit) == ACTIVE ? 1 : 0;
        }
        m.set(limit, m.get(confirmed) == 1 ? m.get(ledger) - inTransit : CLOSED);
    }

    private void check(Moment m) {
        m.require(m.get(hold) == SIZE - FILLS, "S5: the order holds " + m.get(hold) + ", one unit is open");
        m.require(
                m.get(taken) - m.get(back) == m.get(hold),
                "S4: held is " + (m.get(taken) - m.get(back)) + ", the row holds " + m.get(hold));
        m.require(m.get(limit) == CASH - FILLS, "S4: the limit is " + m.get(limit));
    }
}
