package io.tollgate.gate.keeper;

import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.GateConfig;
import io.tollgate.gate.LineSpec;
import io.tollgate.gate.OrderStatusAnswer;
import io.tollgate.gate.Settlement;
import io.tollgate.gate.book.Book;
import io.tollgate.gate.book.RowState;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.operator.OperatorAnswer;
import io.tollgate.gate.operator.OperatorCommand;
import io.tollgate.gate.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The single writer of the book: see the package page.
 *
 * <p>Threading: {@link #doWork} and {@link #onClose} belong to one thread; {@link #offer}, {@link #sink} and {@link #resumePoint} to any.
 */
public final class BookKeeper implements Agent {
    private static final int INBOX_PER_CYCLE = 512;
    /** A cycle that begins so long after the last one began is after a pause: no balance may become stale in less. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final Book book;
    private final KeeperContext context;
    private final EpochNanoClock epochClock;
    private final Inbox inbox;
    private final Registry registry;
    private final Publisher publisher;
    private final TransitDesk transit;
    private final NettingDesk netting;
    private final Holds holds;
    private final RowTimers timers;
    private final FactDesk facts;
    private final SettleDesk settles;
    private final LedgerDesk ledgerDesk;
    private final BackfillDesk backfillDesk;
    private final SnapshotDesk snapshotDesk;
    private final PositionsDesk positionsDesk;
    private final OperatorDesk operator;
    private final Recovery recovery;
    private final LossDesk loss;
    private final List<LaneFeed> lanes = new ArrayList<>();
    private volatile long longestCycleNanos;
    private volatile boolean diskLow;

    /**
     * Recovers the book. No lane may be in use.
     *
     * @param keeperRing BookKeeper's own ring
     * @param laneRings rings of all lanes that the directory has
     * @param bootId random number of this session
     * @param pid this process
     * @param version of Tollgate, for the journal
     */
    public BookKeeper(
            GateConfig config,
            Book book,
            Ring keeperRing,
            List<Ring> laneRings,
            NanoClock nanoClock,
            EpochNanoClock epochClock,
            long bootId,
            long pid,
            String version) {
        this(config, book, keeperRing, laneRings, nanoClock, epochClock, bootId, pid, version, RecoveryInput.NONE);
    }

    /** As above, with what the journal says. */
    public BookKeeper(
            GateConfig config,
            Book book,
            Ring keeperRing,
            List<Ring> laneRings,
            NanoClock nanoClock,
            EpochNanoClock epochClock,
            long bootId,
            long pid,
            String version,
            RecoveryInput input) {
        this.book = book;
        this.epochClock = epochClock;
        final KeeperRecords records = new KeeperRecords(keeperRing, config.keeperSlots());
        this.context = new KeeperContext(config, book, records, nanoClock);
        this.inbox = new Inbox(this);
        this.registry = new Registry(context);
        this.publisher = new Publisher(context);
        this.transit = new TransitDesk(context);
        this.netting = new NettingDesk(context, transit);
        final EarlyCredits earlyCredits = new EarlyCredits(context);
        this.holds = new Holds(context, netting, earlyCredits, publisher);
        this.timers = new RowTimers(context, transit, holds);
        final RefusalDesk refusals = new RefusalDesk(context);
        this.facts = new FactDesk(context, transit, earlyCredits, publisher, holds, timers, refusals);
        this.settles = new SettleDesk(context, holds, facts);
        this.ledgerDesk = new LedgerDesk(context, transit, earlyCredits, publisher);
        this.backfillDesk = new BackfillDesk(context);
        this.snapshotDesk = new SnapshotDesk(context, transit, earlyCredits, ledgerDesk, netting, refusals);
        this.positionsDesk = new PositionsDesk(context, transit, snapshotDesk);
        tick();
        for (int id = 0; id < book.balanceCount(); id++) {
            book.balances()
                    .publish(
                            id,
                            io.tollgate.sbe.BalanceStatus.UNKNOWN.value(),
                            book.balances().version(id),
                            io.tollgate.gate.book.BalanceTable.CLOSED);
        }
        records.whenFull(input.drain());
        final LossDesk.Start start = LossDesk.begin(context, input, laneRings);
        this.loss = new LossDesk(context);
        this.operator = new OperatorDesk(context, facts, publisher, loss);
        registry.recover();
        final Int2ObjectHashMap<Ring> rings = new Int2ObjectHashMap<>();
        rings.put(Ring.KEEPER_RING_ID, keeperRing);
        laneRings.forEach(ring -> rings.put(ring.ringId(), ring));
        final boolean recovered = !book.isNew() || !input.journaled().isEmpty();
        this.recovery = new Recovery(context, rings, facts, transit, holds, timers, start.reconciliation());
        recovery.run();
        recovery.refillAll();
        book.startSession(bootId, pid, config.shadow());
        records.sessionStart(
                context.nowNanos, bootId, pid, config.shadow(), recovered, recovery.voids(), recovery.held(), version);
        records.whenFull(() -> {});
        laneRings.forEach(this::addLane);
    }

    private void addLane(Ring ring) {
        lanes.add(new LaneFeed(ring, context, facts, holds, netting, timers));
    }

    private void tick() {
        final long before = context.nowNanos;
        context.nowNanos = context.clock.nanoTime();
        final long wallNanos = epochClock.nanoTime();
        // set back, the clock of the wall would keep reservations and tombstones for as long again
        context.epochNanos = context.epochNanos == 0
                ? wallNanos
                : Math.max(wallNanos, context.epochNanos + context.nowNanos - before);
        context.records.clock(context.epochNanos);
        if (context.nowNanos - before > PAUSE_NANOS) {
            // a sign of life opens what the pause had closed: first what became stale meanwhile is closed
            publisher.publishAll();
        }
        book.tick(context.epochNanos, context.nowNanos);
    }

    @Override
    public int doWork() {
        tick();
        final long started = context.nowNanos;
        // what is in the inbox now was told before the rings are read: a ledger entry never overtakes the Sent record
        // of its order
        final int told = inbox.size();
        final int messages = Math.min(told, INBOX_PER_CYCLE);
        int work = 0;
        for (final LaneFeed lane : lanes) {
            work += lane.poll();
        }
        work += facts.settle();
        for (final LaneFeed lane : lanes) {
            lane.publish();
        }
        // a message that the journal had no room for is finished before the next one is taken
        boolean finished = goOn();
        int taken = 0;
        while (finished && taken < messages && context.hasRoom() && inbox.takeOne()) {
            taken++;
            finished = goOn();
        }
        work += taken;
        work += timers.tick();
        for (final BalanceState state : context.balances) {
            if (state.noRoom != diskLow) {
                state.noRoom = diskLow;
                state.dirty = true;
            }
            if (context.hasRoom()) {
                snapshotDesk.tick(state, finished && taken == told);
            }
        }
        work += publisher.publishAll();
        work += loss.tick();
        final long took = context.clock.nanoTime() - started;
        if (took > longestCycleNanos) {
            longestCycleNanos = took;
        }
        return work;
    }

    private boolean goOn() {
        return ledgerDesk.goOn() && backfillDesk.goOn();
    }

    /** Longest cycle so far: freed money is available within one. Any thread. */
    public long longestCycleNanos() {
        return longestCycleNanos;
    }

    /** The disk is below its mark: balances close until it is not. Any thread. */
    public void diskLow(boolean low) {
        diskLow = low;
    }

    @Override
    public void onClose() {
        inbox.close();
    }

    /** Whether nothing is taken any more. Any thread. */
    public boolean isClosed() {
        return inbox.isClosed();
    }

    @Override
    public String roleName() {
        return "tollgate-bookkeeper";
    }

    /** Puts something to do on BookKeeper's thread into the inbox; false if it is full now. Any thread. */
    public boolean offer(Consumer<BookKeeper> command) {
        return inbox.offer(command);
    }

    /** Where feeds tell what they hear. Any thread. */
    public FeedSink sink() {
        return inbox;
    }

    /** Where a stream is to resume. Any thread: reads the mapped row. */
    ResumePoint resumePoint(int balanceId) {
        return book.balances().hasLedger(balanceId) && book.balances().idCount(balanceId) > 0
                ? new ResumePoint(book.balances().lastEntryTime(balanceId))
                : ResumePoint.NONE;
    }

    /** On BookKeeper's thread. */
    public int registerBalance(BalanceSpec spec) {
        return registry.registerBalance(spec);
    }

    /** On BookKeeper's thread. */
    public int registerLine(int balanceId, LineSpec spec) {
        return registry.registerLine(balanceId, spec, Registry.NO_CASH);
    }

    /** A closing line, and the cash that its fills move; on BookKeeper's thread. */
    public int registerClosingLine(int positionId, int cashId, LineSpec spec) {
        return registry.registerLine(positionId, spec, cashId);
    }

    /** A new lane's ring; on BookKeeper's thread. */
    public void openLane(Ring ring) {
        recovery.refill(ring);
        addLane(ring);
    }

    /** A feed is about to start; on BookKeeper's thread. */
    public void attach(int balanceId, BalanceFeed feed) {
        final BalanceState state = state(balanceId);
        state.feeds.add(feed);
        if (feed.kind() == FeedKind.STREAM) {
            state.hasStream = true;
            state.stream = BalanceState.Stream.LOST;
        }
        state.dirty = true;
    }

    /** Does what an operator says; on BookKeeper's thread. */
    public OperatorAnswer execute(OperatorCommand command) {
        return operator.execute(command);
    }

    /** Ends the orders that a venue's answer proves over, a bounded number of them; on BookKeeper's thread. */
    public Settlement settle(OrderStatusAnswer answer) {
        final Settlement settlement = settles.settle(answer);
        facts.settle();
        return settlement;
    }

    /** What recovery found; on BookKeeper's thread. */
    public List<String> recoveryNotes() {
        return loss.notes();
    }

    /** Ends the closing that a loss began; on BookKeeper's thread. */
    public void openAfterLoss(String who, String why) {
        loss.open(who, why);
    }

    /** Retires a line; on BookKeeper's thread. */
    public void retireLine(int lineId) {
        book.lines().retire(lineId);
    }

    void stop(BalanceState state, String reason) {
        state.stop(reason);
    }

    /** What a balance's status is due to, for people; on BookKeeper's thread. */
    public String statusText(int balanceId) {
        final BalanceState state = state(balanceId);
        if (state.stopped != null) {
            return state.stopped;
        }
        return "stream=" + state.stream + (state.noRoom ? " journal=" + Publisher.NO_ROOM_TEXT : "")
                + (state.doubt ? " doubt=" + state.doubtText : "")
                + (state.lastReadFailure.isEmpty() ? "" : " last failed read=" + state.lastReadFailure);
    }

    /** Whether nothing is under way: no open reservation, fill in transit, doubt or unread record; on BookKeeper's thread. */
    public boolean isQuiet() {
        for (final LaneFeed lane : lanes) {
            if (!lane.isDrained()) {
                return false;
            }
        }
        for (final BalanceState state : context.balances) {
            if (state.cashInTransit != 0 || state.doubt || state.pending != null || state.shortfall() != 0) {
                return false;
            }
        }
        for (int row = 0; row < book.reservations().rowCount(); row++) {
            final int state = (int) book.reservations().stateVolatile(row);
            if (state != RowState.FREE && state != RowState.ENDED) {
                return false;
            }
        }
        return inbox.size() == 0 && facts.unfinished() == 0;
    }

    BackfillDesk backfillDesk() {
        return backfillDesk;
    }

    LedgerDesk ledgerDesk() {
        return ledgerDesk;
    }

    SnapshotDesk snapshotDesk() {
        return snapshotDesk;
    }

    PositionsDesk positionsDesk() {
        return positionsDesk;
    }

    BalanceState state(int balanceId) {
        return context.balances.get(balanceId);
    }
}
