package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReservationView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that settles old orders and then keeps the treasury. It has a lane of its own.
 *
 * <p>Threading: {@link #run} is the thread; the other methods are for the one that started it.
 */
final class BackOffice implements Runnable {
    /** Lane number in keys; router lanes have those below. */
    static final int LANE_NUMBER = OrderKey.MAX_LANE;

    private static final long PARK_NANOS = 2_000_000L;

    private final OldOrders oldOrders;
    private final Lane lane;
    private final Treasury treasury;
    private final List<ReservationView> left;
    private final Supplier<Set<Long>> paidAmounts;
    private final ReportQueue inbox = new ReportQueue();

    private @Nullable VenueReport untold;
    private volatile boolean settled;
    private volatile boolean trading;
    private volatile boolean idle;
    private volatile boolean finished;
    private volatile @Nullable Throwable failure;

    /**
     * A back office.
     *
     * @param left what earlier sessions left open
     * @param paidAmounts asks the venue which withdrawals it paid; only called if one was left open
     */
    BackOffice(
            OldOrders oldOrders,
            Lane lane,
            Treasury treasury,
            List<ReservationView> left,
            Supplier<Set<Long>> paidAmounts) {
        this.oldOrders = oldOrders;
        this.lane = lane;
        this.treasury = treasury;
        this.left = List.copyOf(left);
        this.paidAmounts = paidAmounts;
    }

    ReportQueue inbox() {
        return inbox;
    }

    /** Whether all old orders are settled. */
    boolean isSettled() {
        return settled;
    }

    /** Lets the treasury begin. */
    void startTrading() {
        trading = true;
    }

    /** The lanes are warm. */
    void regulate() {
        treasury.regulate();
    }

    /** Ends the treasury; what is under way is told. */
    void stopTrading() {
        trading = false;
    }

    /** Whether the treasury has stopped and nothing is untold. */
    boolean isIdle() {
        return idle;
    }

    /** Ends the thread; no report waits for it any more. */
    void finish() {
        finished = true;
        inbox.abandon();
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            settleWithdrawals();
            oldOrders.take(
                    left.stream().filter(old -> !Withdrawals.isWithdrawal(old)).toList(), System.nanoTime());
            while (!finished) {
                final long now = System.nanoTime();
                int work = takeReports(now);
                work += oldOrders.work(now);
                settled = oldOrders.done() && untold == null;
                if (trading) {
                    idle = false;
                    work += treasury.work(now);
                } else {
                    idle = treasury.finish() && settled;
                }
                if (work == 0) {
                    LockSupport.parkNanos(PARK_NANOS);
                }
            }
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void settleWithdrawals() {
        final List<ReservationView> open =
                left.stream().filter(Withdrawals::isWithdrawal).toList();
        if (open.isEmpty()) {
            return;
        }
        final Set<Long> paid = paidAmounts.get();
        for (final ReservationView old : open) {
            final int result = Withdrawals.tell(lane, old.id(), old.orderKey(), old.size(), paid.contains(old.size()));
            if (result != FactResult.ACCEPTED.code()) {
                throw new DemoException("the gate did not take what became of a withdrawal: result="
                        + FactResult.of(result) + " amount=" + old.size());
            }
        }
    }

    private int takeReports(long nowNanos) {
        int taken = 0;
        VenueReport report = untold != null ? untold : inbox.poll();
        while (report != null) {
            if (!oldOrders.take(report, nowNanos)) {
                untold = report;
                return taken;
            }
            untold = null;
            taken++;
            report = inbox.poll();
        }
        return taken;
    }
}
