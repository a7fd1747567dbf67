package io.tollgate.journal;

import io.tollgate.gate.Decision;
import io.tollgate.gate.money.CostRule;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.ring.RingProducer;
import io.tollgate.sbe.BalanceRegisteredEncoder;
import io.tollgate.sbe.BalanceStatus;
import io.tollgate.sbe.FeeKind;
import io.tollgate.sbe.GiveBackCause;
import io.tollgate.sbe.GivenBackEncoder;
import io.tollgate.sbe.LimitPublishedEncoder;
import io.tollgate.sbe.LineRegisteredEncoder;
import io.tollgate.sbe.MessageHeaderEncoder;
import io.tollgate.sbe.ScopeMode;
import io.tollgate.sbe.SessionStartEncoder;
import io.tollgate.sbe.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes what a gate with one balance, one line and one scope writes to its rings, in the order a gate writes it. Each record can
 * be changed before it is committed, to plant a lie.
 */
final class TestGate implements AutoCloseable {
    static final int BALANCE = 7;
    static final int LINE = 3;
    static final int SCOPE = 5;
    static final int GENERATION = 1;
    static final int ASSET_SCALE = 6;
    static final int PRICE_SCALE = 3;
    static final int SIZE_SCALE = 0;
    static final long MAX_PRICE = 999;
    static final long START_NANOS = 1_790_000_000_000_000_000L;
    static final int RING_SLOTS = 64;

    final Path state;
    final Ring keeper;
    final List<TestLane> lanes = new ArrayList<>();
    final CostRule rule;
    long clockNanos = START_NANOS;
    /** The shared words. */
    long taken;

    long back;
    long limit = -1;
    long limitVersion;
    long nextReservation = 1;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    TestGate(Path state, long takenAtStart) {
        this(state, takenAtStart, RING_SLOTS);
    }

    TestGate(Path state, long takenAtStart, int slots) {
        this.state = state;
        this.keeper = Ring.keeper(state.resolve("lanes/keeper.ring"), slots);
        this.taken = takenAtStart;
        this.back = takenAtStart;
        this.rule = new CostRule(
                io.tollgate.gate.money.Side.BUY, PRICE_SCALE, SIZE_SCALE, ASSET_SCALE, MAX_PRICE, FeeRule.none());
        lane(1, slots);
        lane(2, slots);
    }

    private void lane(int id, int slots) {
        lanes.add(new TestLane(this, Ring.lane(state.resolve("lanes/" + id + ".ring"), id, slots, 8)));
    }

    TestLane lane(int id) {
        return lanes.get(id - 1);
    }

    Path journal() {
        return state.resolve("journal");
    }

    /** All rings, BookKeeper's last, so that nobody relies on the order of registration. */
    void addTo(Journaler journaler) {
        lanes.forEach(lane -> journaler.addRing(lane.ring));
        journaler.addRing(keeper);
    }

    MutableDirectBuffer buffer() {
        return keeper.producer().buffer();
    }

    int claim() {
        final int offset = keeper.producer().claimFact();
        if (offset == RingProducer.FULL) {
            throw new IllegalStateException("keeper's ring is full");
        }
        return offset;
    }

    long tick() {
        clockNanos += 1_000;
        return clockNanos;
    }

    TestGate session() {
        new SessionStartEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(keeper.producer().sequence())
                .clockNanos(tick())
                .nanoTime(5)
                .bootId(99)
                .pid(1)
                .shadow((short) 0)
                .recovered((short) 0)
                .voids(0)
                .heldReservations(0)
                .version("test");
        keeper.producer().commit();
        return this;
    }

    TestGate register() {
        new BalanceRegisteredEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(keeper.producer().sequence())
                .clockNanos(tick())
                .balanceId(BALANCE)
                .assetScale(ASSET_SCALE)
                .scopeMode(ScopeMode.CAREFUL)
                .venue("polymarket-us")
                .account("acct-1")
                .asset("USD");
        keeper.producer().commit();
        return registerLine(line -> {});
    }

    TestGate registerLine(Consumer<LineRegisteredEncoder> change) {
        final LineRegisteredEncoder line = new LineRegisteredEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(keeper.producer().sequence())
                .clockNanos(tick())
                .maxPrice(MAX_PRICE)
                .feeRate(0)
                .feeRounding(1)
                .feeSlack(0)
                .lineId(LINE)
                .balanceId(BALANCE)
                .scopeId(SCOPE)
                .scopeGeneration(GENERATION)
                .takenAtStart(taken)
                .priceScale(PRICE_SCALE)
                .sizeScale(SIZE_SCALE)
                .side(Side.BUY)
                .feeKind(FeeKind.NONE)
                .instrument("TEST-YES")
                .cashBalanceId(-1)
                .cashFeeKind(FeeKind.NONE);
        change.accept(line);
        keeper.producer().commit();
        return this;
    }

    TestGate publish(long newLimit) {
        return publish(newLimit, record -> {});
    }

    TestGate publish(long newLimit, Consumer<LimitPublishedEncoder> change) {
        limitVersion++;
        limit = newLimit;
        final LimitPublishedEncoder record = new LimitPublishedEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(keeper.producer().sequence())
                .clockNanos(tick())
                .limitVersion(limitVersion)
                .newLimit(newLimit)
                .ledger(Math.max(0, newLimit))
                .encumbered(0)
                .inTransit(0)
                .balanceId(BALANCE)
                .status(newLimit < 0 ? BalanceStatus.STALE : BalanceStatus.OPEN)
                .operatorEncumbered(0)
                .margin(0);
        change.accept(record);
        keeper.producer().commit();
        return this;
    }

    TestGate giveBack(long reservation, long amount, GiveBackCause cause) {
        return giveBack(reservation, amount, cause, record -> {});
    }

    TestGate giveBack(long reservation, long amount, GiveBackCause cause, Consumer<GivenBackEncoder> change) {
        final GivenBackEncoder record = new GivenBackEncoder()
                .wrapAndApplyHeader(buffer(), claim(), header)
                .sequence(keeper.producer().sequence())
                .clockNanos(tick())
                .reservationId(reservation)
                .amount(amount)
                .holdAfter(0)
                .backAfter(back + amount)
                .scopeId(SCOPE)
                .cause(cause);
        change.accept(record);
        keeper.producer().commit();
        back += amount;
        return this;
    }

    /** Session, balance, line and a limit of so many dollars. */
    TestGate open(long dollars) {
        return session().register().publish(dollars * 1_000_000);
    }

    static int code(Decision decision) {
        return decision.code();
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.ring.close());
        keeper.close();
    }
}
