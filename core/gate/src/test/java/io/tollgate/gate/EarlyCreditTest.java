package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The credit of a short sale that the ledger shows before the router tells of the fill: its margin is not known yet, so it buys nothing. */
@org.jspecify.annotations.NullUnmarked
class EarlyCreditTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private Line sell;
    private long venueTime = 100;
    private int entries;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(10_000_000, venueTime);
        sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void entry(Kind kind, long before, long after) {
        venueTime += 10 * MILLI;
        h.stream.entry(h.usd.id(), "e" + ++entries, kind, before, after, venueTime, "sym-s", h.nowNanos);
        h.step();
    }

    private long sent(long price, long size) {
        final long r = sell.reserve(price, size, 1);
        assertThat(r).isPositive();
        assertThat(sell.sent(r)).isZero();
        h.step();
        return r;
    }

    @Test
    void theCreditIsHeldBackUntilTheFillBringsItsMargin() {
        final long r = sent(40, 10);
        assertThat(h.available()).isEqualTo(4_000_000);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
    }

    @Test
    void aFillInTwoPartsWhoseCreditsComeFirst() {
        final long r = sent(40, 10);
        entry(Kind.EXECUTION, 10_000_000, 11_600_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        entry(Kind.EXECUTION, 11_600_000, 14_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 4, 4, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 2, 6, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void aCommissionThatComesBeforeTheFillTooIsThatSalesFee() {
        final long r = sent(40, 10);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000);
        entry(Kind.COMMISSION, 14_000_000, 13_950_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 50_000, 0);
        h.step();
        assertThat(h.available()).isEqualTo(3_950_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
    }

    @Test
    void aCommissionAfterTheFillClearsWhatTheFillExpected() {
        final long r = sent(40, 10);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000);
        sell.fill(r, 1, 10, 10, 40, 50_000, 0);
        h.step();
        assertThat(h.available()).isEqualTo(3_950_000);
        entry(Kind.COMMISSION, 14_000_000, 13_950_000);
        assertThat(h.available()).isEqualTo(3_950_000);
        assertThat(h.gate.view(h.usd).inTransit()).isZero();
    }

    @Test
    void aRestartForgetsNothingOfIt() {
        final long r = sent(40, 10);
        entry(Kind.EXECUTION, 10_000_000, 14_000_000);
        h.crash();
        sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.stream.entry(
                h.usd.id(), "e" + entries, Kind.EXECUTION, 10_000_000, 14_000_000, venueTime, "sym-s", h.nowNanos);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void itEndsWithTheLastOrderThatCouldHaveBroughtIt() {
        final long r = sent(40, 10);
        // not ours, or a closing sale's: nothing says so while an opening sale may still have it
        entry(Kind.EXECUTION, 10_000_000, 11_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        h.step();
        assertThat(h.available()).isEqualTo(11_000_000);
    }

    @Test
    void aCreditWithNoOpeningSaleIsMoney() {
        entry(Kind.EXECUTION, 10_000_000, 11_000_000);
        assertThat(h.available()).isEqualTo(11_000_000);
    }

    @Test
    void aReadThatShowsTheCreditBeforeTheFillIsToldBuysNothingEither() {
        h.close();
        h = new GateHarness(directory.resolve("reads")).withSnapshots();
        h.snapshot(10_000_000, 1);
        sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        h.pass(MILLI);
        final long r = sent(40, 10);
        h.pass(MILLI);
        h.snapshot(14_000_000, 2);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        h.pass(20 * MILLI);
        h.snapshot(14_000_000, 3);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void anOrderOlderThanTheAdoptedLedgerExpectsNoCredit() {
        final long r = sent(40, 10);
        h.pass(MILLI);
        h.crash();
        sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        // filled while the gate was away; it starts cold
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(14_000_000, 500);
        assertThat(h.available()).isEqualTo(4_000_000);
        sell.fill(r, 1, 10, 10, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    /** Reads are the only feed; one dollar of a purchase is in transit beside an open short sale of ten at 0.40. */
    private long purchaseBesideAShortSale() {
        h.close();
        h = new GateHarness(directory.resolve("reads")).withSnapshots();
        h.snapshot(10_000_000, Snapshot.NO_TIME);
        sell = h.lane.bind(h.usd, new LineSpec("sym-s", Side.SELL_TO_OPEN, 2, 0, 99, FeeRule.none()));
        final long r = sent(40, 10);
        final long bought = h.buy.reserve(50, 2, 2);
        assertThat(h.buy.sent(bought)).isZero();
        h.buy.fill(bought, 9, 2, 2, 50, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(3_000_000);
        return r;
    }

    @Test
    void aCreditIsHeldBackAlsoWhereTheReadShowsAPurchaseBesideIt() {
        final long r = purchaseBesideAShortSale();
        h.pass(11 * MILLI);
        // the purchase, and two of the short sale, of which nobody has told
        h.snapshot(9_800_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(3_000_000);
        sell.fill(r, 1, 2, 2, 40, 0, 0);
        h.step();
        assertThat(h.available()).isEqualTo(3_000_000);
    }

    @Test
    void aPurchaseThatAReadNeedNotContainIsNoCredit() {
        purchaseBesideAShortSale();
        // it does contain it, and need not
        h.snapshot(9_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(2_000_000);
        h.pass(11 * MILLI);
        h.snapshot(9_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(3_000_000);
        // a deposit is held back while it may be the sale's
        h.pass(11 * MILLI);
        h.snapshot(11_000_000, Snapshot.NO_TIME);
        assertThat(h.available()).isEqualTo(3_000_000);
    }
}
