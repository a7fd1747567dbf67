package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.money.FeeRule;
import io.tollgate.gate.money.Side;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The venue takes more for a fill than was told of it, up to the worst case of its line: what is over is no other fill's money, whichever of
 * fill and ledger entry comes first. The account starts with 10.00; a fill of 4 at 0.50 is told with a fee of 0.02, and the venue takes 0.10.
 */
@org.jspecify.annotations.NullUnmarked
class ExcessDebitTest {
    private static final int TOLD = 20_000;

    @TempDir
    Path directory;

    private GateHarness h;
    private Line buy;
    private long venueTime = 100;
    private long ledger = 10_000_000;
    private int entries;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots().withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(ledger, venueTime);
        bind();
    }

    private void bind() {
        buy = h.lane.bind(h.usd, new LineSpec("sym-a", Side.BUY, 2, 0, 99, FeeRule.basisPoints(100_000, 1, 0)));
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void debit(Kind kind, long amount) {
        venueTime += 10 * MILLI;
        h.stream.entry(h.usd.id(), "e" + ++entries, kind, ledger, ledger - amount, venueTime, "sym-a", h.nowNanos);
        ledger -= amount;
        h.step();
    }

    private long sent(long size) {
        final long r = buy.reserve(50, size, ++entries);
        assertThat(r).isPositive();
        assertThat(buy.sent(r)).isZero();
        h.step();
        return r;
    }

    private void filled(long r, long size, long fee) {
        buy.fill(r, ++entries, size, size, 50, fee, 0);
        h.step();
    }

    private long inTransit() {
        return h.gate.view(h.usd).inTransit();
    }

    @Test
    void whatIsOverOfADebitThatCameFirstPaysForNoOtherFill() {
        final long first = sent(4);
        final long second = sent(6);
        debit(Kind.EXECUTION, 2_100_000);
        filled(first, 4, TOLD);
        assertThat(inTransit()).isZero();
        filled(second, 6, 30_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
        debit(Kind.EXECUTION, 3_030_000);
        assertThat(inTransit()).isZero();
        assertThat(h.available()).isEqualTo(ledger).isEqualTo(4_870_000);
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
    }

    @Test
    void whatIsOverOfADebitThatCameAfterItsFillPaysForNoOtherFill() {
        final long first = sent(4);
        final long second = sent(6);
        filled(first, 4, TOLD);
        filled(second, 6, 30_000);
        debit(Kind.EXECUTION, 2_100_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
        debit(Kind.EXECUTION, 3_030_000);
        assertThat(inTransit()).isZero();
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void whatIsOverDoesNotWaitForAnOrderThatIsStillOpen() {
        final long first = sent(4);
        final long second = sent(6);
        filled(first, 4, TOLD);
        debit(Kind.EXECUTION, 2_100_000);
        filled(second, 6, 30_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
        assertThat(h.available()).isEqualTo(ledger - 3_030_000);
    }

    @Test
    void anEarlyDebitThatClearedAnotherFillIsNotMoreThanItsOwn() {
        final long other = sent(6);
        final long early = sent(4);
        filled(other, 6, 30_000);
        debit(Kind.EXECUTION, 2_100_000);
        filled(early, 4, TOLD);
        // of the other one nothing is in the ledger yet
        assertThat(inTransit()).isEqualTo(3_030_000);
        debit(Kind.EXECUTION, 3_030_000);
        assertThat(inTransit()).isZero();
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void aCommissionOfItsOwnEntryThatIsMoreThanWasTold() {
        final long first = sent(4);
        final long second = sent(6);
        filled(first, 4, TOLD);
        filled(second, 6, 30_000);
        debit(Kind.EXECUTION, 2_000_000);
        debit(Kind.COMMISSION, 100_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
        debit(Kind.EXECUTION, 3_000_000);
        debit(Kind.COMMISSION, 30_000);
        assertThat(inTransit()).isZero();
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void aCommissionThatComesBeforeTheFillAndIsMoreThanIsTold() {
        final long first = sent(4);
        final long second = sent(6);
        debit(Kind.EXECUTION, 2_000_000);
        debit(Kind.COMMISSION, 100_000);
        filled(first, 4, TOLD);
        filled(second, 6, 30_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
    }

    @Test
    void aSmallFeeOverAndOverAgainPaysForNothing() {
        final long last = sent(8);
        for (int i = 0; i < 10; i++) {
            final long r = sent(1);
            debit(Kind.EXECUTION, 510_000);
            filled(r, 1, 0);
            assertThat(inTransit()).isZero();
        }
        filled(last, 8, 0);
        assertThat(inTransit()).isEqualTo(4_000_000);
    }

    @Test
    void toldFeesThatAreRightAreExactInEveryOrderOfFillsAndEntries() {
        final long first = sent(4);
        final long second = sent(6);
        final long third = sent(2);
        debit(Kind.EXECUTION, 3_030_000);
        filled(third, 2, 10_000);
        debit(Kind.EXECUTION, 2_020_000);
        filled(first, 4, TOLD);
        filled(second, 6, 30_000);
        debit(Kind.EXECUTION, 1_010_000);
        assertThat(inTransit()).isZero();
        assertThat(h.available()).isEqualTo(ledger).isEqualTo(3_940_000);
    }

    @Test
    void afterARestartToo() {
        final long first = sent(4);
        final long second = sent(6);
        filled(first, 4, TOLD);
        filled(second, 6, 30_000);
        h.crash();
        bind();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(ledger, venueTime);
        debit(Kind.EXECUTION, 2_100_000);
        assertThat(inTransit()).isEqualTo(3_030_000);
    }
}
