package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.Balance;
import io.tollgate.gate.FactResult;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReleaseReason;
import io.tollgate.gate.ReservationView;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A router thread in the process that is killed: places, amends and cancels orders, brings facts, and settles what an earlier life left.
 * Threading: {@link #run} is the thread; {@link #report}, {@link #stopPlacing} and {@link #finish} come from others.
 */
final class CrashLane implements Runnable {
    private record Report(HeldOrder order, Frame frame) {}

    private static final long LONGEST_PAUSE_NANOS = 3_000_000L;
    private static final long TURN_NANOS = 200_000L;
    private static final int MOST_FOLLOWED = 400;
    private static final int ACCEPTED = FactResult.ACCEPTED.code();

    private final int number;
    private final int session;
    private final Lane lane;
    private final List<Balance> balances;
    private final OrderMap orders;
    private final Venue.Reports parent;
    private final SplittableRandom random;
    private final FactDuty facts;
    private final List<Line> lines = new ArrayList<>();
    private final List<HeldOrder> followed = new ArrayList<>();
    private final Queue<Report> inbox = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<HeldOrder> behind = new ArrayDeque<>();
    private final List<ReservationView> inherited = new ArrayList<>();
    private long placed;
    private volatile boolean placing = true;
    private volatile boolean finished;
    private volatile boolean idle;
    private volatile @Nullable Throwable failure;

    CrashLane(
            int number,
            int session,
            long seed,
            Lane lane,
            List<Balance> balances,
            OrderMap orders,
            Venue.Reports parent) {
        this.number = number;
        this.session = session;
        this.lane = lane;
        this.balances = List.copyOf(balances);
        this.orders = orders;
        this.parent = parent;
        this.random = new SplittableRandom(seed + number);
        this.facts = new FactDuty(lane, parent);
    }

    int number() {
        return number;
    }

    /** A row of an earlier life. Before the thread starts. */
    void inherit(ReservationView row) {
        inherited.add(row);
    }

    /** The venue has reported of an order that this lane follows. */
    void report(HeldOrder order, Frame frame) {
        idle = false;
        inbox.add(new Report(order, frame));
    }

    /** No new orders; those that rest are cancelled. */
    void stopPlacing() {
        placing = false;
    }

    void finish() {
        finished = true;
    }

    boolean isIdle() {
        return idle && inbox.isEmpty();
    }

    /** What ended the thread before its time, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            for (final Balance balance : balances) {
                for (int instrument = 0; instrument < Terms.INSTRUMENTS.size(); instrument++) {
                    lines.add(lane.bind(balance, Terms.line(instrument)));
                }
            }
            inherited.forEach(this::takeOver);
            loop();
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void loop() {
        long next = System.nanoTime();
        while (!finished) {
            final int work = takeReports() + tellAgain();
            if (!placing) {
                new ArrayList<>(followed).forEach(this::cancel);
            } else if (System.nanoTime() - next >= 0) {
                next = System.nanoTime() + random.nextLong(LONGEST_PAUSE_NANOS);
                act();
            }
            if (work == 0) {
                idle = behind.isEmpty();
                LockSupport.parkNanos(TURN_NANOS);
            }
        }
    }

    private void act() {
        final int draw = random.nextInt(100);
        if (draw < 60 || followed.isEmpty()) {
            place();
        } else if (draw < 80) {
            amend(followed.get(random.nextInt(followed.size())));
        } else {
            cancel(followed.get(random.nextInt(followed.size())));
        }
    }

    private Line line(int account, int instrument) {
        return lines.get(account * Terms.INSTRUMENTS.size() + instrument);
    }

    private void place() {
        if (followed.size() >= MOST_FOLLOWED) {
            return;
        }
        final int account = random.nextInt(Terms.ACCOUNTS);
        final int instrument = random.nextInt(Terms.INSTRUMENTS.size());
        final Line line = line(account, instrument);
        final long price = random.nextLong(1, Terms.MAX_PRICE + 1);
        final long size = random.nextLong(1, 2_000);
        if (random.nextInt(10) == 0 && line.canAfford(price, size, System.nanoTime()) != 0) {
            return;
        }
        final long key = (long) session << 32 | (long) number << 28 | placed++;
        final long reservation = line.reserve(price, size, key, System.nanoTime());
        if (reservation <= 0) {
            return;
        }
        parent.send(Word.APPROVED, key, reservation, line.rule().cost(price, size), account, instrument, price, size);
        final int draw = random.nextInt(100);
        if (draw < 7) {
            parent.send(Word.DROPPED, key);
            if (draw < 4) {
                final var unused = lane.release(reservation, 0, ReleaseReason.NOT_SENT);
            }
            return;
        }
        if (line.sent(reservation) != ACCEPTED) {
            // too late, or halted: it ends by its time-out
            parent.send(Word.DROPPED, key);
            return;
        }
        final int follower = random.nextInt(4) == 0 ? random.nextInt(Terms.LANES) : number;
        orders.add(new HeldOrder(key, reservation, follower, account, instrument, price, size));
        parent.send(Word.ORDER, key);
    }

    private void amend(HeldOrder order) {
        if (order.amending || order.cancelAsked) {
            return;
        }
        final long price = Math.max(1, Math.min(Terms.MAX_PRICE, order.price + random.nextLong(-60, 61)));
        final long size = Math.max(order.cumQuantity + 1, order.size + random.nextLong(-200, 400));
        if (line(order.account, order.instrument).amend(order.reservation, price, size, System.nanoTime()) != 0) {
            return;
        }
        order.amending = true;
        order.amendPrice = price;
        order.amendSize = size;
        parent.send(Word.AMENDING, order.key, price, size);
        parent.send(Word.AMEND, order.key, price, size);
    }

    private void cancel(HeldOrder order) {
        if (!order.cancelAsked) {
            order.cancelAsked = true;
            parent.send(Word.CANCEL, order.key);
        }
    }

    /** An order that was never sent is released, or left to its time-out; of any other one the venue is asked what became of it. */
    private void takeOver(ReservationView row) {
        if (row.state().equals("RESERVED")) {
            parent.send(Word.DROPPED, row.orderKey());
            if (random.nextBoolean()) {
                final var unused = lane.release(row.id(), 0, ReleaseReason.NOT_SENT);
            }
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).lineId() == row.lineId()) {
                orders.add(new HeldOrder(
                        row.orderKey(),
                        row.id(),
                        number,
                        i / Terms.INSTRUMENTS.size(),
                        i % Terms.INSTRUMENTS.size(),
                        row.price(),
                        row.size()));
                parent.send(Word.STATUS, row.orderKey());
                return;
            }
        }
        throw new CrashTestException("a row must be of a line that was bound: " + row);
    }

    private int takeReports() {
        int work = 0;
        for (Report report = inbox.poll(); report != null; report = inbox.poll()) {
            work++;
            final HeldOrder order = report.order;
            if (!order.untold.isEmpty()) {
                order.untold.add(report.frame);
            } else if (!take(order, report.frame)) {
                order.untold.add(report.frame);
                behind.add(order);
            }
        }
        return work;
    }

    private int tellAgain() {
        int work = 0;
        for (int left = behind.size(); left > 0; left--) {
            final HeldOrder order = behind.remove();
            while (!order.untold.isEmpty() && take(order, order.untold.element())) {
                order.untold.remove();
                work++;
            }
            if (!order.untold.isEmpty()) {
                behind.add(order);
            }
        }
        return work;
    }

    /** Tells the gate; false if it had no room. */
    private boolean take(HeldOrder order, Frame frame) {
        if (order.over) {
            return true;
        }
        if (!facts.tell(order, frame)) {
            return false;
        }
        if (order.over) {
            followed.remove(order);
            orders.remove(order);
        } else if (frame.word() == Word.ACKED) {
            followed.add(order);
        } else if (frame.word() == Word.STATUS_IS) {
            followed.add(order);
            if (!placing || random.nextBoolean()) {
                cancel(order);
            }
        }
        return true;
    }
}
