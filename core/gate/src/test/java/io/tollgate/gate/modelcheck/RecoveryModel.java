package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Death between any two steps of a reserve, an amend and a forced take, and {@code Recovery} after it, which may be killed between any two of its
 * own steps too; then another reserve of the next session. Taken must be tiled by the records without hole or overlap, what was approved
 * must be held, and held must be what the rows hold.
 */
final class RecoveryModel {
    private static final int FREE = 0;
    private static final int PENDING = 1;
    private static final int RESERVED = 2;
    private static final int VOID = 3;
    private static final int CLAIMED = 4;
    private static final int IN_FLIGHT = 5;

    private static final int NO_RECORD = 0;
    private static final int APPROVED = 1;
    private static final int VOIDED = 2;
    private static final int REFUSED = 3;

    private static final int NOWHERE = -1;
    private static final int CRASHES = 2;

    /** A take that may be left half done: a row's, an amend's, or BookKeeper's own. */
    private final class Take {
        final String name;
        final int cost;
        final int state;
        final int hold;
        final int expected;
        final int record;
        final int recordStart;
        final int voidStart;
        final int voidLength;
        final int told;
        /** What recovery reads before it changes anything. */
        int startSeen = NOWHERE;

        int voidSeen = NOWHERE;
        int boundary = NOWHERE;

        Take(String name, int cost) {
            this.name = name;
            this.cost = cost;
            state = space.word(name + " state", FREE);
            hold = space.word(name + " hold", 0);
            expected = space.word(name + " expected taken", NOWHERE);
            record = space.word(name + " record", NO_RECORD);
            recordStart = space.word(name + " record's taken", NOWHERE);
            voidStart = space.word(name + " VOID record's taken", NOWHERE);
            voidLength = space.word(name + " VOID record's amount", 0);
            told = space.ghost(name + " approved", 0);
        }
    }

    private final Space space = new Space();
    private final Bug bug;
    private final int taken = space.word("taken", 0);
    private final int back = space.word("back", 0);
    private final int crashes = space.ghost("crashes", 0);
    private final int recovered = space.ghost("recovered", 0);
    private final List<Take> takes = new ArrayList<>();
    private final List<Actor> mortal = new ArrayList<>();
    private @Nullable Take amended;
    private final List<Take> forcedForAmend = new ArrayList<>();

    private RecoveryModel(Bug bug) {
        this.bug = bug;
    }

    /** Two lanes reserve; two crashes. */
    static Space twoReserves(Bug bug) {
        final RecoveryModel model = new RecoveryModel(bug);
        model.reserve("lane 1", 1, true);
        model.reserve("lane 2", 2, true);
        return model.finish();
    }

    /** Two lanes that ask for the same amount, so that their takes cannot be told apart by it; two crashes. */
    static Space twoEqualReserves(Bug bug) {
        final RecoveryModel model = new RecoveryModel(bug);
        model.reserve("lane 1", 1, true);
        model.reserve("lane 2", 1, true);
        return model.finish();
    }

    /** A lane reserves, BookKeeper takes by force; two crashes. */
    static Space reserveAndForcedTake(Bug bug) {
        final RecoveryModel model = new RecoveryModel(bug);
        model.reserve("lane 1", 2, true);
        model.forcedTake("keeper", 1);
        return model.finish();
    }

    /** A lane amends, another reserves, BookKeeper books the increment; two crashes. */
    static Space amendAndReserve(Bug bug) {
        final RecoveryModel model = new RecoveryModel(bug);
        model.amend("lane 1", 2);
        model.reserve("lane 2", 1, false);
        return model.finish();
    }

    private Space finish() {
        // the order of the next session
        final Take next = new Take("lane of the next session", 1);
        takes.add(next);
        final Actor recovery = recovery();
        final Actor after = space.actor("lane 9").mayWait();
        mortal.add(after);
        after.step("starts once recovery is over", m -> m.blockUnless(m.get(recovered) == 1));
        steps(after, next, false);
        final Actor crash = space.actor("crash").mayWait();
        for (int i = 0; i < CRASHES; i++) {
            crash.step("kill -9", m -> crash(m, recovery));
        }
        space.atQuiet(this::check);
        return space;
    }

    private void crash(Moment m, Actor recovery) {
        for (final Actor actor : mortal) {
            m.kill(actor);
        }
        m.restart(recovery);
        m.set(recovered, 0);
        m.add(crashes, 1);
    }

    private void reserve(String name, int cost, boolean mayBeRefused) {
        final Take take = new Take("row of " + name, cost);
        takes.add(take);
        final Actor lane = space.actor(name);
        mortal.add(lane);
        steps(lane, take, mayBeRefused);
    }

