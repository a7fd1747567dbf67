package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.RowState;
import io.tollgate.gate.money.Amounts;
import io.tollgate.sbe.BalanceStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forced takes ask no limit: however many there are, what a scope holds never wraps, so that no lane takes a sum beyond 2^63 for room. */
@org.jspecify.annotations.NullUnmarked
class HeldBoundTest {
    /** An order for nearly all that an amount can be. */
    private static final long LARGE = Amounts.MAX_AMOUNT / 500_000;

    private static final int ORDERS = 12;

    @TempDir
    Path directory;

    private GateHarness h;
    private final long[] reservations = new long[ORDERS];

    private void open() {
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(GateHarness.SMALL)
                        .withSlots(64, 256)
                        .withTombstoneNanos(100_000 * MILLI))
                .withSnapshots();
        read();
    }

    private void read() {
        h.pass(20 * MILLI);
        h.snapshot(Amounts.MAX_AMOUNT, h.nowNanos);
        h.snapshot(Amounts.MAX_AMOUNT, h.nowNanos);
    }

    private void fillAll() {
        for (int i = 0; i < ORDERS; i++) {
            final long r = h.buy.reserve(50, LARGE, i + 1);
            assertThat(r).isPositive();
            h.buy.sent(r);
            h.step();
            h.buy.fill(r, 100 + i, LARGE, LARGE, 50, 0, 0);
            h.step();
            reservations[i] = r;
            read();
        }
    }

    private void refusesAll() {
        assertThat(h.held()).isNotNegative();
        assertThat(h.available()).isBetween(0L, Amounts.MAX_AMOUNT % 500_000);
        assertThat(h.buy.maxAffordable(50)).isZero();
        assertThat(h.buy.canAfford(50, 1)).isNotZero();
        assertThat(h.buy.reserve(50, LARGE, 99)).isNegative();
    }

    @Test
    void whatManyBustsOpenAgainIsNeverTakenForRoom() {
        open();
        fillAll();
        for (int i = 0; i < ORDERS; i++) {
            h.buy.bust(reservations[i], 100 + i);
            h.step();
            refusesAll();
            read();
            refusesAll();
        }
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.RECONCILING);
        h.crash();
        read();
        h.pass(20 * MILLI);
        read();
        refusesAll();
        // as they end at the venue, what did not fit is held in their place; nothing is approved before all of it is
        for (int i = 0; i < ORDERS; i++) {
            h.buy.release(reservations[i], 0, ReleaseReason.CANCELLED);
            h.step();
            h.step();
            read();
            if (i < ORDERS - 1) {
                refusesAll();
            }
        }
        assertThat(h.held()).isZero();
        assertThat(h.available()).isEqualTo(Amounts.MAX_AMOUNT);
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
        for (final long r : reservations) {
            assertThat(h.gate.book().reservations().stateOf(r)).isEqualTo(RowState.ENDED);
        }
        // that much money went round 2^64: its pieces cannot be told apart
        h.close();
    }

    @Test
    void severalThatEndAtOnceDoNotMakeRoomForAnOrderBeforeTheRestIsHeld() {
        open();
        fillAll();
        for (int i = 0; i < ORDERS; i++) {
            h.buy.bust(reservations[i], 100 + i);
            h.step();
        }
        read();
        for (int i = 0; i < ORDERS - 1; i++) {
            h.buy.release(reservations[i], 0, ReleaseReason.CANCELLED);
        }
        h.step();
        refusesAll();
        h.step();
        read();
        refusesAll();
        assertThat(h.held()).isEqualTo(h.buy.rule().cost(50, LARGE));
        assertThat(h.gate.view(h.usd).status()).isEqualTo(BalanceStatus.OPEN);
        h.close();
    }
}
