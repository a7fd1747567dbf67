package io.tollgate.gatekeeper.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.Decision;
import org.junit.jupiter.api.Test;

class FundsTargetTest {
    private static final long START = 1_000_000_000L;
    private static final long LEAST = 20_000_000L;

    private final FundsTarget target = new FundsTarget(START, LEAST);
    private long approved;
    private long refused;
    private long closed;

    private long tick(int moreApproved, int moreRefused, int moreClosed) {
        approved += moreApproved;
        refused += moreRefused;
        closed += moreClosed;
        final long[] sums = new long[64];
        sums[Decision.APPROVED.code()] = approved;
        sums[Decision.INSUFFICIENT_FUNDS.code()] = refused;
        sums[Decision.STALE.code()] = closed;
        return target.next(sums);
    }

    private long after(int ticks, int moreApproved, int moreRefused, int moreClosed) {
        long micros = 0;
        for (int i = 0; i < ticks; i++) {
            micros = tick(moreApproved, moreRefused, moreClosed);
        }
        return micros;
    }

    @Test
    void risesWhileTooFewCanBePaidFor() {
        assertThat(after(20, 20, 180, 0)).isGreaterThan(START);
    }

    @Test
    void fallsWhileTooManyCanBePaidFor() {
        assertThat(after(20, 200, 0, 0)).isLessThan(START);
    }

    @Test
    void staysWhileSharesAreRight() {
        assertThat(after(20, 120, 80, 0)).isEqualTo(START);
    }

    @Test
    void staysWhileNothingIsDecided() {
        assertThat(after(20, 0, 0, 0)).isEqualTo(START);
    }

    @Test
    void makesUpForTheTimeInWhichTheBalanceWasClosed() {
        assertThat(after(40, 120, 80, 400)).isGreaterThan(START);
    }

    @Test
    void staysWithinItsBounds() {
        assertThat(after(2_000, 200, 0, 0)).isEqualTo(LEAST);
        assertThat(after(2_000, 0, 2_000, 0)).isEqualTo(20 * START);
    }
}