    /** {@code Line.reserve}; what the limits say is chance here. */
    private void steps(Actor lane, Take take, boolean mayBeRefused) {
        final int t = lane.own("taken");
        final int code = lane.own("refused");
        final Label again = lane.label();
        final Label swap = lane.label();
        final Label refused = lane.label();
        lane.step("read taken (LineWords.look)", m -> m.set(t, m.get(taken)));
        lane.step("row written, PENDING last (ReservationTable.begin)", m -> {
            m.set(take.expected, m.get(t));
            m.set(take.hold, take.cost);
            m.set(take.state, PENDING);
        });
        lane.here(swap).step("CAS taken (LineWords.compareAndSetTaken)", m -> {
            if (!m.compareAndSet(taken, m.get(t), m.get(t) + take.cost)) {
                m.jump(again);
            }
        });
        lane.step("look again (Line.lookAgain)", m -> m.set(code, mayBeRefused ? m.choose(2) : 0));
        lane.step("commit the record (RingProducer.commit)", m -> {
            m.set(take.record, m.get(code) == 0 ? APPROVED : VOIDED);
            m.set(take.recordStart, m.get(t));
        });
        lane.step("row RESERVED or VOID (ReservationTable.stateRelease)", m -> {
            m.set(take.state, m.get(code) == 0 ? RESERVED : VOID);
            m.set(take.told, m.get(code) == 0 ? 1 : 0);
            m.end();
        });
        lane.here(again).step("read taken again (LineWords.look)", m -> {
            m.set(t, m.get(taken));
            if (mayBeRefused && m.choose(2) == 1) {
                m.jump(refused);
            }
        });
        lane.step("rewrite expected taken (ReservationTable.expectedTaken)", m -> {
            m.set(take.expected, m.get(t));
            m.jump(swap);
        });
        lane.here(refused).step("row FREE (ReservationTable.stateRelease)", m -> m.set(take.state, FREE));
        lane.step("commit the refusal (RingProducer.commit)", m -> m.set(take.record, REFUSED));
    }

    /** {@code Line.amend} of an order that is at the venue, and {@code Holds.bookAmend}; the take's hold is the increment only. */
    private void amend(String name, int increment) {
        final Take take = new Take("amend of " + name, increment);
        takes.add(take);
        amended = take;
        for (int crash = 1; crash <= CRASHES; crash++) {
            forcedForAmend.add(new Take("forced take after crash " + crash, increment));
        }
        takes.addAll(forcedForAmend);
        final Actor lane = space.actor(name);
        mortal.add(lane);
        final int t = lane.own("taken");
        final int code = lane.own("refused");
        final Label again = lane.label();
        final Label swap = lane.label();
        lane.step("claim the amend (ReservationTable.compareAndSetAmend)", m -> m.set(take.state, CLAIMED));
        lane.step("read taken (Line.amend)", m -> m.set(t, m.get(taken)));
        lane.step("write what is asked for, sequence last (ReservationTable.amend)", m -> {
            m.set(take.expected, m.get(t));
            m.set(take.state, PENDING);
        });
        lane.here(again).step("read taken (LineWords.look)", m -> m.set(t, m.get(taken)));
        lane.step("rewrite expected taken (ReservationTable.amendTaken)", m -> m.set(take.expected, m.get(t)));
        lane.here(swap).step("CAS taken (LineWords.compareAndSetTaken)", m -> {
            if (!m.compareAndSet(taken, m.get(t), m.get(t) + take.cost)) {
                m.jump(again);
            }
        });
        lane.step("look again (Line.lookAgain)", m -> m.set(code, m.choose(2)));
        lane.step("commit the record (RingProducer.commit)", m -> {
            m.set(take.record, m.get(code) == 0 ? APPROVED : VOIDED);
            m.set(take.recordStart, m.get(t));
        });
        lane.step("amend TAKEN or VOID (ReservationTable.compareAndSetAmend)", m -> {
            m.set(take.state, m.get(code) == 0 ? RESERVED : VOID);
            m.set(take.told, m.get(code) == 0 ? 1 : 0);
        });
        final Actor keeper = space.actor("keeper").mayWait();
        mortal.add(keeper);
        keeper.step(
                "reads the lane's record (LaneFeed.poll)",
                m -> m.blockUnless(m.get(take.state) == RESERVED || m.get(take.state) == VOID));
        bookAmend(keeper, take);
    }

