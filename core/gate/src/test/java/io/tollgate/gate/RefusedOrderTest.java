package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.LedgerEntry.Kind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The venue refuses for lack of funds what the gate has approved. The account holds 10.00, as far as the gate knows. */
@org.jspecify.annotations.NullUnmarked
class RefusedOrderTest {
    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        h = new GateHarness(directory).withSnapshots();
        h.snapshot(10_000_000, Snapshot.NO_TIME);
        h.pass(MILLI);
    }

    @AfterEach
    void close() {
        h.close();
    }

    /** An order of 10 contracts at 0.50 is approved, sent and refused by the venue. */
    private long refused(long venueAvailable) {
        final long r = h.buy.reserve(50, 10, 1);
        assertThat(Decision.ofReservation(r)).isEqualTo(Decision.APPROVED);
        h.buy.sent(r);
        h.step();
        h.pass(MILLI);
        assertThat(h.lane.refusedForFunds(r, venueAvailable)).isZero();
        h.step();
        return r;
    }

    private void read(long ledger) {
        h.pass(11 * MILLI);
        h.snapshot(ledger, Snapshot.NO_TIME);
    }

    @Test
    void nothingIsApprovedUntilAReadThatWasAskedForLater() {
        final long asked = h.nowNanos;
        refused(Lane.UNKNOWN_AMOUNT);
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
        assertThat(h.held()).isZero();
        // this one was on its way already
        h.snapshots
                .sink()
                .snapshot(
                        h.usd.id(), new Snapshot(10_000_000, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, asked, h.nowNanos));
        h.step();
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
        read(4_000_000);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void theVenuesSumsAreABoundUntilSomethingExplainsThem() {
        refused(3_000_000);
        read(10_000_000);
        assertThat(h.available()).isEqualTo(3_000_000);
        read(10_000_000);
        assertThat(h.available()).isEqualTo(3_000_000);
        h.pass(1_000 * MILLI);
        read(10_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
    }

    @Test
    void aReadThatShowsWhatIsMissingExplainsIt() {
        refused(3_000_000);
        read(3_500_000);
        assertThat(h.available()).isEqualTo(3_500_000);
    }

    @Test
    void withoutAReasonTheSameOrderIsNotSentInALoop() {
        refused(Lane.UNKNOWN_AMOUNT);
        read(10_000_000);
        // the first time is forgiven
        int refusals = 1;
        for (int i = 0; i < 1_000; i++) {
            if (Decision.of(h.buy.preview(50, 10)) == Decision.APPROVED) {
                refused(Lane.UNKNOWN_AMOUNT);
                refusals++;
            }
            read(10_000_000);
            // what is smaller than what was refused goes on
            assertThat(Decision.of(h.buy.preview(50, 9))).isEqualTo(Decision.APPROVED);
        }
        // 12 seconds of trying: pauses of 1, 2, 4 and 8 seconds
        assertThat(refusals).isBetween(4, 5);
        assertThat(h.gate.view(h.usd).venueRefusals()).isEqualTo(refusals);
    }

    @Test
    void moneyThatMovedBetweenApprovalAndRefusalExplainsIt() {
        h.withStream();
        h.stream.opened(h.usd.id(), h.nowNanos);
        h.step();
        h.pass(MILLI);
        h.snapshot(10_000_000, 100);
        final long r = h.buy.reserve(50, 20, 1);
        h.buy.sent(r);
        h.pass(MILLI);
        h.stream.entry(h.usd.id(), "w", Kind.OTHER, 10_000_000, 6_000_000, 200, "", h.nowNanos);
        h.step();
        assertThat(h.lane.refusedForFunds(r, Lane.UNKNOWN_AMOUNT)).isZero();
        h.step();
        h.pass(11 * MILLI);
        h.snapshot(6_000_000, 200);
        assertThat(h.available()).isEqualTo(6_000_000);
        assertThat(h.gate.view(h.usd).encumbered()).isZero();
    }

    @Test
    void toldTwiceItCountsOnce() {
        final long r = refused(Lane.UNKNOWN_AMOUNT);
        assertThat(h.lane.refusedForFunds(r, Lane.UNKNOWN_AMOUNT)).isZero();
        h.step();
        assertThat(h.gate.view(h.usd).venueRefusals()).isEqualTo(1);
        assertThat(FactResult.of(h.lane.refusedForFunds(r, Long.MAX_VALUE))).isEqualTo(FactResult.INVALID);
    }

    @Test
    void whatIsHeldBackSurvivesARestartAndEndsWithARead() {
        refused(3_000_000);
        h.crash();
        h.step();
        assertThat(h.gate.view(h.usd).encumbered()).isEqualTo(7_000_000);
        read(10_000_000);
        assertThat(h.available()).isEqualTo(10_000_000);
    }
}
