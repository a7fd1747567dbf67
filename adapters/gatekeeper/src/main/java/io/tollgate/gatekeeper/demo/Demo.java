package io.tollgate.gatekeeper.demo;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.Lane;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.book.BookSizes;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gatekeeper.demo.DemoAudit.GateEnd;
import io.tollgate.simulator.VenueControl;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run from start to audit.
 *
 * <p>Threading: the caller's thread owns the run; it starts the others and waits for them.
 */
final class Demo {
    private static final int MOST_LANES = DemoOptions.MAX_LANES + 1;
    private static final int ROWS_PER_LANE = 8_192;
    private static final BookSizes SIZES = new BookSizes(4, 64, 16_384, MOST_LANES, ROWS_PER_LANE, 65_536);
    private static final long RESERVATION_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_TOMBSTONE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Twice the default: this JVM runs the venue too, and its collector stops all of it. */
    private static final long DEAD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FAULTS_END_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long START_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String STREAM_LIVE = "stream=LIVE";

    private final DemoOptions options;
    private final Path directory;
    private final VenueControl venue;
    private final StopSignal stop;
    private final PrintStream out;
    private final boolean terminal;
    private final DemoThreads threads = new DemoThreads();

    Demo(DemoOptions options, Path directory, VenueControl venue, StopSignal stop, PrintStream out, boolean terminal) {
        this.options = options;
        this.directory = directory;
        this.venue = venue;
        this.stop = stop;
        this.out = out;
        this.terminal = terminal;
    }

    /** What a run left behind. */
    record Outcome(AuditResult result, RunTotals totals) {}

    /** Runs it. The gate is closed when this returns; the venue is not. */
    Outcome run() {
        final int session = SessionNumber.next(directory);
        final GateEnd end;
        final RunTotals totals;
        try (Gatekeeper keeper = Gatekeeper.launch(config())) {
            final Balance balance = keeper.gate().register(DemoFeeds.balance(venue.endpoints()));
            final VenueToken token = new VenueToken(venue.endpoints(), venue.credentials(), InstantSource.system());
            token.renew();
            final Reports reports = new Reports(session);
            try (VenueOrders orders = new VenueOrders(
                    venue.endpoints().host(),
                    venue.endpoints().grpcPort(),
                    venue.endpoints().account(),
                    token,
                    reports)) {
                try (threads) {
                    final DemoRun run = prepare(keeper, balance, session, orders, reports);
                    end = trade(run);
                    totals = run.totals();
                }
            }
        }
        out.println("demo: counts: " + totals);
        out.println("demo: refusals by code");
        out.print(Refusals.table(totals.byCode()));
        out.println("demo: reading the journal back");
        final AuditResult result =
                DemoAudit.audit(directory, session, totals, end, venue, options.shadow(), (records, at, last) -> {});
        return new Outcome(result, totals);
    }

    private GateConfig config() {
        final long approvedPerLane = Math.max(1, options.ordersPerSecond() * 7L / 10 / options.lanes());
        final long tombstone =
                Math.min(LONGEST_TOMBSTONE_NANOS, TimeUnit.SECONDS.toNanos(1) * (ROWS_PER_LANE / 2) / approvedPerLane);
        return GateConfig.at(directory)
                .withSizes(SIZES)
                .withReservationTimeoutNanos(RESERVATION_TIMEOUT_NANOS)
                .withTombstoneNanos(tombstone)
                .withDeadAfterNanos(DEAD_AFTER_NANOS)
                .withShadow(options.shadow());
    }

