package io.tollgate.gatekeeper.crash;

import io.tollgate.embedded.Gatekeeper;
import io.tollgate.gate.Balance;
import io.tollgate.gate.BalanceView;
import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import io.tollgate.gate.Line;
import io.tollgate.gate.ReservationView;
import io.tollgate.gate.book.RowState;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The process that is killed: a gate, its lanes, and a pipe to the venue. Its standard output is the pipe; what it says for people goes to
 * standard error.
 */
final class CrashGate {
    /** Number of a session without a venue, which opens a gate and closes it. */
    static final int REHEARSAL = 0;

    private static final int STATUS_FAILED = 3;
    private static final int STATUS_ORPHAN = 4;
    private static final long LOOK_NANOS = 2_000_000L;
    private static final long QUIET_PATIENCE_NANOS = 60_000_000_000L;

    private final Path state;
    private final int session;
    private final long seed;
    private final Pipe pipe;
    private final CountDownLatch begin = new CountDownLatch(1);
    private final OrderMap orders = new OrderMap();
    private final PipeFeeds feeds;
    private volatile boolean settling;

    private CrashGate(Path state, int session, long seed) {
        this.state = state;
        this.session = session;
        this.seed = seed;
        this.pipe = new Pipe(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        this.feeds = new PipeFeeds(this::say);
    }

    /** Arguments: state directory, number of the session, seed. */
    public static void main(String[] arguments) {
        // Chronicle and others may print: the pipe is not theirs
        System.setOut(System.err);
        final CrashGate gate =
                new CrashGate(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
        int status = STATUS_FAILED;
        try {
            if (gate.session == REHEARSAL) {
                gate.rehearse();
            } else {
                gate.run();
            }
            status = 0;
        } catch (final RuntimeException | Error e) {
            System.err.println("session " + arguments[1] + " failed");
            e.printStackTrace();
        }
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** Tells the parent. When it returns, the parent hears of it. */
    private void say(Word word, long... values) {
        try {
            pipe.send(word, values);
        } catch (final IOException e) {
            throw new UncheckedIOException("the parent is gone", e);
        }
    }

    private void run() {
        say(Word.HELLO);
        final Thread listener = new Thread(this::listen, "venue");
        listener.setDaemon(true);
        listener.start();
        say(Word.OPENING);
        final long started = System.nanoTime();
        try (Gatekeeper keeper = Gatekeeper.launch(Terms.config(state))) {
            say(Word.OPEN, System.nanoTime() - started);
            final List<ReservationView> left = keeper.gate().reservations();
            left.forEach(this::tell);
            say(Word.ROWS_END);
            begin.await();
            trade(keeper, left);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
        say(Word.CLOSED);
    }

    private void rehearse() {
        try (Gatekeeper keeper = Gatekeeper.launch(Terms.config(state))) {
            final Gate gate = keeper.gate();
            final Balance balance = gate.register(Terms.balance(0));
            final Line line = gate.lane("router-0").bind(balance, Terms.line(0));
            final long refused = line.reserve(1, 1, 1);
            if (refused > 0 || !gate.reservations().isEmpty()) {
                throw new CrashTestException("a gate without money must refuse: answer=" + refused);
            }
        }
    }

    private void tell(ReservationView row) {
        int number = RowState.FREE;
        while (!RowState.name(number).equals(row.state())) {
            number++;
        }
        say(
                Word.ROW,
                row.id(),
                row.orderKey(),
                number,
                row.uncertain() ? 1 : 0,
                row.price(),
                row.size(),
                row.filled(),
                row.hold());
    }

    private void listen() {
        try {
            for (Frame frame = pipe.receive(); frame != null; frame = pipe.receive()) {
                hear(frame);
            }
        } catch (final IOException | RuntimeException e) {
            System.err.println("session " + session + ": the venue's thread failed: " + e);
            e.printStackTrace();
        }
        // no parent, no child
        Runtime.getRuntime().halt(STATUS_ORPHAN);
    }

    private void hear(Frame frame) {
        switch (frame.word()) {
            case GO -> begin.countDown();
            case SETTLE -> {
                settling = true;
                begin.countDown();
            }
            case STREAM_OPENED, ENTRY, SNAPSHOT -> {
                // false: the gate is closing, and needs no news
                final var unused = feeds.take(frame);
            }
            default -> orders.report(frame);
        }
    }

    private void trade(Gatekeeper keeper, List<ReservationView> left) {
        final Gate gate = keeper.gate();
        final List<Balance> balances = new ArrayList<>();
        for (int account = 0; account < Terms.ACCOUNTS; account++) {
            balances.add(gate.register(Terms.balance(account)));
        }
        final List<CrashLane> lanes = new ArrayList<>();
        for (int number = 0; number < Terms.LANES; number++) {
            final Lane lane = gate.lane("router-" + number);
            lanes.add(new CrashLane(number, session, seed, lane, balances, orders, this::say));
        }
        orders.to(lanes);
        left.forEach(row -> lanes.get((int) Math.floorMod(row.orderKey(), (long) Terms.LANES))
                .inherit(row));
        for (int account = 0; account < Terms.ACCOUNTS; account++) {
            keeper.attach(balances.get(account), feeds.of(account));
        }
        feeds.start();
        if (settling) {
            lanes.forEach(CrashLane::stopPlacing);
        }
        final List<Thread> threads = lanes.stream()
                .map(lane -> new Thread(lane, "router-" + lane.number()))
                .toList();
        threads.forEach(Thread::start);
        final long deadline = System.nanoTime() + QUIET_PATIENCE_NANOS;
        while (!settling || !isQuiet(keeper, balances, lanes)) {
            final Throwable failure = failure(keeper, lanes);
            if (failure != null) {
                throw new CrashTestException("a thread of the gate's process failed: " + failure, failure);
            }
            if (settling && System.nanoTime() - deadline > 0) {
                throw new CrashTestException("the gate did not come to rest within 60 s: " + orders.open()
                        + " orders open; " + describe(gate, balances));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        lanes.forEach(CrashLane::finish);
        for (final Thread thread : threads) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CrashTestException("interrupted", e);
            }
        }
        for (int account = 0; account < Terms.ACCOUNTS; account++) {
            final BalanceView view = gate.view(balances.get(account));
            say(Word.QUIET, account, view.ledger(), view.limit(), view.held(), view.inTransit());
        }
    }

    private static @Nullable Throwable failure(Gatekeeper keeper, List<CrashLane> lanes) {
        final Throwable ofKeeper = keeper.failure();
        if (ofKeeper != null) {
            return ofKeeper;
        }
        for (final CrashLane lane : lanes) {
            if (lane.failure() != null) {
                return lane.failure();
            }
        }
        return null;
    }

    private boolean isQuiet(Gatekeeper keeper, List<Balance> balances, List<CrashLane> lanes) {
        final Gate gate = keeper.gate();
        if (orders.open() != 0 || !lanes.stream().allMatch(CrashLane::isIdle) || !gate.isQuiet()) {
            return false;
        }
        for (final Balance balance : balances) {
            final BalanceView view = gate.view(balance);
            if (view.limit() < 0 || view.limit() != view.ledger() || view.held() != 0) {
                return false;
            }
        }
        return feeds.areIdle() && keeper.journaler().backlogRecords() == 0;
    }

    private static String describe(Gate gate, List<Balance> balances) {
        final StringBuilder text = new StringBuilder();
        for (final Balance balance : balances) {
            text.append(gate.view(balance))
                    .append(' ')
                    .append(gate.statusText(balance))
                    .append("; ");
        }
        return text.append(gate.reservations()).toString();
    }
}
