package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.gate.ring.Ring;
import io.tollgate.sbe.AckedEncoder;
import io.tollgate.sbe.AmendEncoder;
import io.tollgate.sbe.AmendOutcomeEncoder;
import io.tollgate.sbe.CheckEncoder;
import io.tollgate.sbe.FillEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ReleaseEncoder;
import io.tollgate.sbe.ReserveEncoder;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/** One lane of a {@link TestGate}. */
final class TestLane {
    final TestGate gate;
    final Ring ring;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    TestLane(TestGate gate, Ring ring) {
        this.gate = gate;
        this.ring = ring;
    }

    private MutableDirectBuffer buffer() {
        return ring.producer().buffer();
    }

    private int claim() {
        ring.keeperReader().skipTo(sequence()); // BookKeeper keeps up
        final int offset = ring.producer().claimFact();
        if (offset < 0) {
            throw new IllegalStateException("ring is full");
        }
        return offset;
    }

    private long sequence() {
        return ring.producer().sequence();
    }

    private Decision decide(long cost) {
        if (cost < 0) {
            return Decision.of((int) -cost);
        }
        if (gate.limit < 0) {
            return Decision.STALE;
        }
        return gate.taken - gate.back + cost > gate.limit ? Decision.INSUFFICIENT_FUNDS : Decision.APPROVED;
    }

    TestLane check(long price, long size) {
        return check(price, size, record -> {});
    }

    TestLane check(long price, long size, Consumer<CheckEncoder> change) {
        final long cost = gate.rule.cost(price, size);
        final CheckEncoder record = new CheckEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .callerNanos(Long.MIN_VALUE)
                .back(gate.back)
                .taken(gate.taken)
                .limitSeen(gate.limit)
                .limitVersion(gate.limitVersion)
                .price(price)
                .size(size)
                .cost(Math.max(0, cost))
                .lineId(TestGate.LINE)
                .scopeId(TestGate.SCOPE)
                .code(decide(cost).code());
        record.flags().clear();
        change.accept(record);
        ring.producer().commit();
        return this;
    }

    long reserve(long price, long size) {
        return reserve(price, size, record -> {});
    }

    /** Returns the reservation, or 0 where it was refused. */
    long reserve(long price, long size, Consumer<ReserveEncoder> change) {
        final long cost = gate.rule.cost(price, size);
        final Decision decision = decide(cost);
        final boolean approved = decision == Decision.APPROVED;
        final long reservation = approved ? gate.nextReservation++ : 0;
        final ReserveEncoder record = new ReserveEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .callerNanos(Long.MIN_VALUE)
                .back(gate.back)
                .taken(gate.taken)
                .limitSeen(gate.limit)
                .limitVersion(gate.limitVersion)
                .price(price)
                .size(size)
                .cost(Math.max(0, cost))
                .reservationId(reservation)
                .orderKey(0)
                .lineId(TestGate.LINE)
                .scopeId(TestGate.SCOPE)
                .code(decision.code());
        record.flags().clear().tile(approved);
        change.accept(record);
        ring.producer().commit();
        if (approved) {
            gate.taken += cost;
        }
        return reservation;
    }

    /** Amends to a new price and size of a reservation that holds so much. Returns the increment. */
    long amend(long reservation, long oldPrice, long price, long size, long filled, long hold) {
        return amend(reservation, oldPrice, price, size, filled, hold, record -> {});
    }

    long amend(
            long reservation,
            long oldPrice,
            long price,
            long size,
            long filled,
            long hold,
            Consumer<AmendEncoder> change) {
        final long need = Math.max(gate.rule.cost(oldPrice, size - filled), gate.rule.cost(price, size - filled));
        final long delta = Math.max(0, need - hold);
        final Decision decision = decide(delta);
        final boolean approved = decision == Decision.APPROVED;
        final AmendEncoder record = new AmendEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .callerNanos(Long.MIN_VALUE)
                .back(gate.back)
                .taken(gate.taken)
                .limitSeen(gate.limit)
                .limitVersion(gate.limitVersion)
                .newPrice(price)
                .newSize(size)
                .delta(delta)
                .reservationId(reservation)
                .filledSeen(filled)
                .holdSeen(hold)
                .lineId(TestGate.LINE)
                .code(decision.code());
        record.flags().clear().tile(approved && delta > 0);
        change.accept(record);
        ring.producer().commit();
        if (approved) {
            gate.taken += delta;
        }
        return delta;
    }

    TestLane amendOutcome(long reservation, boolean accepted) {
        new AmendOutcomeEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .reservationId(reservation)
                .code(0)
                .accepted((short) (accepted ? 1 : 0));
        ring.producer().commit();
        return this;
    }

    TestLane acked(long reservation) {
        new AckedEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .reservationId(reservation)
                .code(0);
        ring.producer().commit();
        return this;
    }

    TestLane fill(long reservation, long execId, long quantity, long price) {
        new FillEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .reservationId(reservation)
                .execId(execId)
                .quantity(quantity)
                .cumQuantity(quantity)
                .price(price)
                .fee(0)
                .venueTimeNanos(0)
                .lineId(-1)
                .code(0);
        ring.producer().commit();
        return this;
    }

    TestLane release(long reservation, long finalCumQuantity) {
        new ReleaseEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(sequence())
                .clockNanos(gate.tick())
                .reservationId(reservation)
                .finalCumQuantity(finalCumQuantity)
                .why(1)
                .code(0);
        ring.producer().commit();
        return this;
    }

    /** So many records that say nothing but their sequence, as room allows. */
    TestLane acks(int count) {
        for (int i = 0; i < count; i++) {
            acked(1);
        }
        return this;
    }

    /** So many records more, written without an encoder of their own: they say what the slot said a lap ago. */
    TestLane again(int count) {
        for (int i = 0; i < count; i++) {
            claim();
            ring.producer().commit();
        }
        return this;
    }
}
