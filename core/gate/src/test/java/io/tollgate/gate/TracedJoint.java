package io.tollgate.gate;

import static io.tollgate.gate.GateHarness.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.book.ScopeTable;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gate.modelcheck.Accesses;
import java.nio.file.Path;
import java.util.List;

/**
 * One order on a balance of 10 and an allowance of 8, killed before one of the ordered writes of one step of its life, and perhaps before one of the
 * recovery after it. Loaded by the loader of the traced classes, called by name.
 */
@org.jspecify.annotations.NullUnmarked
public final class TracedJoint {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final long CASH = 10_000_000;
    private static final long ALLOWED = 8_000_000;
    private static final long COST = 5_000_000;
    private static final long FILLED = 1_600_000;

    /** SIGKILL: nothing of the process goes on. A gate that is being opened only lets its files go. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("kill -9", null, false, false);
        }
    }

    private final GateHarness h;
    private final String way;
    private Balance allowance;
    private JointLine joint;
    private long order;
    /** What the limits may show as free at most, whatever has been told of the order so far. */
    private long mostOfAllowance = ALLOWED;

    private int writes;

    private TracedJoint(Path directory, String way) {
        this.way = way;
        h = new GateHarness(GateConfig.at(directory)
                        .withSizes(GateHarness.SMALL)
                        .withSlots(256, 1_024)
                        .withTombstoneNanos(50 * MILLI))
                .withSnapshots();
        bind();
        readBoth();
    }

    private void bind() {
        allowance = h.gate.register(
                BalanceSpec.allowance(h.usd.venue(), h.usd.account(), h.usd.asset(), "0xe111", 6, h.rules));
        h.gate.attach(allowance, new GateHarness.TestFeed(FeedKind.SNAPSHOTS));
        joint = h.lane.bindJoint(GateHarness.buySpec("sym-a"), h.usd, allowance);
    }

    private void read(Balance balance, long amount) {
        h.snapshots
                .sink()
                .snapshot(
                        balance.id(),
                        new Snapshot(amount, Snapshot.UNKNOWN, 0, Snapshot.NO_TIME, h.nowNanos, h.nowNanos));
        h.step();
    }

    private void readBoth() {
        read(h.usd, CASH);
        read(allowance, ALLOWED);
    }

    private long allowanceHeld() {
        return h.gate.view(allowance).held();
    }

    /** What came before the step. */
    private void before() {
        if (way.startsWith("reserve")) {
            if (way.endsWith("by the balance")) {
                // leaves 5 of the balance, and all of the allowance
                assertThat(h.buy.reserve(50, 10, 9)).isPositive();
            }
            return;
        }
        order = joint.reserve(50, 10, 1);
        assertThat(order).isPositive();
        mostOfAllowance = ALLOWED - COST;
        if (way.equals("expiry") || way.equals("sent")) {
            h.step();
            h.nowNanos += way.equals("expiry") ? 1_001 * MILLI : 0;
            return;
        }
        assertThat(h.lane.sent(order)).isZero();
        h.step();
        switch (way) {
            case "amend answered" -> {
                assertThat(joint.amend(order, 60, 12)).isZero();
                h.step();
            }
            case "release", "bust" -> {
                h.lane.fill(order, 7, 4, 4, 40, 0, 0);
                h.step();
            }
            case "bust after the end" -> {
                h.lane.fill(order, 7, 10, 10, 50, 0, 0);
                h.step();
            }
            case "tombstone" -> {
                h.lane.release(order, 0, ReleaseReason.CANCELLED);
                h.step();
                mostOfAllowance = ALLOWED;
                h.nowNanos += 60 * MILLI;
            }
            default -> {}
        }
    }