    /** {@code Holds.bookAmend}. */
    private void bookAmend(Actor keeper, Take take) {
        final Label done = keeper.label();
        final Label grow = keeper.label();
        keeper.step(take.name + ": TAKEN to IN_FLIGHT, or the void's back raised (Holds.bookAmend)", m -> {
            if (m.get(take.state) == RESERVED) {
                m.set(take.state, IN_FLIGHT);
                m.jump(grow);
            } else if (m.get(take.state) == VOID) {
                m.add(back, take.cost);
            } else {
                m.jump(done);
            }
        });
        keeper.step(take.name + ": VOID to NONE (Holds.bookAmend)", m -> {
            m.set(take.state, FREE);
            m.jump(done);
        });
        keeper.here(grow).step(take.name + ": the hold grows (Holds.grow)", m -> m.add(take.hold, take.cost));
        keeper.here(done);
    }

    /** {@code Holds.derive}: what an order in flight needs beyond its hold is taken by force. */
    private void deriveHold(Actor recovery, Take take) {
        final Label done = recovery.label();
        recovery.step(take.name + ": what it needs (Holds.derive)", m -> {
            if (m.get(take.state) != IN_FLIGHT || m.get(take.hold) >= take.cost) {
                m.jump(done);
            }
        });
        recovery.step("write what it will take (ScopeTable.forcedTake)", m -> {
            m.set(forced(m).expected, m.get(taken));
            m.set(forced(m).state, PENDING);
        });
        recovery.step("CAS taken (ScopeTable.forcedTake)", m -> m.add(taken, take.cost));
        recovery.step("commit its record (KeeperRecords.forcedTake)", m -> {
            m.set(forced(m).record, APPROVED);
            m.set(forced(m).recordStart, m.get(forced(m).expected));
        });
        recovery.step("amount zero (ScopeTable.forcedTold)", m -> m.set(forced(m).state, FREE));
        recovery.step(take.name + ": the hold grows (Holds.grow)", m -> m.add(take.hold, take.cost));
        recovery.here(done);
    }

    /** Each session may take by force once; what an earlier one left was settled before. */
    private Take forced(Moment m) {
        return forcedForAmend.get(m.get(crashes) - 1);
    }

    /** {@code ScopeTable.forcedTake}: here the row's PENDING stands for the amount that may have no record. */
    private void forcedTake(String name, int amount) {
        final Take take = new Take("forced take", amount);
        takes.add(take);
        final Actor keeper = space.actor(name);
        mortal.add(keeper);
        final int t = keeper.own("taken");
        final Label again = keeper.label();
        keeper.here(again).step("read taken (ScopeTable.forcedTake)", m -> m.set(t, m.get(taken)));
        keeper.step("write what it will take (ScopeTable.forcedTake)", m -> {
            m.set(take.expected, m.get(t));
            m.set(take.state, PENDING);
        });
        keeper.step("CAS taken (ScopeTable.forcedTake)", m -> {
            if (!m.compareAndSet(taken, m.get(t), m.get(t) + amount)) {
                m.jump(again);
            }
        });
        keeper.step("commit its record (KeeperRecords.forcedTake)", m -> {
            m.set(take.record, APPROVED);
            m.set(take.recordStart, m.get(t));
        });
        keeper.step("amount zero (ScopeTable.forcedTold)", m -> m.set(take.state, FREE));
        keeper.step("the hold grows (Holds.grow)", m -> {
            m.set(take.state, RESERVED);
            m.set(take.hold, amount);
            m.set(take.told, 1);
        });
    }

    /** {@code Recovery.run}. */
    private Actor recovery() {
        final Actor recovery = space.actor("recovery").mayWait();
        mortal.add(recovery);
        recovery.step("not before a crash", m -> m.blockUnless(m.get(crashes) > 0));
        for (final Take take : takes) {
            take.startSeen = recovery.own(take.name + " starts seen + 1");
            take.voidSeen = recovery.own(take.name + " voids seen + 1");
            take.boundary = recovery.own(take.name + " may have begun + 1");
        }
        recovery.step("read the rings and the rows (RingArchive, Recovery.noteBoundaries)", m -> {
            for (final Take take : takes) {
                final boolean tile = m.get(take.record) == APPROVED || m.get(take.record) == VOIDED;
                m.set(take.startSeen, tile ? m.get(take.recordStart) + 1 : 0);
                m.set(take.voidSeen, m.get(take.voidStart) + 1);
                m.set(take.boundary, m.get(take.state) == PENDING ? m.get(take.expected) + 1 : 0);
            }
        });
        for (final Take take : takes) {
            settle(recovery, take, take.name.startsWith("forced"));
            if (take == amended) {
                bookAmend(recovery, take);
            }
        }
        final int t = recovery.own("T");
        recovery.step("T := taken (Recovery.deriveBack)", m -> m.set(t, m.get(taken)));
        recovery.step("back := max(back, T - holds) (Recovery.deriveBack)", m -> {
            int sum = 0;
            for (final Take take : takes) {
                sum += isHeld(m, take) ? m.get(take.hold) : 0;
            }
            m.set(back, Math.max(m.get(back), m.get(t) - sum));
        });
        final Take amend = amended;
        if (amend != null) {
            deriveHold(recovery, amend);
        }
        recovery.step("lanes may start (Recovery.refillAll)", m -> m.set(recovered, 1));
        return recovery;
    }

