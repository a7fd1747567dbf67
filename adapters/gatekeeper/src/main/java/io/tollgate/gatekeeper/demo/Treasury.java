package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Balance;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gatekeeper.demo.FlowCounts.Count;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.VenueControl;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account short of funds, but not too short: deposits what fills have spent, up to a target that follows the measured shares of
 * approvals and refusals; withdraws now and then; lists and resolves short-lived markets.
 *
 * <p>Money that leaves by the venue's own hand cannot be foreseen by any gate, so a withdrawal is reserved here first, like an order, and
 * told as a fill when it was paid. Money that comes needs no gate.
 *
 * <p>Threading: the back office's thread.
 */
final class Treasury {
    static final long TICK_NANOS = 100_000_000L;

    private static final long MICROS_PER_DOLLAR = 1_000_000L;
    private static final long LEAST_TARGET_MICROS = 8 * MICROS_PER_DOLLAR;
    private static final long WITHDRAW_EVERY_NANOS = 400_000_000L;
    private static final long RESOLVE_EVERY_NANOS = 2_500_000_000L;
    private static final long RESOLVE_AFTER_NANOS = 300_000_000L;

    private final VenueControl venue;
    private final Lane lane;
    private final Line line;
    private final int session;
    private final DecisionCounts decisions;
    private final FlowCounts counts;
    private final ShortLivedMarket shortLived;
    private final FundsTarget target;
    private final Supplier<long[]> allDecisions;
    private final SplittableRandom random;

    private final boolean enforced;
    private volatile boolean regulating;
    private long nextTickNanos;
    private long nextWithdrawalNanos;
    private long nextListingNanos;
    private long resolveAtNanos;
    private @Nullable String toResolve;
    private int marketNumber = 1;
    private long sequence;
    private @Nullable Untold untold;

    /** A withdrawal that the venue has decided and the gate does not know of yet, because the ring was full. */
    private record Untold(long reservation, long orderKey, long amountMicros, boolean paid) {}

    Treasury(
            VenueControl venue,
            Lane lane,
            Balance balance,
            int session,
            DemoOptions options,
            DecisionCounts decisions,
            FlowCounts counts,
            ShortLivedMarket shortLived,
            Supplier<long[]> allDecisions,
            long nowNanos) {
        this.venue = venue;
        this.lane = lane;
        this.line = lane.bind(balance, Markets.withdrawalLine());
        this.session = session;
        this.enforced = !options.shadow();
        this.decisions = decisions;
        this.counts = counts;
        this.shortLived = shortLived;
        this.allDecisions = allDecisions;
        this.target = new FundsTarget(startMicros(options.ordersPerSecond()), LEAST_TARGET_MICROS);
        this.random = new SplittableRandom(options.seed() ^ 0x7265_6173L);
        this.nextTickNanos = nowNanos;
        this.nextWithdrawalNanos = nowNanos + WITHDRAW_EVERY_NANOS;
        this.nextListingNanos = nowNanos + RESOLVE_EVERY_NANOS;
    }

    /** What open orders hold on average if about six in ten are approved (Little's law). */
    static long startMicros(int ordersPerSecond) {
        final long heldMicros = OrderFlow.AVERAGE_COST_MICROS * ordersPerSecond / 1_000 * OrderFlow.AVERAGE_HOLD_MILLIS;
        return Math.max(LEAST_TARGET_MICROS, heldMicros * 6 / 10);
    }

    /** The lanes are warm: from now on the shares of their decisions count. In shadow mode they say nothing. Any thread. */
    void regulate() {
        regulating = enforced;
    }

    /** Does what is due. */
    int work(long nowNanos) {
        if (nowNanos - nextTickNanos < 0) {
            return 0;
        }
        nextTickNanos = nowNanos + TICK_NANOS;
        fund();
        withdraw(nowNanos);
        moveMarket(nowNanos);
        return 1;
    }

    private void fund() {
        final long wantedMicros = regulating ? target.next(allDecisions.get()) : target.micros();
        final long missingMicros = wantedMicros - venue.truth().balanceMicros();
        if (missingMicros > Math.max(MICROS_PER_DOLLAR, wantedMicros / 50)) {
            final var unused = venue.deposit(missingMicros / Markets.MICROS_PER_CENT * Markets.MICROS_PER_CENT);
        }
    }

    private void withdraw(long nowNanos) {
        if (!settleUntold() || nowNanos - nextWithdrawalNanos < 0) {
            return;
        }
        final long orderKey = OrderKey.of(session, BackOffice.LANE_NUMBER, sequence++);
        final long amountMicros = Withdrawals.amountMicros(random.nextLong(50, 300), orderKey);
        final long reservation = line.reserve(1, amountMicros, orderKey, nowNanos);
        decisions.countReservation(reservation);
        if (reservation < 0 || lane.sent(reservation) != FactResult.ACCEPTED.code()) {
            // short of funds: tried again with the next tick
            return;
        }
        nextWithdrawalNanos = nowNanos + WITHDRAW_EVERY_NANOS;
        boolean paid;
        try {
            final var unused = venue.withdraw(amountMicros);
            paid = true;
            counts.increment(Count.WITHDRAWALS);
        } catch (final SimulatorException refused) {
            paid = false;
            counts.increment(Count.REJECTS_FOR_FUNDS);
        }
        untold = new Untold(reservation, orderKey, amountMicros, paid);
        final var unused = settleUntold();
    }

    private boolean settleUntold() {
        final Untold withdrawal = untold;
        if (withdrawal == null) {
            return true;
        }
        final int result = Withdrawals.tell(
                lane, withdrawal.reservation(), withdrawal.orderKey(), withdrawal.amountMicros(), withdrawal.paid());
        if (result == FactResult.JOURNAL_FULL.code()) {
            return false;
        }
        untold = null;
        return true;
    }

    private void moveMarket(long nowNanos) {
        final String old = toResolve;
        if (old != null && nowNanos - resolveAtNanos >= 0) {
            toResolve = null;
            venue.resolve(old, random.nextBoolean() ? 1_000 : 0);
        }
        if (nowNanos - nextListingNanos >= 0) {
            nextListingNanos = nowNanos + RESOLVE_EVERY_NANOS;
            final String next = Markets.shortLived(session, ++marketNumber);
            venue.list(Markets.instrument(next));
            toResolve = shortLived.symbol();
            // orders on the old one may still be on their way for a moment
            resolveAtNanos = nowNanos + RESOLVE_AFTER_NANOS;
            shortLived.moveTo(next);
        }
    }

    /** At the end: nothing is left untold. Returns false if the ring is still full. */
    boolean finish() {
        return settleUntold();
    }
}
