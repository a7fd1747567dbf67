package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tollgate.gate.ring.FreeRows;
import io.tollgate.stress.RingPool;
import io.tollgate.stress.StressRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A lane's ring between its producer and its two readers. */
public final class Rings {
    private Rings() {}

    /** Empty ring. */
    @JCStressTest
    @State
    @Description("publish two records || BookKeeper reads || Journaler reads")
    @Outcome(
            id = "2, [0-2], [0-2]",
            expect = ACCEPTABLE,
            desc = "Each reader sees none, one or both, whole and in order.")
    @Outcome(id = ".*torn.*", expect = FORBIDDEN, desc = "A reader saw a record before it was whole, or out of order.")
    @Outcome(expect = FORBIDDEN, desc = "An empty ring was full, or held what nobody wrote.")
    public static class PublishDrain {
        private final StressRing ring = RingPool.take();

        @Actor
        public void lane(LLL_Result r) {
            r.r1 = StressRing.count((ring.publish() ? 1 : 0) + (ring.publish() ? 1 : 0));
        }

        @Actor
        public void keeper(LLL_Result r) {
            r.r2 = StressRing.readAll(ring.keeperReader(), 4);
        }

        @Actor
        public void journaler(LLL_Result r) {
            r.r3 = StressRing.readAll(ring.journalReader(), 4);
        }

        @Arbiter
        public void done() {
            RingPool.give(ring);
        }
    }

    /** Full ring: a slot is used again only when both readers gave it back. */
    @JCStressTest
    @State
    @Description("publish into a full ring, three times || BookKeeper reads || Journaler reads")
    @Outcome(
            id = "[0-3], ([89]|10), ([89]|10)",
            expect = ACCEPTABLE,
            desc = "What had room was published, and nothing was overwritten.")
    @Outcome(id = ".*torn.*", expect = FORBIDDEN, desc = "A slot was used again while a reader was in it.")
    @Outcome(expect = FORBIDDEN, desc = "A reader missed records that were there.")
    public static class SlotUsedAgain {
        private final StressRing ring = RingPool.take();

        /** No slot is free. */
        public SlotUsedAgain() {
            for (int i = 0; i < StressRing.SLOTS; i++) {
                if (!ring.publish()) {
                    throw new IllegalStateException("a ring at rest must have all its slots: missing=" + i);
                }
            }
        }

        @Actor
        public void lane(LLL_Result r) {
            int published = 0;
            for (int i = 0; i < 3; i++) {
                published += ring.publish() ? 1 : 0;
            }
            r.r1 = StressRing.count(published);
        }

        @Actor
        public void keeper(LLL_Result r) {
            r.r2 = StressRing.readAll(ring.keeperReader(), 10);
        }

        @Actor
        public void journaler(LLL_Result r) {
            r.r3 = StressRing.readAll(ring.journalReader(), 10);
        }

        @Arbiter
        public void done() {
            RingPool.give(ring);
        }
    }

    /** Rows on their way from BookKeeper to the lane. */
    @JCStressTest
    @State
    @Description("BookKeeper gives rows 5 and 6 || the lane takes up to two")
    @Outcome(id = "none, none", expect = ACCEPTABLE, desc = "The lane came first.")
    @Outcome(id = "5, (none|6)", expect = ACCEPTABLE, desc = "Rows come in order, each once.")
    @Outcome(id = "none, 5", expect = ACCEPTABLE, desc = "The first row came between two looks.")
    @Outcome(id = "5, 5", expect = FORBIDDEN, desc = "One row was taken twice: two orders in one row.")
    @Outcome(expect = FORBIDDEN, desc = "A row that was not given.")
    public static class FreeRowsGiven {
        private final StressRing ring = RingPool.take();

        @Actor
        public void keeper() {
            ring.rows().give(5);
            ring.rows().give(6);
        }

        @Actor
        public void lane(LL_Result r) {
            r.r1 = take();
            r.r2 = take();
        }

        private String take() {
            final int row = ring.rows().peek();
            if (row == FreeRows.NONE) {
                return "none";
            }
            ring.rows().take();
            return StressRing.count(row & 7);
        }

        @Arbiter
        public void done() {
            RingPool.give(ring);
        }
    }
}