    /** {@code Recovery.settleState}, {@code forcedTakeWithoutRecord}. */
    private void settle(Actor recovery, Take take, boolean forced) {
        final Label done = recovery.label();
        final Label free = recovery.label();
        recovery.step(take.name + ": what its record says (Recovery.settleState)", m -> {
            if (m.get(take.state) == FREE || isHeld(m, take)) {
                m.jump(done);
            } else if (m.get(take.state) == VOID || m.get(take.state) == CLAIMED || bug == Bug.PENDING_FREED_UNSEEN) {
                m.jump(free);
            } else if (m.get(take.record) == APPROVED && !forced) {
                m.set(take.state, RESERVED);
                m.jump(done);
            } else if (m.get(take.record) != NO_RECORD) {
                m.jump(free);
            }
        });
        recovery.step(take.name + ": VOID record of exactly its hole (Recovery.voidHole)", m -> {
            if (bug != Bug.HOLE_NOT_VOIDED) {
                voidHole(m, take);
            }
        });
        recovery.here(free).step(take.name + ": hold zero, FREE (Recovery.settleState)", m -> {
            m.set(take.hold, 0);
            m.set(take.state, FREE);
        });
        recovery.here(done);
    }

    private void voidHole(Moment m, Take take) {
        final int expected = m.get(take.expected);
        if (m.get(taken) == expected || startsAt(m, expected)) {
            return;
        }
        int gap = m.get(taken) - expected;
        for (final Take other : takes) {
            for (final int start : new int[] {other.startSeen, other.voidSeen, other.boundary}) {
                final int distance = m.get(start) - 1 - expected;
                if (m.get(start) > 0 && distance > 0 && distance < gap) {
                    gap = distance;
                }
            }
        }
        int length = take.cost;
        boolean before = false;
        for (final Take other : takes) {
            if (m.get(other.boundary) - 1 == expected) {
                length = other.cost == gap ? gap : length;
                // told in this run for another row that expected the same
                before |= other != take && m.get(other.voidStart) == expected;
            }
        }
        if (length > gap || before) {
            return;
        }
        if (bug == Bug.TAKEN_REWRITTEN) {
            m.add(taken, -length);
        } else {
            m.set(take.voidStart, expected);
            m.set(take.voidLength, length);
        }
    }

    private boolean startsAt(Moment m, int place) {
        for (final Take other : takes) {
            if (m.get(other.startSeen) - 1 == place || m.get(other.voidSeen) - 1 == place) {
                return true;
            }
        }
        return false;
    }

    private void check(Moment m) {
        if (m.get(crashes) > 0 && m.get(recovered) == 0) {
            throw new Moment.Violation("recovery does not end");
        }
        final int[] covered = new int[m.get(taken)];
        int held = 0;
        for (final Take take : takes) {
            if (m.get(take.record) == APPROVED || m.get(take.record) == VOIDED) {
                cover(m, covered, m.get(take.recordStart), take.cost);
            }
            if (m.get(take.voidStart) != NOWHERE) {
                cover(m, covered, m.get(take.voidStart), m.get(take.voidLength));
            }
            m.require(
                    m.get(take.told) == 0 || (isHeld(m, take) && m.get(take.hold) == take.cost),
                    "S5: " + take.name + " was approved and is not held");
            held += m.get(take.state) == FREE ? 0 : m.get(take.hold);
        }
        for (int i = 0; i < covered.length; i++) {
            m.require(covered[i] == 1, "S3: unit " + i + " of taken is in " + covered[i] + " records");
        }
        m.require(
                m.get(taken) - m.get(back) == held,
                "S5: held is " + (m.get(taken) - m.get(back)) + ", the rows hold " + held);
    }

    private static boolean isHeld(Moment m, Take take) {
        return m.get(take.state) == RESERVED || m.get(take.state) == IN_FLIGHT;
    }

    private static void cover(Moment m, int[] covered, int from, int length) {
        for (int i = from; i < from + length; i++) {
            m.require(i < covered.length, "S3: a record tells of a take beyond taken");
            covered[i]++;
        }
    }
}