    /** The step; may be killed. */
    private void step() {
        switch (way) {
            case "reserve" -> {
                order = joint.reserve(50, 10, 1);
                mostOfAllowance = ALLOWED - COST;
            }
            case "reserve refused by the allowance" ->
                assertThat(joint.reserve(50, 17, 1)).isNegative();
            case "reserve refused by the balance" ->
                assertThat(joint.reserve(50, 15, 1)).isNegative();
            case "sent" -> h.lane.sent(order);
            case "fill" -> {
                mostOfAllowance = ALLOWED - FILLED - COST * 6 / 10;
                h.lane.fill(order, 7, 4, 4, 40, 0, 0);
            }
            case "release" -> {
                mostOfAllowance = ALLOWED - FILLED;
                h.lane.release(order, 4, ReleaseReason.CANCELLED);
            }
            case "fill and release" -> {
                mostOfAllowance = ALLOWED - FILLED;
                h.lane.fill(order, 7, 4, 4, 40, 0, 0);
                h.lane.release(order, 4, ReleaseReason.CANCELLED);
            }
            case "bust" -> {
                mostOfAllowance = ALLOWED - FILLED - COST * 6 / 10;
                h.lane.bust(order, 7);
            }
            case "bust after the end" -> h.lane.bust(order, 7);
            case "amend" -> joint.amend(order, 60, 12);
            case "amend refused by the allowance" ->
                assertThat(joint.amend(order, 50, 18)).isPositive();
            case "amend answered" -> h.lane.amendAccepted(order, 60, 12);
            case "refused for funds" -> {
                mostOfAllowance = ALLOWED;
                h.lane.refusedForFunds(order, Lane.UNKNOWN_AMOUNT);
            }
            case "tombstone", "expiry" -> mostOfAllowance = ALLOWED;
            default -> throw new IllegalArgumentException("a way must be known: " + way);
        }
        h.cycle();
        h.cycle();
    }

    private boolean hasFill() {
        return way.equals("fill") || way.equals("release") || way.equals("fill and release") || way.equals("bust");
    }

    private void killBefore(int write) {
        writes = 0;
        Accesses.listener((operation, address) -> {
            if (isWrite(operation)) {
                if (writes == write) {
                    throw new Killed();
                }
                writes++;
                assertThat(free())
                        .as("free of the allowance before write %d", writes)
                        .isLessThanOrEqualTo(mostOfAllowance);
            }
        });
    }

    /** Plain writes are not seen by others until an ordered one follows. */
    private static boolean isWrite(String operation) {
        return operation.startsWith("compareAnd")
                || (operation.startsWith("put") && (operation.endsWith("Release") || operation.endsWith("Volatile")));
    }

    /** As a lane reads it. */
    private long free() {
        final ScopeTable scopes = h.gate.book().scopes();
        final int scopeId = h.gate.book().balances().firstScope(allowance.id());
        final long back = scopes.back(scopeId);
        final long held = scopes.taken(scopeId) - back;
        return h.gate.book().balances().limit(allowance.id()) - held;
    }

    private void restart(int killAgain) {
        if (killAgain != NEVER) {
            // the test's journal knows no sequences: what it read it must not be given again
            h.drain();
        }
        h.gate.close();
        if (killAgain != NEVER) {
            writes = 0;
            Accesses.listener((operation, address) -> {
                if (isWrite(operation) && writes++ == killAgain) {
                    throw new Killed();
                }
            });
            try {
                h.open();
                h.gate.close();
            } catch (final Killed killed) {
                // as was meant
            }
            Accesses.listener(null);
        }
        h.open();
        h.withSnapshots();
        bind();
    }

    private void after() {
        h.step();
        h.step();
        readBoth();
        if (order > 0 && !way.equals("tombstone") && !way.equals("expiry") && !way.equals("reserve")) {
            // whoever is not sure tells it again
            tellAgain();
            h.step();
            if (h.gate.reservations().stream().anyMatch(ReservationView::uncertain)) {
                // killed while a fact was written: what that was nobody knows, and a limit holds until the order's
                // status is told
                final long needed = COST * (hasFill() && !way.equals("bust") ? 6 : 10) / 10;
                assertThat(allowanceHeld()).as("held, uncertain").isGreaterThanOrEqualTo(needed);
                assertThat(h.held()).as("held, uncertain").isGreaterThanOrEqualTo(needed);
            } else {
                assertThat(allowanceHeld()).as("held by both").isEqualTo(h.held());
            }
            if (hasFill()) {
                assertThat(h.gate.view(allowance).limit()).as("allowance").isEqualTo(ALLOWED - FILLED);
                assertThat(h.gate.view(h.usd).limit()).as("balance").isEqualTo(CASH - FILLED);
            }
        }
        // an order that nobody was told of, or sent, ends by itself
        h.pass(1_001 * MILLI);
        h.step();
        // the rest by what the venue says of all orders
        final long filled = hasFill() && !way.equals("bust") ? 4 : 0;
        h.gate.settle(new OrderStatusAnswer(
                OrderSelection.all(),
                h.nowNanos,
                0,
                true,
                order > 0 ? List.of(OrderStatus.ended(order, filled)) : List.of()));
        h.step();
        h.pass(60 * MILLI);
        h.step();
        assertThat(h.held()).as("balance at the end").isZero();
        assertThat(allowanceHeld()).as("allowance at the end").isZero();
        final long paid = hasFill() && !way.equals("bust") ? FILLED : 0;
        for (int reads = 0; reads < 2; reads++) {
            // as careful as a refusal made it
            h.pass(3_000 * MILLI);
            read(h.usd, CASH - paid);
            read(allowance, ALLOWED - paid);
        }
        assertThat(h.available()).as("balance").isEqualTo(CASH - paid);
        assertThat(h.gate.view(allowance).available()).as("allowance").isEqualTo(ALLOWED - paid);
        assertThat(h.gate.isQuiet()).as("quiet").isTrue();
        final long next = joint.reserve(50, 12, 2);
        assertThat(next).as("the next order").isPositive();
        h.lane.release(next, 0, ReleaseReason.NOT_SENT);
        h.step();
        assertThat(h.held() + allowanceHeld()).isZero();
        h.assertTiled();
        h.journal.assertNoOverspend();
    }

