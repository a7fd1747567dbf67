package io.tollgate.gate.modelcheck;

import io.tollgate.gate.modelcheck.Actor.Label;

/**
 * A ring of four slots: {@code RingProducer} beside its two readers ({@code RingReader}, Journaler's and BookKeeper's). A slot is claimed before
 * anything is taken and committed after it was written; decisions stop at three slots ahead of the slowest reader, facts go on to four.
 */
final class RingModel {
    private static final int SLOTS = 4;
    private static final int MARK = 3;
    private static final int COST = 1;

    private final Bug bug;
    private final Space space = new Space();
    private final int[] commit = new int[SLOTS];
    private final int[] content = new int[SLOTS];
    private final int journalPosition;
    private final int keeperPosition;
    private final int taken;
    private final int unrecorded;
    private final int told;
    private final int journaled;
    private final int tiles;

    private RingModel(Bug bug) {
        this.bug = bug;
        for (int i = 0; i < SLOTS; i++) {
            commit[i] = space.word("commit word " + i, 0);
            content[i] = space.word("record " + i, 0);
        }
        journalPosition = space.word("journal position", 0);
        keeperPosition = space.word("keeper position", 0);
        taken = space.word("taken", 0);
        unrecorded = space.word("unrecorded", 0);
        told = space.ghost("told to the caller", 0);
        journaled = space.ghost("journaled", 0);
        tiles = space.ghost("taken, as journaled", 0);
    }

    /** Six operations of a lane: decisions and facts; the lane goes on when it is refused. */
    static Space publishAndDrain(Bug bug) {
        final RingModel model = new RingModel(bug);
        final Actor lane = model.space.actor("lane");
        final int next = lane.own("next");
        final int slowest = lane.own("slowest");
        for (final boolean decision : new boolean[] {true, true, false, true, true, false}) {
            model.operation(lane, next, slowest, decision);
        }
        model.reader("journaler", model.journalPosition, true);
        model.reader("keeper", model.keeperPosition, false);
        model.space.atQuiet(m -> {
            m.require(
                    m.get(model.journaled) == m.get(model.told),
                    "S3: " + m.get(model.told) + " answers were given, " + m.get(model.journaled) + " are journaled");
            m.require(
                    m.get(model.tiles) == m.get(model.taken),
                    "S3: taken is " + m.get(model.taken) + ", its records say " + m.get(model.tiles));
        });
        return model.space;
    }

    private void operation(Actor lane, int next, int slowest, boolean decision) {
        final Label full = lane.label();
        final Label done = lane.label();
        final boolean late = bug == Bug.SLOT_AFTER_CAS && decision;
        if (late) {
            take(lane);
        }
        claim(lane, next, slowest, decision ? MARK : SLOTS, full);
        if (decision && !late) {
            take(lane);
        }
        if (bug == Bug.COMMIT_BEFORE_RECORD) {
            lane.step("planted: commit word", m -> m.set(commit[m.get(next) % SLOTS], m.get(next) + 1));
        }
        // the record says its sequence and whether it tiles
        lane.step(
                "write the record (LaneRecords)",
                m -> m.set(content[m.get(next) % SLOTS], decision ? m.get(next) + 1 : -(m.get(next) + 1)));
        if (bug != Bug.COMMIT_BEFORE_RECORD) {
            lane.step("commit word (RingProducer.commit)", m -> m.set(commit[m.get(next) % SLOTS], m.get(next) + 1));
        }
        lane.step("answer the caller", m -> {
            m.add(next, 1);
            m.add(told, 1);
            m.jump(done);
        });
        lane.here(full).step("count it (RingProducer.countUnrecorded)", m -> m.add(unrecorded, 1));
        lane.here(done);
    }

    private void take(Actor lane) {
        lane.step("CAS taken (LineWords.compareAndSetTaken)", m -> m.add(taken, COST));
    }

    /** {@code RingProducer.claim}: the readers are looked at only where the room last seen is not enough. */
    private void claim(Actor lane, int next, int slowest, int bound, Label full) {
        final int journal = lane.own("journal");
        final Label claimed = lane.label();
        lane.step("room as last seen (RingProducer.claim)", m -> {
            if (m.get(next) - m.get(slowest) < bound) {
                m.jump(claimed);
            }
        });
        lane.step("read journal position (RingProducer.slowest)", m -> m.set(journal, m.get(journalPosition)));
        lane.step("read keeper position (RingProducer.slowest)", m -> {
            m.set(slowest, Math.min(m.get(journal), m.get(keeperPosition)));
            m.set(journal, 0);
            if (m.get(next) - m.get(slowest) >= bound) {
                m.jump(full);
            }
        });
        lane.here(claimed);
    }

    private void reader(String name, int position, boolean journals) {
        final Actor reader = space.actor(name).mayWait();
        final int next = reader.own("next");
        final Label poll = reader.label();
        reader.here(poll)
                .step(
                        "read commit word (RingReader.poll)",
                        m -> m.blockUnless(m.get(commit[m.get(next) % SLOTS]) == m.get(next) + 1));
        reader.step("read the record", m -> {
            final int record = m.get(content[m.get(next) % SLOTS]);
            m.require(
                    Math.abs(record) == m.get(next) + 1,
                    "S3: the record of " + m.get(next) + " was read as " + record + ", half written or written over");
            if (journals) {
                m.add(journaled, 1);
                m.add(tiles, record > 0 ? COST : 0);
            }
        });
        reader.step("give the slot back (RingReader.publish)", m -> {
            m.add(next, 1);
            m.set(position, m.get(next));
            m.jump(poll);
        });
    }
}
