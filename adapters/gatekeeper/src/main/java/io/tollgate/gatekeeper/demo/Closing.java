package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Gate;
import io.tollgate.gate.ReservationView;
import io.tollgate.gatekeeper.demo.DemoAudit.GateEnd;
import io.tollgate.sbe.BalanceStatus;
import io.tollgate.simulator.VenueControl;
import io.tollgate.simulator.VenueTruth;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a run: no new orders, resting ones are cancelled, and then everything must come to rest within a bound. What does not is
 * reported, and the audit counts it.
 *
 * <p>Threading: the thread that owns the run.
 */
final class Closing {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DemoRun run;
    private final VenueControl venue;
    private final PrintStream out;

    Closing(DemoRun run, VenueControl venue, PrintStream out) {
        this.run = run;
        this.venue = venue;
        this.out = out;
    }

    /** Brings the run to rest. */
    GateEnd close() {
        run.backOffice().stopTrading();
        run.lanes().forEach(RouterLane::stopPlacing);
        final long started = System.nanoTime();
        long said = started;
        List<String> busy = busy();
        while (!busy.isEmpty() && System.nanoTime() - started < PATIENCE_NANOS && run.failure() == null) {
            LockSupport.parkNanos(LOOK_NANOS);
            busy = busy();
            if (!busy.isEmpty() && System.nanoTime() - said > SAY_NANOS) {
                said = System.nanoTime();
                out.println("demo: waiting for " + String.join("; ", busy));
            }
        }
        final BalanceView view = gate().view(run.balance());
        final List<ReservationView> open = gate().reservations();
        final List<String> notQuiet = new ArrayList<>();
        busy.forEach(what -> notQuiet.add("not quiet after " + PATIENCE_NANOS / 1_000_000_000L + " s: " + what));
        return new GateEnd(view.limit(), view.held(), open, notQuiet);
    }

    private Gate gate() {
        return run.keeper().gate();
    }

    /** What is still under way; empty if all is quiet and the gate agrees with the venue. */
    private List<String> busy() {
        final List<String> busy = new ArrayList<>();
        if (run.openOrders() > 0) {
            busy.add(run.openOrders() + " orders open at the router");
        }
        if (!run.backOffice().isIdle()) {
            busy.add("the back office");
        }
        if (!busy.isEmpty()) {
            return busy;
        }
        final VenueTruth truth = venue.truth();
        if (truth.openOrders() + truth.pendingOrders() > 0) {
            busy.add((truth.openOrders() + truth.pendingOrders()) + " orders open at the venue");
        }
        final int open = gate().reservations().size();
        if (open > 0) {
            busy.add(open + " reservations open");
        }
        final BalanceView view = gate().view(run.balance());
        if (view.status() != BalanceStatus.OPEN) {
            busy.add("the balance is " + view.status() + " (" + gate().statusText(run.balance()) + ")");
        }
        if (view.inTransit() != 0 || view.held() != 0 || view.encumbered() != 0) {
            busy.add("in transit " + Money.exact(view.inTransit()) + ", held " + Money.exact(view.held())
                    + ", encumbered " + Money.exact(view.encumbered()));
        }
        if (view.ledger() != truth.balanceMicros()) {
            busy.add("the ledger is " + Money.exact(view.ledger()) + ", the venue has "
                    + Money.exact(truth.balanceMicros()));
        }
        final long lag = run.keeper().journaler().backlogRecords();
        if (lag > 0) {
            busy.add("the journal lags by " + lag + " records");
        }
        if (busy.isEmpty() && !gate().isQuiet()) {
            busy.add("BookKeeper has work");
        }
        return busy;
    }
}
