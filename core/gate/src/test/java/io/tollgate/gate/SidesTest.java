package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.PositionsRead.Position;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each side draws on, and what its fills do to cash, position and margin. Cash 10.00 in micro-dollars, prices in cents, positions in
 * contracts; a fee of 10 % of the value, exact, where there is one.
 */
@org.jspecify.annotations.NullUnmarked
class SidesTest {
    private static final FeeRule TENTH = FeeRule.basisPoints(100_000, 1, 0);

    @TempDir
    Path directory;

    private GateHarness h;
    private Balance held;
    private Balance owed;
    private Line open;
    private Line sell;
    private Line buyBack;
    private long venueTime = 100;
    private int entries;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, venueTime);
        bind();
    }

    private void bind() {
        held = h.gate.register(position(false));
        owed = h.gate.register(position(true));
        open = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        sell = h.lane.bindClosing(held, h.usd, new LineSpec("sym-a", Side.SELL_TO_CLOSE, 2, 0, 99, TENTH));
        buyBack = h.lane.bindClosing(owed, h.usd, new LineSpec("sym-a", Side.BUY_TO_CLOSE, 2, 0, 99, TENTH));
    }

    private BalanceSpec position(boolean isShort) {
        return BalanceSpec.position(h.usd.venue(), h.usd.account(), "sym-a", isShort, 0, h.rules);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    /** A read of positions that must contain everything told so far. */
    private void positions(long quantity, long margin) {
        h.pass(11 * MILLI);
        positionsAsked(quantity, margin, h.nowNanos);
    }

    private void positionsAsked(long quantity, long margin, long askedNanos) {
        h.snapshots
                .sink()
                .positions(
                        h.usd.id(),
                        new PositionsRead(List.of(new Position("sym-a", quantity)), margin, askedNanos, h.nowNanos));
        h.step();
    }

    private void entry(long before, long after) {
        venueTime += 10;
        h.stream.entry(h.usd.id(), "e" + entries++, Kind.EXECUTION, before, after, venueTime, "sym-a", h.nowNanos);
        h.step();
    }

    private long sent(Line line, long price, long size) {
        final long r = line.reserve(price, size, 1);
        assertThat(Decision.ofReservation(r)).isEqualTo(Decision.APPROVED);
        assertThat(line.sent(r)).isZero();
        h.step();
        return r;
    }

    private long available(Balance balance) {
        return h.gate.view(balance).available();
    }

    @Test
    void aSaleOfWhatIsHeldDrawsThePositionAndItsFillOnlyTheFeeOfCash() {
        positions(5, 0);
        assertThat(available(held)).isEqualTo(5);
        final long r = sent(sell, 40, 3);
        assertThat(available(held)).isEqualTo(2);
        assertThat(h.available()).isEqualTo(10_000_000);
        assertThat(Decision.of(sell.canAfford(40, 3))).isEqualTo(Decision.MUST_SPLIT);
        assertThat(sell.maxAffordable(40)).isEqualTo(2);
        sell.fill(r, 1, 3, 3, 40, Lane.UNKNOWN_FEE, 0);
        h.step();
        // the credit counts when the ledger shows it
        assertThat(h.available()).isEqualTo(10_000_000 - 120_000);
        assertThat(available(held)).isEqualTo(2);
        entry(10_000_000, 11_200_000);
        entry(11_200_000, 11_080_000);
        assertThat(h.available()).isEqualTo(11_080_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        positions(2, 0);
        assertThat(available(held)).isEqualTo(2);
        assertThat(h.gate.view(held).inTransit()).isZero();
    }

    @Test
    void aReducingOrderIsNeverRefusedForLackOfCash() {
        positions(5, 0);
        entry(10_000_000, 0);
        h.snapshot(0, venueTime);
        assertThat(h.available()).isZero();
        assertThat(Decision.of(h.buy.canAfford(1, 1))).isEqualTo(Decision.INSUFFICIENT_FUNDS);
        sent(sell, 40, 5);
        positions(-5, 5_000_000);
        sent(buyBack, 99, 5);
    }

    @Test
    void theMarginOfAShortSaleIsHeldUntilAReadOfPositionsMustContainIt() {
        final long r = sent(open, 40, 10);
        assertThat(h.available()).isEqualTo(4_000_000);
        final long before = h.nowNanos;
        open.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        entry(10_000_000, 14_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        // asked for before the fill was told: what it says of margin is beside the fill's
        positionsAsked(0, 0, before);
        assertThat(h.available()).isEqualTo(4_000_000);
        positions(-10, 10_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(available(owed)).isEqualTo(10);
        // the venue nets two positions: its margin is the truth
        positions(-10, 7_000_000);
        assertThat(h.available()).isEqualTo(7_000_000);
    }

    @Test
    void buyingAShortBackTakesItsValueFromTheMarginThatItFrees() {
        positions(-10, 10_000_000);
        entry(10_000_000, 14_000_000);
        h.snapshot(14_000_000, venueTime);
        assertThat(h.available()).isEqualTo(4_000_000);
        final long r = sent(buyBack, 50, 4);
        assertThat(available(owed)).isEqualTo(6);
        assertThat(h.available()).isEqualTo(4_000_000);
        buyBack.fill(r, 1, 4, 4, 50, 200_000, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_200_000);
        entry(14_000_000, 11_800_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.available()).isEqualTo(4_000_000);
        positions(-6, 6_000_000);
        // exact: 4 contracts at 1.00 of margin less what they cost
        assertThat(h.available()).isEqualTo(4_000_000 + 4_000_000 - 2_200_000);
        assertThat(available(owed)).isEqualTo(6);
    }

    @Test
    void theDebitOfAPurchaseMayComeBeforeItsFill() {
        positions(-10, 10_000_000);
        entry(10_000_000, 14_000_000);
        h.snapshot(14_000_000, venueTime);
        final long r = sent(buyBack, 50, 4);
        entry(14_000_000, 11_800_000);
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(1_800_000);
        buyBack.fill(r, 1, 4, 4, 50, 200_000, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.available()).isEqualTo(4_000_000);
        positions(-6, 6_000_000);
        assertThat(h.available()).isEqualTo(5_800_000);
    }

    @Test
    void withoutAMarginThatIsKnownAPurchaseTakesItsValueFromCash() {
        positions(-10, 0);
        final long r = sent(buyBack, 50, 4);
        buyBack.fill(r, 1, 4, 4, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(8_000_000);
    }

    @Test
    void afterAKillBothHalvesOfAClosingFillAreThereOnce() {
        positions(-10, 10_000_000);
        entry(10_000_000, 14_000_000);
        final long r = sent(buyBack, 50, 4);
        buyBack.fill(r, 1, 4, 4, 50, 200_000, 0);
        h.crash();
        bind();
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_200_000);
        assertThat(h.gate.view(owed).inTransit()).isEqualTo(4);
        buyBack.fill(r, 1, 4, 4, 50, 200_000, 0);
        h.step();
        assertThat(h.gate.view(h.usd).inTransit()).isEqualTo(2_200_000);
        // the session before may have read the positions after the fill: nothing says that its margin is still bound
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(10_000_000);
        positions(-6, 6_000_000);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(6_000_000);
    }

    @Test
    void marginOutlivesTheRowThatBroughtIt() {
        final long r = sent(open, 40, 10);
        open.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        entry(10_000_000, 14_000_000);
        // the order's tombstone goes, and its row in transit with it
        h.pass(60 * MILLI);
        h.pass(60 * MILLI);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(10_000_000);
        h.crash();
        bind();
        h.step();
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(10_000_000);
        positions(-10, 9_000_000);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(9_000_000);
    }

    @Test
    void positionsThatAReadDoesNotListAreNone() {
        positions(5, 0);
        h.pass(11 * MILLI);
        h.snapshots.sink().positions(h.usd.id(), new PositionsRead(List.of(), 0, h.nowNanos, h.nowNanos));
        h.step();
        assertThat(available(held)).isZero();
        assertThat(Decision.of(sell.canAfford(40, 1))).isEqualTo(Decision.MUST_SPLIT);
    }

    @Test
    void anOpeningLineHasNoCashBesideItsPosition() {
        assertThatThrownBy(() ->
                        h.lane.bindClosing(held, h.usd, new LineSpec("sym-a", Side.BUY, 2, 0, 99, FeeRule.none())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("side=BUY");
    }

    @Test
    void whereTheVenueNetsMarginItselfABarrierReadOfItsFigureReplacesTheFills() {
        h.close();
        final BalanceRules rules = GateHarness.RULES.soleTrader(Netting.ALL_OURS);
        h = new GateHarness(
                        GateConfig.at(directory.resolve("net"))
                                .withSizes(GateHarness.SMALL)
                                .withSlots(64, 256),
                        rules)
                .withSnapshots();
        h.snapshots
                .sink()
                .snapshot(
                        h.usd.id(), new Snapshot(10_000_000, 10_000_000, 0, Snapshot.NO_TIME, h.nowNanos, h.nowNanos));
        h.step();
        final Line shorts = h.lane.bind(h.usd, new LineSpec("sym-a", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(shorts, 40, 10);
        shorts.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        h.pass(11 * MILLI);
        h.snapshots
                .sink()
                .snapshot(h.usd.id(), new Snapshot(14_000_000, 4_000_000, 0, Snapshot.NO_TIME, h.nowNanos, h.nowNanos));
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(10_000_000);
    }
}
