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
 * Others trade the account too: a debit of theirs on the same instrument, which none of our fills can have had, clears none of them. The
 * account starts with 10.00; ours is a fill of 4 at 0.50, with a fee of up to a tenth.
 */
@org.jspecify.annotations.NullUnmarked
class SharedAccountTest {
    @TempDir
    Path directory;

    private GateHarness h;
    private long venueTime = 100;
    private long ledger = 10_000_000;
    private int entries;

    @BeforeEach
    void open() {
        final BalanceRules shared = BalanceRules.CAREFUL
                .withVisibleAfterNanos(10 * MILLI)
                .withStreamGraceNanos(100 * MILLI)
                .withStaleAfterNanos(1_000 * MILLI);
        h = new GateHarness(
                        GateConfig.at(directory).withSizes(GateHarness.SMALL).withSlots(64, 256), shared)
                .withSnapshots()
                .withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.snapshot(ledger, venueTime);
    }

    @AfterEach
    void close() {
        h.assertTiled();
        h.close();
    }

    private void filled(long fee) {
        final Line buy =
                h.lane.bind(h.usd, new LineSpec("sym-a", Side.BUY, 2, 0, 99, FeeRule.basisPoints(100_000, 1, 0)));
        final long r = buy.reserve(50, 4, 1);
        assertThat(buy.sent(r)).isZero();
        h.step();
        buy.fill(r, 1, 4, 4, 50, fee, 0);
        h.step();
    }

    private void debit(Kind kind, long amount) {
        venueTime += 10 * MILLI;
        h.stream.entry(h.usd.id(), "e" + ++entries, kind, ledger, ledger - amount, venueTime, "sym-a", h.nowNanos);
        ledger -= amount;
        h.step();
    }

    private long inTransit() {
        return h.gate.view(h.usd).inTransit();
    }

    private BalanceStatus status() {
        return h.gate.view(h.usd).status();
    }

    @Test
    void anothersDebitClearsNothingOfOurs() {
        filled(20_000);
        debit(Kind.EXECUTION, 1_500_000);
        assertThat(inTransit()).isEqualTo(2_020_000);
        assertThat(status()).isEqualTo(BalanceStatus.RECONCILING);
        debit(Kind.EXECUTION, 5_000_000);
        assertThat(inTransit()).isEqualTo(2_020_000);
        debit(Kind.EXECUTION, 2_020_000);
        assertThat(inTransit()).isZero();
        h.pass(20 * MILLI);
        h.snapshot(ledger, venueTime);
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void ourOwnDebitClearsItsFillWithAFeeInItOrBesideIt() {
        filled(20_000);
        debit(Kind.EXECUTION, 2_020_000);
        assertThat(inTransit()).isZero();
        filled(30_000);
        debit(Kind.EXECUTION, 2_000_000);
        debit(Kind.COMMISSION, 30_000);
        assertThat(inTransit()).isZero();
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
        assertThat(h.available()).isEqualTo(ledger);
    }

    @Test
    void aFeeThatWasNotToldLeavesARestForTheRead() {
        filled(Lane.UNKNOWN_FEE);
        debit(Kind.EXECUTION, 2_050_000);
        assertThat(inTransit()).isEqualTo(150_000);
        assertThat(status()).isEqualTo(BalanceStatus.OPEN);
    }

    @Test
    void moreThanWasToldOfAFillIsNotTakenForItsOwnWithoutARead() {
        filled(20_000);
        debit(Kind.EXECUTION, 2_100_000);
        assertThat(status()).isEqualTo(BalanceStatus.RECONCILING);
    }

    /** What no rule can tell apart: decision 27. */
    @Test
    void anothersDebitOfTheVeryAmountIsTakenForOursUntilOursComes() {
        filled(20_000);
        debit(Kind.EXECUTION, 2_020_000);
        assertThat(h.available()).isEqualTo(7_980_000);
        debit(Kind.EXECUTION, 2_020_000);
        assertThat(h.gate.view(h.usd).limit()).isNegative();
        assertThat(status()).isEqualTo(BalanceStatus.RECONCILING);
    }
}
