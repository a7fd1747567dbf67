package io.tollgate.stress.tests;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
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
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A time-out against the moment in which an order leaves. */
public final class Ends {
    private Ends() {}

    /** The money of an order is free again only if the order never leaves. */
    @JCStressTest
    @State
    @Description("sent || BookKeeper ends the $6 order because its time is over || reserve $5, with $10 in all")
    @Outcome(id = "sent, refused, exact", expect = ACCEPTABLE, desc = "Sent in time: its money stays held.")
    @Outcome(id = "NOT_SENDABLE, approved, exact", expect = ACCEPTABLE, desc = "Expired: the other lane has its money.")
    @Outcome(
            id = "NOT_SENDABLE, refused, exact",
            expect = ACCEPTABLE,
            desc = "Expired after the other lane had looked.")
    @Outcome(id = "sent, approved, .*", expect = FORBIDDEN, desc = "An order left whose money was given to another.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class ReserveExpireSent {
        private final StressGate gate = GatePool.take();
        private final long order = gate.reserved(0, 6);

        /** Its time is over and nobody has looked yet. */
        public ReserveExpireSent() {
            gate.passTimeout();
        }

        @Actor
        public void sender(LLL_Result r) {
            r.r1 = Words.ofSent(gate.lane(0).sent(order));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void other(LLL_Result r) {
            r.r2 = Words.ofReserve(gate.reserve(1, 5));
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(10, ("sent".equals(r.r1) ? 6 : 0) + (r.r2 == Words.APPROVED ? 5 : 0));
            GatePool.give(gate);
        }
    }

    /** One order leaves once, whichever lane sends it. */
    @JCStressTest
    @State
    @Description("sent || BookKeeper ends the order because its time is over || sent by another lane")
    @Outcome(id = "sent, NOT_SENDABLE, exact", expect = ACCEPTABLE, desc = "The first lane sent it.")
    @Outcome(id = "NOT_SENDABLE, sent, exact", expect = ACCEPTABLE, desc = "The second lane sent it.")
    @Outcome(id = "NOT_SENDABLE, NOT_SENDABLE, exact", expect = ACCEPTABLE, desc = "It expired and nobody sent it.")
    @Outcome(id = "sent, sent, .*", expect = FORBIDDEN, desc = "One order left twice.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class SentOnce {
        private final StressGate gate = GatePool.take();
        private final long order = gate.reserved(0, 6);

        /** Its time is over and nobody has looked yet. */
        public SentOnce() {
            gate.passTimeout();
        }

        @Actor
        public void first(LLL_Result r) {
            r.r1 = Words.ofSent(gate.lane(0).sent(order));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void second(LLL_Result r) {
            r.r2 = Words.ofSent(gate.lane(1).sent(order));
        }

        @Arbiter
        public void books(LLL_Result r) {
            r.r3 = gate.books(10, "sent".equals(r.r1) || "sent".equals(r.r2) ? 6 : 0);
            GatePool.give(gate);
        }
    }

    /** An acknowledgement that overtakes the time-out proves that the order left. */
    @JCStressTest
    @State
    @Description("acked by another lane || BookKeeper ends the order because its time is over || reserve $5")
    @Outcome(id = "ACCEPTED, refused, acked", expect = ACCEPTABLE, desc = "The venue has it: its money stays held.")
    @Outcome(
            id = "ACCEPTED, (approved|refused), ended",
            expect = ACCEPTABLE,
            desc = "It was never sent here, and ended.")
    @Outcome(id = "ACCEPTED, approved, acked", expect = FORBIDDEN, desc = "An order that stands gave its money away.")
    @Outcome(expect = FORBIDDEN, desc = "The books do not add up afterwards.")
    public static class AckedExpireReserve {
        private final StressGate gate = GatePool.take();
        private final long order = gate.reserved(0, 6);

        /** Its time is over and nobody has looked yet. */
        public AckedExpireReserve() {
            gate.passTimeout();
        }

        @Actor
        public void bringer(LLL_Result r) {
            r.r1 = Words.ofFact(gate.lane(2).acked(order));
        }

        @Actor
        public void keeper() {
            gate.cycle();
        }

        @Actor
        public void other(LLL_Result r) {
            r.r2 = Words.ofReserve(gate.reserve(1, 5));
        }

        @Arbiter
        public void books(LLL_Result r) {
            final boolean stands = gate.book().reservations().stateOf(order) == io.tollgate.gate.book.RowState.ACKED;
            final String books = gate.books(10, (stands ? 6 : 0) + (r.r2 == Words.APPROVED ? 5 : 0));
            r.r3 = "exact".equals(books) ? (stands ? "acked" : "ended") : books;
            GatePool.give(gate);
        }
    }
}
