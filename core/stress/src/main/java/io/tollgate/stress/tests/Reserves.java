package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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

/** Lanes that want the same dollar, alone and while BookKeeper takes a fill. */
public final class Reserves {
    private Reserves() {}

    /** Three lanes, funds for one. */
    @JCStressTest
    @State
    @Description("reserve $6 || reserve $6 || reserve $6, with $10 to spend")
    @Outcome(id = "approved, refused, refused, exact", expect = ACCEPTABLE, desc = "The first lane had the money.")
    @Outcome(id = "refused, approved, refused, exact", expect = ACCEPTABLE, desc = "The second lane had the money.")
    @Outcome(id = "refused, refused, approved, exact", expect = ACCEPTABLE, desc = "The third lane had the money.")
    @Outcome(id = "refused, refused, refused, .*", expect = FORBIDDEN, desc = "Money for one was refused to all.")
    @Outcome(id = "approved, approved, .*", expect = FORBIDDEN, desc = "Two lanes spent the same dollar.")
    @Outcome(id = "approved, .*, approved, .*", expect = FORBIDDEN, desc = "Two lanes spent the same dollar.")
    @Outcome(id = ".*, approved, approved, .*", expect = FORBIDDEN, desc = "Two lanes spent the same dollar.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class LastDollar {
        private final StressGate gate = GatePool.take();
        private int approved;

        @Actor
        public void first(LLLL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 6));
        }

        @Actor
        public void second(LLLL_Result r) {
            r.r2 = Words.ofReserve(gate.reserve(1, 6));
        }

        @Actor
        public void third(LLLL_Result r) {
            r.r3 = Words.ofReserve(gate.reserve(2, 6));
        }

        @Arbiter
        public void books(LLLL_Result r) {
            approved = count(r.r1) + count(r.r2) + count(r.r3);
            r.r4 = gate.books(10, 6L * approved);
            GatePool.give(gate);
        }
    }

    private static int count(Object word) {
        return word == Words.APPROVED ? 1 : 0;
    }

    /** Two lanes and a fill that moves money from held to spent. */
    @JCStressTest
    @State
    @Description(
            "reserve $3 || BookKeeper takes a fill of $6 out of a $6 order || reserve $3, with $4 free before and after")
    @Outcome(id = "approved, refused, exact", expect = ACCEPTABLE, desc = "The first lane had the free dollars.")
    @Outcome(id = "refused, approved, exact", expect = ACCEPTABLE, desc = "The second lane had the free dollars.")
    @Outcome(
            id = "refused, refused, exact",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Both looked while the limit was lowered and the hold not yet given back: refused with care.")
    @Outcome(
            id = "approved, approved, .*",
            expect = FORBIDDEN,
            desc = "The filled dollars were given back and spent again.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class ReserveFillReserve {
        private final StressGate gate = GatePool.take();

        /** An order whose fill was told and not yet taken. */
        public ReserveFillReserve() {
            final long order = gate.sent(2, 6);
            StressGate.told(gate.line(2).fill(order, 1, 12, 12, StressGate.PRICE, 0, 0));
        }

        @Actor
        public void first(LLL_Result r) {
            r.r1 = Words.ofReserve(gate.reserve(0, 3));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = Words.ofReserve(gate.reserve(1, 3));
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(4, 3L * (count(r.r1) + count(r.r2)));
            GatePool.give(gate);
        }
    }

    /** A check has no second look: the order of its reads alone must keep it right. */
    @JCStressTest
    @State
    @Description("canAfford $5 || BookKeeper takes a fill of $6 out of a $6 order, with $4 free before and after")
    @Outcome(id = "refused, exact", expect = ACCEPTABLE, desc = "$4 do not pay for $5, before, after and between.")
    @Outcome(
            id = "approved, .*",
            expect = FORBIDDEN,
            desc = "The money given back was added to a limit from before the fill.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class CheckWhileFilled {
        private final StressGate gate = GatePool.take();

        /** An order whose fill was told and not yet taken. */
        public CheckWhileFilled() {
            final long order = gate.sent(2, 6);
            StressGate.told(gate.line(2).fill(order, 1, 12, 12, StressGate.PRICE, 0, 0));
        }

        @Actor
        public void lane(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(0).canAfford(StressGate.PRICE, 10));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Arbiter
        public void books(LL_Result r) {
            r.r2 = gate.books(4, 0);
            GatePool.give(gate);
        }
    }
}
