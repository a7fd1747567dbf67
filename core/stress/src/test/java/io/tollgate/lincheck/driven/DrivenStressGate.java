package io.tollgate.lincheck.driven;

import io.tollgate.gate.Decision;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.lincheck.DrivenGate;
import io.tollgate.stress.Pool;
import io.tollgate.stress.StressGate;
import io.tollgate.stress.Words;
import org.jspecify.annotations.Nullable;

/**
 * {@link StressGate} as {@link DrivenGate}. Its rings are so long that the uses of one gate fill none: a lane that looks how far the
 * readers are does so at another place in each use, and Lincheck needs the same accesses each time.
 */
public final class DrivenStressGate implements DrivenGate {
    private static final int LANE_SLOTS = 2048;
    private static final int KEEPER_SLOTS = 8192;
    /** Longer than anything that a scenario lets pass: late facts find their order. */
    private static final long TOMBSTONE_NANOS = 20_000_000_000_000L;

    private static final long SHARES_OF_A_DOLLAR = 2;

    private final StressGate gate =
            Pool.make(directory -> new StressGate(directory, LANE_SLOTS, KEEPER_SLOTS, TOMBSTONE_NANOS));

    @Override
    public void begin() {
        gate.begin();
    }

    @Override
    public @Nullable String end() {
        gate.rest();
        return gate.wrongRecords();
    }

    @Override
    public void close() {
        gate.gate().close();
    }

    @Override
    public long reserve(int lane, int dollars) {
        return gate.reserve(lane, dollars);
    }

    @Override
    public String decision(int code) {
        return code == Decision.RESERVATION_ENDED.code() ? "ended" : Words.ofDecision(code);
    }

    @Override
    public String check(int lane, int dollars) {
        return Words.ofDecision(gate.line(lane).canAfford(StressGate.PRICE, shares(dollars)));
    }

    @Override
    public String sent(int lane, long order) {
        return Words.ofSent(gate.lane(lane).sent(order));
    }

    @Override
    public String release(int lane, long order, int filledDollars) {
        return Words.ofFact(gate.lane(lane).release(order, shares(filledDollars), ReleaseReason.CANCELLED));
    }

    @Override
    public String fill(int lane, long order, int number, int dollars) {
        final long quantity = shares(dollars);
        return Words.ofFact(gate.line(lane)
                .fill(order, number, quantity, io.tollgate.gate.Lane.UNKNOWN_QUANTITY, StressGate.PRICE, 0, 0));
    }

    @Override
    public String amend(int lane, long order, int dollars) {
        return decision(gate.line(lane).amend(order, StressGate.PRICE, shares(dollars)));
    }

    @Override
    public String amendAnswer(int lane, long order, boolean accepted) {
        return Words.ofFact(
                accepted
                        ? gate.lane(lane).amendAccepted(order)
                        : gate.lane(lane).amendRefused(order));
    }

    @Override
    public void cycle() {
        gate.cycle();
    }

    @Override
    public void setAside(int dollars) {
        gate.encumberNext(dollars);
        gate.cycle();
    }

    @Override
    public void expire() {
        gate.passTimeout();
        gate.cycle();
    }

    @Override
    public void goStale() {
        gate.passStaleness();
        gate.cycle();
    }

    @Override
    public void halt() {
        gate.gate().halt();
    }

    @Override
    public long taken() {
        return gate.taken() / StressGate.DOLLAR;
    }

    @Override
    public long held() {
        return gate.held() / StressGate.DOLLAR;
    }

    @Override
    public long limit() {
        final long limit = gate.limit();
        return limit < 0 ? -1 : limit / StressGate.DOLLAR;
    }

    private static long shares(int dollars) {
        return SHARES_OF_A_DOLLAR * dollars;
    }
}