    private void tellAgain() {
        switch (way) {
            case "fill" -> h.lane.fill(order, 7, 4, 4, 40, 0, 0);
            case "release", "fill and release" -> {
                h.lane.fill(order, 7, 4, 4, 40, 0, 0);
                h.lane.release(order, 4, ReleaseReason.CANCELLED);
            }
            case "bust", "bust after the end" -> h.lane.bust(order, 7);
            case "amend" -> h.lane.amendRefused(order, 60, 12);
            case "amend refused by the allowance" -> h.lane.amendRefused(order, 50, 18);
            case "amend answered" -> h.lane.amendAccepted(order, 60, 12);
            case "refused for funds" -> h.lane.refusedForFunds(order, Lane.UNKNOWN_AMOUNT);
            default -> {}
        }
    }

    /** Returns the ordered writes of the step, or -1 if it was killed. */
    private int run(int write, int again) {
        before();
        boolean killed = false;
        killBefore(write);
        try {
            step();
        } catch (final Killed expected) {
            killed = true;
        }
        Accesses.listener(null);
        final int count = writes;
        restart(again);
        after();
        return killed ? -1 : count;
    }

    /** BookKeeper runs, later than the order may be sent, or the gate is halted, before an ordered write of a reserve. */
    private boolean runBeside(int write, boolean late) {
        writes = 0;
        Accesses.listener((operation, address) -> {
            if (isWrite(operation) && writes++ == write) {
                if (late) {
                    h.nowNanos += 1_001 * MILLI;
                } else {
                    h.gate.halt();
                }
                h.cycle();
                h.cycle();
            }
        });
        order = joint.reserve(50, 10, 1);
        Accesses.listener(null);
        final int count = writes;
        if (order > 0 && h.lane.sent(order) == 0) {
            h.step();
            assertThat(h.held()).as("held, sent").isEqualTo(COST);
            assertThat(allowanceHeld()).as("held of the allowance, sent").isEqualTo(COST);
            h.lane.release(order, 0, ReleaseReason.CANCELLED);
        }
        h.gate.resume();
        h.pass(1_001 * MILLI);
        h.step();
        assertThat(h.held()).as("held at the end").isZero();
        assertThat(allowanceHeld()).as("held of the allowance at the end").isZero();
        h.assertTiled();
        return write < count;
    }

    /** True if the reserve has more ordered writes. */
    public static boolean beside(Path directory, int write, boolean late) {
        final TracedJoint traced = new TracedJoint(directory, "reserve");
        try {
            return traced.runBeside(write, late);
        } finally {
            Accesses.listener(null);
            traced.h.close();
        }
    }

    /** Kills before an ordered write of the step, and before one of the recovery if {@code again} is not negative. */
    public static int kill(Path directory, String way, int write, int again) {
        final TracedJoint traced = new TracedJoint(directory, way);
        try {
            return traced.run(write, again < 0 ? NEVER : again);
        } finally {
            Accesses.listener(null);
            traced.h.close();
        }
    }
}
