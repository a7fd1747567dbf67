package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.RowState;
import io.tollgate.stress.GatePool;
import io.tollgate.stress.StressGate;
import io.tollgate.stress.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** The halt word against what it stops. */
public final class Halts {
    private Halts() {}

    /** Whoever halts and then looks at taken must find every approval that will ever come. */
    @JCStressTest
    @State
    @Description("reserve $6 || halt, then read taken")
    @Outcome(id = "approved, \\$6, exact", expect = ACCEPTABLE, desc = "Taken before the halt.")
    @Outcome(id = "HALTED, \\$0, exact", expect = ACCEPTABLE, desc = "The halt was seen before the take.")
    @Outcome(
            id = "HALTED, \\$6, exact",
            expect = ACCEPTABLE,
            desc = "Taken, then the halt was seen: void, journaled as refused, given back.")
    @Outcome(id = "approved, \\$0, .*", expect = FORBIDDEN, desc = "Taken after the halt, and approved.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class HaltWhileReserved {
        private final StressGate gate = GatePool.take();

        @Actor
        public void lane(LLL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 6));
        }

        @Actor
        public void operator(LLL_Result r) {
            gate.gate().halt();
            r.r2 = Words.dollars(gate.taken());
        }

        @Arbiter
        public void books(LLL_Result r) {
            gate.gate().resume();
            r.r3 = gate.books(10, r.r1 == Words.APPROVED ? 6 : 0);
            GatePool.give(gate);
        }
    }

    /** A halt stops what has not begun: a send that is past its look at the halt word goes on. */
    @JCStressTest
    @State
    @Description("sent || halt, then read the order's state")
    @Outcome(id = "sent, SENT, exact", expect = ACCEPTABLE, desc = "Sent before the halt.")
    @Outcome(id = "HALTED, RESERVED, exact", expect = ACCEPTABLE, desc = "The halt came first: the order stays here.")
    @Outcome(
            id = "sent, RESERVED, exact",
            expect = ACCEPTABLE_INTERESTING,
            desc = "The send was past its look at the halt word when the halt came: it counts as sent before it.")
    @Outcome(id = "HALTED, SENT, .*", expect = FORBIDDEN, desc = "Marked as sent, and the router told not to send.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class HaltWhileSent {
        private final StressGate gate = GatePool.take();
        private final long order = gate.reserved(0, 6);

        @Actor
        public void lane(LLL_Result r) {
            r.r1 = Words.ofSent(gate.lane(0).sent(order));
        }

        @Actor
        public void operator(LLL_Result r) {
            gate.gate().halt();
            r.r2 = RowState.name(gate.book().reservations().stateOf(order));
        }

        @Arbiter
        public void books(LLL_Result r) {
            gate.gate().resume();
            r.r3 = gate.books(10, 6);
            GatePool.give(gate);
        }
    }

    /** Each source has a bit of its own and none may wipe another's. */
    @JCStressTest
    @State
    @Description("operator halts || watchdog halts || watchdog resumed before, lifecycle shuts")
    @Outcome(id = "all", expect = ACCEPTABLE, desc = "Every source's bit is there.")
    @Outcome(id = "lost", expect = FORBIDDEN, desc = "One source's write wiped another's bit.")
    @Outcome(expect = FORBIDDEN, desc = "A bit that nobody set.")
    public static class HaltBits {
        private final StressGate gate = GatePool.take();

        @Actor
        public void operator() {
            gate.gate().halt();
        }

        @Actor
        public void watchdog() {
            gate.gate().watchdog(true);
            gate.gate().watchdog(false);
            gate.gate().watchdog(true);
        }

        @Actor
        public void lifecycle() {
            gate.gate().shut();
        }

        @Arbiter
        public void bits(L_Result r) {
            final long all = Book.HALT_OPERATOR | Book.HALT_WATCHDOG | Book.HALT_LIFECYCLE;
            final long word = gate.book().haltVolatile();
            r.r1 = word == all ? "all" : (word & ~all) == 0 ? "lost" : "foreign";
            gate.book().resume(all);
            GatePool.give(gate);
        }
    }

    /** A retired line approves nothing that is taken later. */
    @JCStressTest
    @State
    @Description("reserve $6 || the line is retired, then taken is read")
    @Outcome(id = "approved, \\$6", expect = ACCEPTABLE, desc = "Taken before the line was retired.")
    @Outcome(id = "LINE_RETIRED, (\\$0|\\$6)", expect = ACCEPTABLE, desc = "Refused, before the take or after it.")
    @Outcome(id = "approved, \\$0", expect = FORBIDDEN, desc = "Taken after the line was retired, and approved.")
    @Outcome(expect = FORBIDDEN, desc = "Another refusal than the line's end.")
    public static class RetiredWhileReserved {
        private final StressGate gate = GatePool.take();

        @Actor
        public void lane(LL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 6));
        }

        @Actor
        public void keeper(LL_Result r) {
            gate.book().lines().retire(gate.line(0).lineId());
            r.r2 = Words.dollars(gate.taken());
        }

        @Arbiter
        public void again() {
            gate.book().lines().reopen(gate.line(0).lineId());
            GatePool.give(gate);
        }
    }
}
