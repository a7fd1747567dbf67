package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tollgate.gate.book.LineWords;
import io.tollgate.stress.GatePool;
import io.tollgate.stress.StressGate;
import io.tollgate.stress.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A limit that changes while lanes look at it. */
public final class Limits {
    private Limits() {}

    /** Whoever lowers the limit and then looks at taken must find every approval that the old limit gave. */
    @JCStressTest
    @State
    @Description("reserve $6 || BookKeeper lowers the limit from $10 to $4, then reads taken")
    @Outcome(id = "approved, \\$6, exact", expect = ACCEPTABLE, desc = "Taken before the limit fell.")
    @Outcome(id = "refused, \\$0, exact", expect = ACCEPTABLE, desc = "The lower limit was seen before the take.")
    @Outcome(id = "refused, \\$6, exact", expect = ACCEPTABLE, desc = "The second look saw the lower limit: void.")
    @Outcome(
            id = "approved, \\$0, .*",
            expect = FORBIDDEN,
            desc = "Taken after the limit fell, and approved by the limit from before.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class LoweredWhileReserved {
        private final StressGate gate = GatePool.take();

        /** The change is in BookKeeper's inbox. */
        public LoweredWhileReserved() {
            gate.encumberNext(6);
        }

        @Actor
        public void lane(LLL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 6));
        }

        @Actor
        public void keeper(LLL_Result r) {
            gate.cycle();
            r.r2 = Words.dollars(gate.taken());
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(4, r.r1 == Words.APPROVED ? 6 : 0);
            GatePool.give(gate);
        }
    }

    /** The same on the two words alone, where nothing else orders them. */
    @JCStressTest
    @State
    @Description("take $6, then read the limit || publish a limit of $4, then read taken")
    @Outcome(id = "\\$10, \\$6", expect = ACCEPTABLE, desc = "Taken before the limit fell.")
    @Outcome(id = "\\$4, \\$0", expect = ACCEPTABLE, desc = "The limit fell before the take.")
    @Outcome(id = "\\$4, \\$6", expect = ACCEPTABLE, desc = "Each sees the other.")
    @Outcome(
            id = "\\$10, \\$0",
            expect = FORBIDDEN,
            desc = "Neither sees the other: a store was passed by the read after it.")
    @Outcome(expect = FORBIDDEN, desc = "A word holds what nobody wrote.")
    public static class LimitAgainstTaken {
        private final StressGate gate = GatePool.take();
        private final LineWords words = gate.book().lineWords(gate.line(0).lineId());
        private final long before = words.takenAcquire();
        private final long version = gate.version();

        @Actor
        public void lane(LL_Result r) {
            final long taken = words.takenAcquire();
            words.compareAndSetTaken(taken, taken + 6 * StressGate.DOLLAR);
            r.r1 = Words.dollars(words.limitVolatile());
        }

        @Actor
        public void keeper(LL_Result r) {
            gate.book().balances().publish(0, 1, version + 1, 4 * StressGate.DOLLAR);
            r.r2 = Words.dollars(gate.book().scopes().taken(0) - before);
        }

        @Arbiter
        public void undo() {
            gate.book().balances().publish(0, 1, version + 2, StressGate.FUNDS);
            gate.book().scopes().backRelease(0, gate.book().scopes().back(0) + 6 * StressGate.DOLLAR);
            GatePool.give(gate);
        }
    }

    /** Money comes back, then the limit falls, both in one cycle. */
    @JCStressTest
    @State
    @Description("reserve $6 || BookKeeper gives $6 back, lowers the limit from $10 to $4, reads taken || reserve $5")
    @Outcome(id = "approved, refused, \\$6, exact", expect = ACCEPTABLE, desc = "The first lane took between the two.")
    @Outcome(id = "refused, approved, \\$5, exact", expect = ACCEPTABLE, desc = "The second lane took between the two.")
    @Outcome(id = "refused, refused, .*, exact", expect = ACCEPTABLE, desc = "Both came too early or too late.")
    @Outcome(id = "approved, refused, \\$11, exact", expect = ACCEPTABLE, desc = "The second lane's take is void.")
    @Outcome(id = "refused, approved, \\$11, exact", expect = ACCEPTABLE, desc = "The first lane's take is void.")
    @Outcome(id = "approved, approved, .*", expect = FORBIDDEN, desc = "$11 were approved of $10.")
    @Outcome(
            id = "approved, .*, (\\$0|\\$5), .*",
            expect = FORBIDDEN,
            desc = "Taken after the limit fell to $4, and approved.")
    @Outcome(
            id = ".*, approved, (\\$0|\\$6), .*",
            expect = FORBIDDEN,
            desc = "Taken after the limit fell, and approved.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class BackRaisedLimitLowered {
        private final StressGate gate = GatePool.take();
        private long takenBefore;

        /** An order whose end was told, and a change in the inbox. */
        public BackRaisedLimitLowered() {
            final long order = gate.sent(2, 6);
            StressGate.told(gate.line(2).release(order, 0, io.tollgate.gate.ReleaseReason.CANCELLED));
            gate.encumberNext(6);
            takenBefore = gate.taken();
        }

        @Actor
        public void first(LLLL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 6));
        }

        @Actor
        public void keeper(LLLL_Result r) {
            gate.cycle();
            r.r3 = Words.dollars(gate.taken() - takenBefore);
        }

        @Actor
        public void second(LLLL_Result r) {
            r.r2 = Words.ofReserve(gate.reserve(1, 5));
        }

        @Arbiter
        public void books(LLLL_Result r) {
            r.r4 = gate.books(4, (r.r1 == Words.APPROVED ? 6 : 0) + (r.r2 == Words.APPROVED ? 5 : 0));
            GatePool.give(gate);
        }
    }

    /** A check journals the limit's version and the limit: the limit is that version's, a newer one's, or the one's just before. */
    @JCStressTest
    @State
    @Description("canAfford $9 || BookKeeper publishes $9, then $8")
    @Outcome(id = "approved, of its version", expect = ACCEPTABLE, desc = "$10 or $9, with its own version.")
    @Outcome(id = "refused, of its version", expect = ACCEPTABLE, desc = "$8, with its own version.")
    @Outcome(
            id = "(approved|refused), newer",
            expect = ACCEPTABLE,
            desc = "A limit was published between the reads of version and limit.")
    @Outcome(
            id = "(approved|refused), just before",
            expect = ACCEPTABLE_INTERESTING,
            desc = "BookKeeper writes version, then limit, and was between the two: verification allows for it.")
    @Outcome(
            id = ".*, older",
            expect = FORBIDDEN,
            desc = "A limit from more than one version before the one that is journaled with it.")
    @Outcome(id = ".*, torn", expect = FORBIDDEN, desc = "A limit that was never published.")
    @Outcome(expect = FORBIDDEN, desc = "The decision does not follow from what is journaled with it.")
    public static class VersionAndLimit {
        private final StressGate gate = GatePool.take();
        private final long version = gate.version();

        /** Both changes are in BookKeeper's inbox. */
        public VersionAndLimit() {
            gate.encumberNext(1);
            gate.encumberNext(2);
        }

        @Actor
        public void lane(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(0).canAfford(StressGate.PRICE, 18));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Arbiter
        public void record(LL_Result r) {
            gate.rest();
            r.r2 = gate.seenByCheck(version);
            GatePool.give(gate);
        }
    }
}
