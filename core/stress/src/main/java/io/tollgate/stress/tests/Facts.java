package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.book.FactWord;
import io.tollgate.gate.book.ReservationTable;
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

/** Facts of one order, brought by several lanes while BookKeeper takes them. */
public final class Facts {
    private Facts() {}

    /** Three lanes have news of one order. */
    @JCStressTest
    @State
    @Description("release after 4 of 12 || fill of those 4 || amend from 12 to 16; taken by BookKeeper afterwards")
    @Outcome(id = "approved, exact", expect = ACCEPTABLE, desc = "Amended and over: 4 are spent and nothing is held.")
    @Outcome(id = "AMEND_PENDING, .*", expect = FORBIDDEN, desc = "There was no other amend.")
    @Outcome(id = "refused, .*", expect = FORBIDDEN, desc = "$4 were free and the amend needs at most $2.")
    @Outcome(
            id = "approved, (held too much|held too little|limit too high|limit too low)",
            expect = FORBIDDEN,
            desc = "A filled part was freed, or a free part kept.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class ReleaseFillAmend {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        @Actor
        public void releaser() {
            StressGate.told(gate.line(0).release(order, 4, ReleaseReason.CANCELLED));
        }

        @Actor
        public void filler() {
            StressGate.told(gate.line(1).fill(order, 1, 4, 4, StressGate.PRICE, 0, 0));
        }

        @Actor
        public void amender(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(2).amend(order, StressGate.PRICE, 16));
        }

