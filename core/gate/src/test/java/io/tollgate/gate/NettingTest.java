package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.BalanceRules.Netting;
import io.tollgate.gate.feed.Snapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A venue whose buying power is net of open orders, on an account that others may trade too. Ledger 10.00. */
@org.jspecify.annotations.NullUnmarked
class NettingTest {
    @TempDir
    Path directory;

    private GateHarness h;

    @BeforeEach
    void open() {
        final BalanceRules rules =
                BalanceRules.CAREFUL.withVisibleAfterNanos(10 * MILLI).withStaleAfterNanos(1_000 * MILLI);
        assertThat(rules.netting()).isEqualTo(Netting.SHARED);
        h = new GateHarness(
                        GateConfig.at(directory).withSizes(GateHarness.SMALL).withSlots(64, 256), rules)
                .withSnapshots();
        read(10_000_000, 0, h.nowNanos);
    }

    @AfterEach
    void close() {
        h.close();
    }

    private void read(long buyingPower, long openOrders, long askedNanos) {
        h.snapshots
                .sink()
                .snapshot(
                        h.usd.id(),
                        new Snapshot(10_000_000, buyingPower, openOrders, Snapshot.NO_TIME, askedNanos, h.nowNanos));
        h.step();
    }

    private long acked(long price, long size) {
        final long r = h.buy.reserve(price, size, 1);
        h.buy.sent(r);
        h.buy.acked(r);
        h.step();
        h.pass(MILLI);
        return r;
    }

    @Test
    void ourOwnOrdersAreNotSubtractedTwice() {
        acked(50, 10);
        read(5_000_000, 5_000_000, h.nowNanos);
        assertThat(h.available()).isEqualTo(5_000_000);
        // 1.00 of somebody else's
        read(4_000_000, 6_000_000, h.nowNanos);
        assertThat(h.available()).isEqualTo(4_000_000);
    }

    @Test
    void aHoldThatGrewAfterTheReadWasAskedForCountsAsItWas() {
        final long r = acked(50, 4);
        final long asked = h.nowNanos;
        h.pass(MILLI);
        assertThat(h.buy.amend(r, 50, 10)).isZero();
        h.lane.amendAccepted(r, 50, 10);
        h.step();
        h.pass(MILLI);
        assertThat(h.held()).isEqualTo(5_000_000);
        // the venue answered before the amend: our 2.00, and 3.00 of somebody else's, which are not ours to add
        read(5_000_000, 5_000_000, asked);
        assertThat(h.gate.view(h.usd).limit()).isEqualTo(7_000_000);
        assertThat(h.available()).isEqualTo(2_000_000);
        h.pass(MILLI);
        read(2_000_000, 8_000_000, h.nowNanos);
        assertThat(h.available()).isEqualTo(2_000_000);
    }

    @Test
    void aHoldThatShrankAfterTheReadWasAskedForCountsAsItIs() {
        final long r = acked(50, 10);
        final long asked = h.nowNanos;
        h.pass(MILLI);
        h.lane.fill(r, 1, 6, 6, 50, 0, 0);
        h.pass(MILLI);
        read(5_000_000, 5_000_000, asked);
        // 3.00 are in transit, and held nowhere else
        assertThat(h.gate.view(h.usd).limit()).isEqualTo(7_000_000 - 3_000_000);
        assertThat(h.available()).isEqualTo(2_000_000);
    }

    /** The feed leaves our orders out: what ends is free at once, and not held back until the next read. */
    @Test
    void aHoldThatIsNotInTheBaseDoesNotLeaveIt() {
        final long r = acked(50, 10);
        // 1.00 of somebody else's, and ours not summed
        read(9_000_000, 0, h.nowNanos);
        assertThat(h.available()).isEqualTo(4_000_000);
        h.lane.release(r, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(9_000_000);
    }

    /** The venue summed one of two orders: the other had ended there. No more leaves the base than was in it. */
    @Test
    void noMoreLeavesTheBaseThanTheVenueSummed() {
        final long ended = acked(50, 6);
        final long open = acked(50, 6);
        read(7_000_000, 3_000_000, h.nowNanos);
        assertThat(h.available()).isEqualTo(4_000_000);
        h.lane.release(ended, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(4_000_000);
        h.lane.release(open, 0, ReleaseReason.CANCELLED);
        h.step();
        assertThat(h.available()).isEqualTo(7_000_000);
    }

    /** Each time it is another order of somebody else's that was there first: nothing is held back when it has gone. */
    @Test
    void ordersOfOthersThatCameFirstExplainARefusal() {
        for (int i = 0; i < 5; i++) {
            final long r = h.buy.reserve(50, 10, 1);
            assertThat(Decision.ofReservation(r)).isEqualTo(Decision.APPROVED);
            h.buy.sent(r);
            h.step();
            h.pass(MILLI);
            assertThat(h.lane.refusedForFunds(r, 3_000_000)).isZero();
            h.step();
            h.pass(11 * MILLI);
            read(3_000_000, 0, h.nowNanos);
            assertThat(h.available()).isEqualTo(3_000_000);
            h.pass(MILLI);
            read(10_000_000, 0, h.nowNanos);
            assertThat(h.available()).isEqualTo(10_000_000);
        }
    }
}
