package io.tollgate.gate;

import io.tollgate.gate.book.Book;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.keeper.BookKeeper;
import io.tollgate.gate.keeper.RecoveryInput;
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.operator.StateView;
import io.tollgate.gate.recovery.JournaledState;
import io.tollgate.gate.recovery.JournaledState.LossKind;
import io.tollgate.gate.ring.Ring;
import io.tollgate.gate.state.StateLock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * A gate on its state directory: balances, lanes, and what is known of them.
 *
 * <p>The gate itself runs no thread. {@link #bookKeeper()} is an agent to be run by one thread, and the rings that {@link GateHost} is
 * given are to be drained by a Journaler; {@code io.tollgate.embedded.Gatekeeper} does both.
 *
 * <p>Threading: every method may be called by any thread; those that change something wait for BookKeeper. A {@link Lane} belongs to one
 * thread.
 */
public final class Gate implements AutoCloseable {
    /** In the journal, who halts or resumes without a name. */
    private static final String PROGRAM = "program";

    private static final String VERSION = "0.1.0";

    private final GateConfig config;
    private final NanoClock nanoClock;
    private final GateHost host;
    private final StateLock lock;
    private final Book book;
    private final LaneFiles laneFiles;
    private final BookKeeper keeper;
    private final List<BalanceFeed> feeds = new CopyOnWriteArrayList<>();
    private final Set<String> lanesInUse = new HashSet<>();
    private final Operator operator = new Operator(this);

    private Gate(GateConfig config, NanoClock nanoClock, EpochNanoClock epochClock, long bootId, GateHost host) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.host = host;
        this.lock = lock();
        Book opened = null;
        Book before = null;
        LaneFiles files = null;
        try {
            final BookFiles bookFiles = new BookFiles(config);
            final JournaledState begin = host.journaled();
            if (begin.losses().isEmpty() && (bookFiles.exists() || begin.isEmpty())) {
                opened = bookFiles.open();
                opened.halt(Book.HALT_LIFECYCLE);
            }
            files = new LaneFiles(config, begin);
            final List<JournaledState.Loss> losses = new ArrayList<>(begin.losses());
            losses.addAll(files.losses());
            if (!bookFiles.exists() && !begin.isEmpty()) {
                losses.add(new JournaledState.Loss(
                        LossKind.BOOK, -1, "book.dat is gone: what the journal does not say is lost"));
            }
            if (opened == null || !losses.isEmpty()) {
                before = opened == null ? bookFiles.old() : opened;
                opened = bookFiles.begin();
                opened.halt(Book.HALT_LIFECYCLE);
            }
            host.onRing(files.keeperRing());
            files.existing().forEach(host::onRing);
            host.beforeRecovery();
            final JournaledState journaled = host.journaled();
            losses.addAll(journaled
                    .losses()
                    .subList(begin.losses().size(), journaled.losses().size()));
            this.keeper = new BookKeeper(
                    config,
                    opened,
                    files.keeperRing(),
                    files.existing(),
                    nanoClock,
                    epochClock,
                    bootId,
                    ProcessHandle.current().pid(),
                    VERSION,
                    new RecoveryInput(journaled, losses, before, host::beforeRecovery));
            if (!losses.isEmpty()) {
                bookFiles.finish();
            }
            if (before != null) {
                before.close();
            }
        } catch (final RuntimeException e) {
            abandon(e);
            if (files != null) {
                files.close();
            }
            if (opened != null) {
                opened.close();
            }
            if (before != null) {
                before.close();
            }
            lock.close();
            throw e;
        }
        this.book = opened;
        this.laneFiles = files;
        book.resume(Book.HALT_LIFECYCLE | Book.HALT_WATCHDOG);
    }

    private StateLock lock() {
        try {
            return StateLock.acquire(config.directory().resolve("gatekeeper.lock"), "gatekeeper");
        } catch (final RuntimeException e) {
            abandon(e);
            throw e;
        }
    }

    private void abandon(RuntimeException cause) {
        try {
            host.beforeAbandon();
        } catch (final RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Opens the state directory, recovers what an earlier session left, and starts a session.
     *
     * @param nanoClock monotonic clock, the one that callers and feeds use
     * @param epochClock time for people
     * @param bootId random number of this session
     * @param host who runs the agents
     * @throws io.tollgate.gate.state.StateException if the directory cannot be used, or another gatekeeper uses it
     * @throws IllegalStateException if the JVM was started without a flag that mapped buffers need
     */
    public static Gate open(
            GateConfig config, NanoClock nanoClock, EpochNanoClock epochClock, long bootId, GateHost host) {
        JvmFlags.requireForGate();
        return new Gate(config, nanoClock, epochClock, bootId, host);
    }

    /** The agent that keeps the book. */
    public BookKeeper bookKeeper() {
        return keeper;
    }

    /** Settings. */
    public GateConfig config() {
        return config;
    }

    Book book() {
        return book;
    }

    long deadAfterNanos() {
        return config.deadAfterNanos();
    }

    <T> T call(Function<BookKeeper, T> command) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        final Consumer<BookKeeper> message = k -> {
            try {
                answer.complete(command.apply(k));
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        };
        final long deadline = nanoClock.nanoTime() + 10_000_000_000L;
        boolean told = keeper.offer(message);
        while (!answer.isDone()) {
            if (nanoClock.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "BookKeeper must answer within 10 s: is its thread running, and has its ring room?");
            }
            host.whileWaiting(this);
            if (told && keeper.isClosed() && !answer.isDone()) {
                throw new IllegalStateException("the gate is closed: BookKeeper has ended");
            }
            told = told || keeper.offer(message);
        }
        try {
            return answer.join();
        } catch (final java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(new IllegalStateException("asked here"));
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Registers a balance, or finds it again: it is CLOSED until its feeds have told what is in it.
     *
     * @throws IllegalArgumentException if it was registered with another scale or scope mode
     * @throws IllegalStateException if the table is full or BookKeeper does not answer
     */
    public Balance register(BalanceSpec spec) {
        final int id = call(k -> k.registerBalance(spec));
        return new Balance(id, spec.venue(), spec.account(), spec.asset(), spec.assetScale());
    }

    /** Attaches a feed to a balance and starts it. It is closed with the gate. */
    public void attach(Balance balance, BalanceFeed feed) {
        call(k -> {
            k.attach(balance.id(), feed);
            return true;
        });
        feeds.add(feed);
        feed.start(balance.id(), keeper.sink());
    }

    /**
     * Opens a lane, or opens it again after a restart. One thread may use it.
     *
     * @param name letters, digits, dot, dash and underscore, at most 48
     * @throws IllegalStateException if it is in use, or there is no room for another
     */
    public synchronized Lane lane(String name) {
        if (lanesInUse.contains(name)) {
            throw new IllegalStateException(
                    "a lane belongs to one thread: lane=" + name + " is in use: choose another name");
        }
        Ring ring = laneFiles.find(name);
        if (ring == null) {
            ring = laneFiles.create(name);
            final Ring created = ring;
            host.onRing(created);
            call(k -> {
                k.openLane(created);
                return true;
            });
        }
        lanesInUse.add(name);
        return new Lane(this, name, ring);
    }

    int registerLine(Balance balance, LineSpec spec) {
        return call(k -> k.registerLine(balance.id(), spec));
    }

    /**
     * Ends the reservations that a venue's answer proves over: after a mass cancel, a lost session or a restart. Waits for BookKeeper, for
     * as many cycles as it needs. Told again it changes nothing.
     *
     * @return what became of each; what is not settled keeps its hold
     */
    public Settlement settle(OrderStatusAnswer answer) {
        int before = -1;
        while (true) {
            final Settlement settlement = call(k -> k.settle(answer));
            // each round ends some, so that less is left; if none could be, the journal has no room
            if (settlement.left() == 0 || settlement.left() == before) {
                return settlement;
            }
            before = settlement.left();
        }
    }

    int registerClosingLine(Balance position, Balance cash, LineSpec spec) {
        return call(k -> k.registerClosingLine(position.id(), cash.id(), spec));
    }

    /** Retires a line: nothing more is approved on it, facts about its orders still count. */
    public void retire(Line line) {
        call(k -> {
            k.retireLine(line.lineId());
            return true;
        });
    }

    /** As {@link #retire(Line)}, for orders with several limits. */
    public void retire(JointLine line) {
        retire(line.naming());
    }

    /** Commands that are journaled with who and why. */
    public Operator operator() {
        return operator;
    }

    /**
     * Stops all approvals at once, in every process: the kill switch of a program. A person's is {@link Operator#halt}, with a name. It is
     * journaled without waiting for BookKeeper, unless that has a full inbox.
     *
     * @throws IllegalStateException if it could not be journaled; the gate is halted in any case
     */
    public void halt() {
        operator.haltAtOnce();
        final OperatorCommand command = OperatorCommand.halt(PROGRAM, "Gate.halt()");
        if (!keeper.offer(k -> k.execute(command))) {
            operator.execute(command);
        }
    }

    /**
     * Ends {@link #halt}, once it is journaled. Waits for BookKeeper.
     *
     * @throws IllegalStateException if BookKeeper does not answer; the gate stays halted
     */
    public void resume() {
        if ((book.haltVolatile() & Book.HALT_OPERATOR) != 0) {
            operator.resume(PROGRAM, "Gate.resume()");
        }
    }

    /** Whether the gate had to do without some of its files and is closed until {@link #openAfterLoss}. It stays so over restarts. */
    public boolean isClosedByLoss() {
        return (book.haltVolatile() & Book.HALT_LOSS) != 0;
    }

    /** What the last start found lost, or different in book and journal, and what it kept; also in the journal. Waits for BookKeeper. */
    public List<String> recoveryNotes() {
        return call(BookKeeper::recoveryNotes);
    }

    /**
     * Lets a gate approve again that lost files: the open orders and the positions at the venue were compared with {@link #reservations},
     * and what was different was released, charged or encumbered.
     *
     * @param who the operator, for the journal
     * @param why for the journal
     * @throws IllegalStateException if a balance that has a feed was not read since the start
     */
    public void openAfterLoss(String who, String why) {
        call(k -> {
            k.openAfterLoss(who, why);
            return true;
        });
    }

    /** Whether any source halts the gate. */
    public boolean isHalted() {
        return book.haltVolatile() != 0;
    }

    /** The watchdog's bit of the halt word. Its thread only. */
    public void watchdog(boolean dead) {
        if (dead) {
            book.halt(Book.HALT_WATCHDOG);
        } else {
            book.resume(Book.HALT_WATCHDOG);
        }
    }

    /** BookKeeper's last sign of life, monotonic clock. */
    public long heartbeatNanos() {
        return book.heartbeatAcquire();
    }

    /**
     * Sets money aside that no order may use, instead of what was set before.
     *
     * @param amount in the asset's unit, 0 or more
     * @param who the operator, for the journal
     * @param why for the journal
     */
    public void encumber(Balance balance, long amount, String who, String why) {
        final OperatorAnswer answer = operator().encumber(balance, amount, who, why);
        if (!answer.accepted()) {
            throw new IllegalArgumentException(answer.text());
        }
    }

    /** A balance as it is now. Reads the book without waiting. */
    public BalanceView view(Balance balance) {
        return StateView.view(book, balance);
    }

    /** Why a balance is in its status, for people. Waits for BookKeeper. */
    public String statusText(Balance balance) {
        return call(k -> k.statusText(balance.id()));
    }

    /** Whether nothing is under way. Waits for BookKeeper. */
    public boolean isQuiet() {
        return call(BookKeeper::isQuiet);
    }

    /** All reservations that hold money, oldest rows first. Reads the book without waiting. */
    public List<ReservationView> reservations() {
        return StateView.reservations(book);
    }

    /** Nothing more is approved: the gate is about to be closed, or one of its agents has failed. */
    public void shut() {
        book.halt(Book.HALT_LIFECYCLE);
    }

    /** Writes what changed in the book and the rings to the device; takes as long as the device does. Any thread but a lane's or an agent's. */
    public void force() {
        book.force();
        laneFiles.force();
    }

    /** Closes the feeds. Then BookKeeper and Journaler are to be stopped, then {@link #close} is to be called. */
    public void closeFeeds() {
        RuntimeException failure = null;
        for (final BalanceFeed feed : feeds) {
            try {
                feed.close();
            } catch (final RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        feeds.clear();
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes the files. No lane may be used and no agent may run any more. */
    @Override
    public void close() {
        closeFeeds();
        book.halt(Book.HALT_LIFECYCLE);
        // the book first: by it, lines and lanes see that the rings are closed too
        book.close();
        laneFiles.close();
        lock.close();
    }
}