        @Arbiter
        public void books(LL_Result r) {
            r.r2 = gate.books(8, 0);
            GatePool.give(gate);
        }
    }

    /** The same with BookKeeper at work in between. */
    @JCStressTest
    @State
    @Description("fill of 4 of 12, then release after 4 || BookKeeper || amend from 12 to 16")
    @Outcome(id = "approved, exact", expect = ACCEPTABLE, desc = "Amended and over: 4 are spent and nothing is held.")
    @Outcome(id = "RESERVATION_ENDED, exact", expect = ACCEPTABLE, desc = "The order was over before the amend.")
    @Outcome(
            id = "refused, exact",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Asked while the fill was charged and its part not yet given back: refused with care.")
    @Outcome(
            id = ".*, (held too much|held too little|limit too high|limit too low)",
            expect = FORBIDDEN,
            desc = "A filled part was freed, or a free part kept.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class FillReleaseTakenAmend {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        @Actor
        public void bringer() {
            StressGate.told(gate.line(1).fill(order, 1, 4, 4, StressGate.PRICE, 0, 0));
            StressGate.told(gate.line(1).release(order, 4, ReleaseReason.CANCELLED));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void amender(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(2).amend(order, StressGate.PRICE, 16));
        }

        @Arbiter
        public void books(LL_Result r) {
            r.r2 = gate.books(8, 0);
            GatePool.give(gate);
        }
    }

    /** An increment is computed from filled and hold, which BookKeeper changes meanwhile. */
    @JCStressTest
    @State
    @Description("BookKeeper takes a fill of 4 of 12 || amend from 12 to 16")
    @Outcome(id = "approved, enough", expect = ACCEPTABLE, desc = "The increment covers what the new order needs.")
    @Outcome(
            id = "refused, enough",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Asked while the fill was charged and its part not yet given back: refused with care.")
    @Outcome(
            id = "approved, too little",
            expect = FORBIDDEN,
            desc = "The new filled quantity was seen with the old hold: BookKeeper had to take the rest by force.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class FillTakenAmend {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        /** The fill was told. */
        public FillTakenAmend() {
            StressGate.told(gate.line(1).fill(order, 1, 4, 4, StressGate.PRICE, 0, 0));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void amender(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(2).amend(order, StressGate.PRICE, 16));
        }

        @Arbiter
        public void books(LL_Result r) {
            final String books = gate.books(8, r.r1 == Words.APPROVED ? 6 : 4);
            r.r2 = gate.forced() ? "too little" : "exact".equals(books) ? "enough" : books;
            GatePool.give(gate);
        }
    }

    /** One amend in flight. */
    @JCStressTest
    @State
    @Description("amend from 12 to 16 || BookKeeper || amend from 12 to 14 by another lane")
    @Outcome(id = "approved, AMEND_PENDING, exact", expect = ACCEPTABLE, desc = "The first one is in flight.")
    @Outcome(id = "AMEND_PENDING, approved, exact", expect = ACCEPTABLE, desc = "The second one is in flight.")
    @Outcome(id = "approved, approved, .*", expect = FORBIDDEN, desc = "Two amends in flight at once.")
    @Outcome(id = "AMEND_PENDING, AMEND_PENDING, .*", expect = FORBIDDEN, desc = "Each waits for the other.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class AmendAmend {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = Words.ofDecision(gate.line(1).amend(order, StressGate.PRICE, 16));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = Words.ofDecision(gate.line(2).amend(order, StressGate.PRICE, 14));
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(10, r.r1 == Words.APPROVED ? 8 : 7);
            GatePool.give(gate);
        }
    }

    /** The same execution told twice at once is charged once. */
    @JCStressTest
    @State
    @Description("fill 7 of 4 shares || BookKeeper || fill 7 of 4 shares told again by another lane")
    @Outcome(id = "ACCEPTED, ACCEPTED, exact", expect = ACCEPTABLE, desc = "Charged once, whoever came first.")
    @Outcome(id = "ACCEPTED, ACCEPTED, limit too low", expect = FORBIDDEN, desc = "One execution was charged twice.")
    @Outcome(id = "ACCEPTED, ACCEPTED, limit too high", expect = FORBIDDEN, desc = "The execution was not charged.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class FillTwice {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        @Actor
        public void first(LLL_Result r) {
            r.r1 = Words.ofFact(gate.line(1).fill(order, 7, 4, 4, StressGate.PRICE, 0, 0));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = Words.ofFact(gate.line(2).fill(order, 7, 4, 4, StressGate.PRICE, 0, 0));
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(8, 4);
            GatePool.give(gate);
        }
    }

    /** A lane that amends is overtaken by the order's end, and by the end of its tombstone. */
    @JCStressTest
    @State
    @Description("amend from 12 to 16 || BookKeeper ends the order, then hands its old tombstone's row to its lane")
    @Outcome(id = "approved, exact", expect = ACCEPTABLE, desc = "Amended before the end: the increment came back.")
    @Outcome(id = "(RESERVATION_ENDED|UNKNOWN_RESERVATION), exact", expect = ACCEPTABLE, desc = "The end came first.")
    @Outcome(
            id = "refused, exact",
            expect = ACCEPTABLE_INTERESTING,
            desc = "Asked when the hold was gone and not yet given back: refused with care.")
    @Outcome(
            id = ".*, held too much",
            expect = FORBIDDEN,
            desc = "The row was used again under the amend: its increment is held for ever.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class AmendTombstone {
        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);

        /** The order's end was told. */
        public AmendTombstone() {
            StressGate.told(gate.line(0).release(order, 0, ReleaseReason.CANCELLED));
        }

        @Actor
        public void amender(LL_Result r) {
            r.r1 = Words.ofDecision(gate.line(1).amend(order, StressGate.PRICE, 16));
        }

        @Actor
        public void keeper() {
            gate.cycle();
            gate.passTombstones();
            gate.cycle();
        }

        @Arbiter
        public void books(LL_Result r) {
            r.r2 = gate.books(10, 0);
            GatePool.give(gate);
        }
    }

    /** Slots of a tombstone whose time is over. */
    @JCStressTest
    @State
    @Description("claim a fact slot || BookKeeper hands the old tombstone's row to its lane || claim a fact slot")
    @Outcome(id = "none, none, FREE", expect = ACCEPTABLE, desc = "The row went first: the facts are late.")
    @Outcome(
            id = "[0-7], none, ENDED",
            expect = ACCEPTABLE,
            desc = "The claim keeps the tombstone; the other was late.")
    @Outcome(
            id = "none, [0-7], ENDED",
            expect = ACCEPTABLE,
            desc = "The claim keeps the tombstone; the other was late.")
    @Outcome(id = "none, none, ENDED", expect = ACCEPTABLE, desc = "A claim that gave way kept it for another cycle.")
    @Outcome(id = "([0-7]), \\1, .*", expect = FORBIDDEN, desc = "Two lanes write the same slot.")
    @Outcome(id = "[0-7], [0-7], ENDED", expect = ACCEPTABLE, desc = "Each has its own slot; the tombstone stays.")
    @Outcome(id = "[0-7], .*, FREE", expect = FORBIDDEN, desc = "A fact is noted in a row that its lane may use again.")
    @Outcome(id = ".*, [0-7], FREE", expect = FORBIDDEN, desc = "A fact is noted in a row that its lane may use again.")
    @Outcome(expect = FORBIDDEN, desc = "The row is in a state that it cannot be in.")
    public static class ClaimClaimTombstone {
        private static final String[] SLOTS = {"0", "1", "2", "3", "4", "5", "6", "7"};

        private final StressGate gate = GatePool.take();
        private final long order = gate.sent(0, 6);
        private final ReservationTable rows = gate.book().reservations();

        /** The order is over and its tombstone old. */
        public ClaimClaimTombstone() {
            StressGate.told(gate.line(0).release(order, 0, ReleaseReason.CANCELLED));
            gate.cycle();
            gate.passTombstones();
        }

        @Actor
        public void first(LLL_Result r) {
            r.r1 = word(rows.claimFact(order));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = word(rows.claimFact(order));
        }

        private static String word(int slot) {
            return slot < 0 ? "none" : SLOTS[slot];
        }

        @Arbiter
        public void slots(LLL_Result r) {
            final int row = (int) order;
            r.r3 = RowState.name((int) rows.stateVolatile(row));
            for (int slot = 0; slot < ReservationTable.FACT_SLOTS; slot++) {
                rows.factWordRelease(row, slot, FactWord.of(ReservationTable.generation(order), 0, FactWord.FREE));
            }
            GatePool.give(gate);
        }
    }
}
