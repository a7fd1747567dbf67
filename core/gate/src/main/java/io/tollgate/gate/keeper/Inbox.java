package io.tollgate.gate.keeper;

import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * What feeds and callers tell BookKeeper: bounded, and full means that the teller waits. Threading: {@link #takeOne} belongs to BookKeeper's
 * thread, everything else to any.
 */
final class Inbox implements FeedSink {
    private static final int CAPACITY = 4096;
    private static final long WAIT_NANOS = 50_000;

    private final MpscVarHandleArrayQueue<Consumer<BookKeeper>> queue = new MpscVarHandleArrayQueue<>(CAPACITY);
    private final BookKeeper keeper;
    private volatile boolean closed;

    Inbox(BookKeeper keeper) {
        this.keeper = keeper;
    }

    void put(Consumer<BookKeeper> message) {
        while (!closed) {
            if (queue.offer(message)) {
                return;
            }
            LockSupport.parkNanos(WAIT_NANOS);
        }
        throw new InboxClosedException();
    }

    boolean offer(Consumer<BookKeeper> message) {
        if (closed) {
            throw new InboxClosedException();
        }
        return queue.offer(message);
    }

    int size() {
        return queue.size();
    }

    /** Takes one message; false if there is none. */
    boolean takeOne() {
        final Consumer<BookKeeper> message = queue.poll();
        if (message == null) {
            return false;
        }
        message.accept(keeper);
        return true;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    @Override
    public ResumePoint resumePoint(int balanceId) {
        return keeper.resumePoint(balanceId);
    }

    @Override
    public void streamOpened(int balanceId, ResumePoint from, long arrivalNanos) {
        put(k -> k.ledgerDesk().opened(k.state(balanceId), from, arrivalNanos));
    }

    @Override
    public void ledgerEntries(int balanceId, List<LedgerEntry> entries, long arrivalNanos) {
        final List<LedgerEntry> copy = List.copyOf(entries);
        put(k -> k.ledgerDesk().entries(k.state(balanceId), copy, arrivalNanos));
    }

    @Override
    public void backfilled(int balanceId, List<LedgerEntry> entries, boolean last, long arrivalNanos) {
        final List<LedgerEntry> copy = List.copyOf(entries);
        put(k -> k.backfillDesk().page(k.state(balanceId), copy, last, arrivalNanos));
    }

    @Override
    public void heartbeat(int balanceId, long arrivalNanos) {
        put(k -> k.ledgerDesk().heartbeat(k.state(balanceId), arrivalNanos));
    }

    @Override
    public void streamLost(int balanceId, String reason, long arrivalNanos) {
        put(k -> k.ledgerDesk().lost(k.state(balanceId), reason));
    }

    @Override
    public void snapshot(int balanceId, Snapshot snapshot) {
        put(k -> k.snapshotDesk().snapshot(k.state(balanceId), snapshot));
    }

    @Override
    public void positions(int balanceId, PositionsRead read) {
        put(k -> k.positionsDesk().positions(k.state(balanceId), read));
    }

    @Override
    public void snapshotFailed(int balanceId, String reason, long requestNanos, long arrivalNanos) {
        put(k -> k.snapshotDesk().failed(k.state(balanceId), reason, requestNanos, arrivalNanos));
    }

    @Override
    public void feedStopped(int balanceId, String reason, long arrivalNanos) {
        put(k -> k.stop(k.state(balanceId), reason));
    }
}