    private DemoRun prepare(Gatekeeper keeper, Balance balance, int session, VenueOrders orders, Reports reports) {
        // a run that was killed may have left some behind
        venue.faults().clear();
        final List<ReservationView> left = keeper.gate().reservations();
        Markets.LASTING.forEach(symbol -> venue.list(Markets.instrument(symbol)));
        final String first = Markets.shortLived(session, 1);
        venue.list(Markets.instrument(first));
        final ShortLivedMarket shortLived = new ShortLivedMarket(first);

        final List<RouterLane> lanes = new ArrayList<>();
        for (int number = 0; number < options.lanes(); number++) {
            final Lane lane = keeper.gate().lane("router-" + number);
            lanes.add(new RouterLane(number, session, options, lane, balance, orders, shortLived));
        }
        final Lane lane = keeper.gate().lane("back-office");
        final DecisionCounts decisions = new DecisionCounts();
        final FlowCounts counts = new FlowCounts();
        final Treasury treasury = new Treasury(
                venue,
                lane,
                balance,
                session,
                options,
                decisions,
                counts,
                shortLived,
                () -> DemoRun.decisionSums(lanes, decisions),
                System.nanoTime());
        final OldOrders oldOrders = new OldOrders(lane, orders);
        final BackOffice backOffice = new BackOffice(
                oldOrders,
                lane,
                treasury,
                left,
                () -> Withdrawals.paidAmounts(
                        orders.funding(),
                        venue.endpoints().account(),
                        InstantSource.system().instant()));
        reports.to(lanes, backOffice);
        orders.open();
        threads.start("demo-back-office", backOffice, backOffice::finish);
        keeper.attach(balance, DemoFeeds.feeds(venue, options.snapshotsOnly()).toArray(new BalanceFeed[0]));
        if (!left.isEmpty()) {
            out.println("demo: recovered " + left.size() + " reservations that an earlier session left open");
        }
        final @Nullable FaultInjector faults =
                options.faults() ? new FaultInjector(venue, options.seed(), !options.snapshotsOnly()) : null;
        final DemoRun run = new DemoRun(options, keeper, balance, lanes, backOffice, decisions, counts, faults);
        settle(run, oldOrders, left.isEmpty());
        return run;
    }

    /** Before the first order: old ones are settled, and the gate has heard of the balance. */
    private void settle(DemoRun run, OldOrders oldOrders, boolean nothingLeft) {
        final long started = System.nanoTime();
        while (!run.backOffice().isSettled() || !isOpen(run)) {
            failIfFailed(run);
            if (stop.isAsked()) {
                return;
            }
            if (System.nanoTime() - started > START_PATIENCE_NANOS) {
                throw new DemoException("the gate did not open within 30 s: "
                        + run.keeper().gate().view(run.balance()).status() + " "
                        + run.keeper().gate().statusText(run.balance()) + "; " + oldOrders.open() + " old orders open");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (!nothingLeft) {
            out.println("demo: settled them: " + oldOrders);
        }
    }

    /** The balance is known, and where there is a stream, it brings news. */
    private boolean isOpen(DemoRun run) {
        return run.keeper().gate().view(run.balance()).limit() >= 0
                && (options.snapshotsOnly()
                        || run.keeper().gate().statusText(run.balance()).contains(STREAM_LIVE));
    }

    private GateEnd trade(DemoRun run) {
        final FaultInjector faults = run.faults();
        warmUp(run);
        if (faults != null && !stop.isAsked()) {
            threads.start("demo-faults", faults, faults::stop);
        }
        final long started = System.nanoTime();
        final long ends = started + TimeUnit.SECONDS.toNanos(options.seconds());
        final Screen screen = new Screen(out, terminal, run, started);
        while (System.nanoTime() - ends < 0 && !stop.isAsked() && run.failure() == null) {
            final long now = System.nanoTime();
            if (faults != null && ends - now < FAULTS_END_NANOS) {
                faults.stop();
            }
            screen.refresh(now);
            LockSupport.parkNanos(LOOK_NANOS);
        }
        screen.leave();
        if (faults != null) {
            faults.stop();
        }
        out.println("demo: closing: no new orders, resting ones are cancelled");
        final GateEnd end = new Closing(run, venue, out).close();
        threads.close();
        out.println("demo: " + screen.latencies());
        if (faults != null) {
            out.println("demo: faults injected: " + faults.injected());
        }
        failIfFailed(run);
        return end;
    }

    /** Orders flow from here on; the run's time begins when the lanes are warm. */
    private void warmUp(DemoRun run) {
        if (stop.isAsked()) {
            return;
        }
        out.println("demo: warming up");
        run.backOffice().startTrading();
        run.lanes().forEach(lane -> threads.start("demo-router-" + run.lanes().indexOf(lane), lane, lane::finish));
        while (!run.lanes().stream().allMatch(RouterLane::isWarm) && !stop.isAsked() && run.failure() == null) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        run.backOffice().regulate();
        // latencies of a cold JVM say nothing about the gate
        run.lanes().forEach(lane -> {
            lane.reserveNanos().reset();
            lane.acknowledgeNanos().reset();
        });
    }

    private static void failIfFailed(DemoRun run) {
        final Throwable failure = run.failure();
        if (failure != null) {
            throw new DemoException("a thread of the demo failed: " + failure, failure);
        }
    }
}
