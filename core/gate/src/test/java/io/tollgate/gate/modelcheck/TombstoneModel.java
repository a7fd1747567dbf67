package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;

/**
 * The end of a tombstone ({@code RowTimers.recycle}) beside a late fill ({@code ReservationTable.claimFact}) and the row's next use, with a crash
 * anywhere. A fill that was accepted is charged; one that came too late is told as unknown, and charged as a lump.
 */
final class TombstoneModel {
    private static final int FREE = 0;
    private static final int ENDED = 1;
    private static final int USED_AGAIN = 2;

    private static final int CLAIMED = 1;
    private static final int COMMITTED = 2;

    private static final int ACCEPTED = 1;
    private static final int UNKNOWN = 2;

    private final Space space = new Space();
    private final Bug bug;
    private final int state = space.word("row state", ENDED);
    private final int slot = space.word("fact slot", FREE);
    private final int record = space.word("record", 0);
    private final int given = space.word("free rows", 0);
    private final int charged = space.word("charged", 0);
    private final int told = space.ghost("told to the caller", 0);
    private final int crashed = space.ghost("crashed", 0);

    private TombstoneModel(Bug bug) {
        this.bug = bug;
    }

    /** Everything above. */
    static Space lateFill(Bug bug) {
        final TombstoneModel model = new TombstoneModel(bug);
        final Actor router = model.router();
        final Actor keeper = model.keeper();
        final Actor lane = model.space.actor("lane").mayWait();
        lane.step("take a free row (FreeRows.peek)", m -> m.blockUnless(m.get(model.given) == 1));
        lane.step("row in its next use (ReservationTable.begin)", m -> {
            m.require(m.get(model.slot) != COMMITTED, "S5: a fact of the order before is in the row's next use");
            m.set(model.state, USED_AGAIN);
            m.set(model.given, 0);
        });
        model.space.actor("crash").mayWait().step("kill -9", m -> {
            m.kill(router);
            m.kill(lane);
            m.restart(keeper);
            m.set(model.crashed, 1);
        });
        model.space.atQuiet(m -> {
            m.require(
                    m.get(model.told) != ACCEPTED || m.get(model.charged) == 1,
                    "S5: an accepted fill was never charged");
            m.require(m.get(model.slot) != COMMITTED, "S5: a fact that was written was never taken");
        });
        return model.space;
    }

    /** {@code Lane.note}, then the fill's record. */
    private Actor router() {
        final Actor router = space.actor("router");
        final Label gone = router.label();
        if (bug == Bug.STATE_READ_BEFORE_CLAIM) {
            router.step("planted: read state first", m -> {
                if (m.get(state) != ENDED) {
                    m.jump(gone);
                }
            });
        }
        router.step("CAS a slot to CLAIMED (ReservationTable.claimFact)", m -> m.set(slot, CLAIMED));
        if (bug != Bug.STATE_READ_BEFORE_CLAIM) {
            router.step("read state (ReservationTable.claimFact)", m -> {
                if (m.get(state) != ENDED) {
                    m.jump(gone);
                }
            });
        }
        router.step("commit the fact (ReservationTable.commitFact)", m -> m.set(slot, COMMITTED));
        router.step("commit its record (RingProducer.commit)", m -> {
            m.set(record, ACCEPTED);
            m.set(told, ACCEPTED);
            m.end();
        });
        router.here(gone).step("slot FREE again (ReservationTable.claimFact)", m -> m.set(slot, FREE));
        router.step("commit the record of an unknown fill (RingProducer.commit)", m -> {
            m.set(record, UNKNOWN);
            m.set(told, UNKNOWN);
        });
        return router;
    }

    private Actor keeper() {
        final Actor keeper = space.actor("keeper").mayWait();
        final Label idle = keeper.label();
        final Label settle = keeper.label();
        final Label recycle = keeper.label();
        final int lumped = keeper.own("lumped");
        final int seen = keeper.own("slot seen");
        keeper.step("recovery: a FREE row with a fact is a tombstone still (Recovery.run)", m -> {
            if (m.get(crashed) == 0) {
                m.jump(idle);
            } else if (m.get(state) == FREE && m.get(slot) != FREE && bug != Bug.FREE_ROW_FORGOTTEN) {
                m.set(state, ENDED);
            }
        });
        keeper.step("recovery: who wrote a claimed slot is dead (Recovery.settleFacts)", m -> {
            if (m.get(state) == ENDED && m.get(slot) == CLAIMED) {
                m.set(slot, FREE);
            }
        });
        keeper.step("recovery: what is FREE is given (Recovery.refill)", m -> {
            m.set(given, m.get(state) == FREE ? 1 : 0);
            m.jump(m.get(state) == ENDED ? settle : idle);
        });
        keeper.here(idle).step("what comes next (BookKeeper.doWork)", m -> {
            final boolean recycles = m.choose(2) == 1;
            if (recycles) {
                m.blockUnless(m.get(state) == ENDED);
                m.jump(recycle);
            } else if (m.get(record) == UNKNOWN) {
                m.blockUnless(m.get(lumped) == 0);
                m.set(lumped, 1);
                m.jump(idle);
            } else {
                m.blockUnless(m.get(record) == ACCEPTED && m.get(slot) == COMMITTED && m.get(state) == ENDED);
            }
        });
        keeper.here(settle).step("the fill is charged (FactDesk.settle)", m -> {
            if (m.get(slot) == COMMITTED) {
                m.set(charged, 1);
            }
        });
        keeper.step("its slot is free (FactDesk.finish)", m -> {
            if (m.get(slot) == COMMITTED && m.get(charged) == 1) {
                m.set(slot, FREE);
            }
            m.jump(idle);
        });
        keeper.here(recycle);
        if (bug == Bug.SLOTS_READ_BEFORE_STATE) {
            keeper.step("planted: read the slots first", m -> m.set(seen, m.get(slot)));
        }
        keeper.step("row FREE (RowTimers.recycle)", m -> m.set(state, FREE));
        keeper.step("read the slots (RowTimers.hasFact)", m -> {
            if (bug != Bug.SLOTS_READ_BEFORE_STATE) {
                m.set(seen, m.get(slot));
            }
        });
        keeper.step("give the row, or ENDED again (RowTimers.recycle)", m -> {
            if (m.get(seen) == FREE) {
                m.set(given, 1);
            } else {
                m.set(state, ENDED);
            }
            m.set(seen, FREE);
            m.jump(idle);
        });
        return keeper;
    }
}
