package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.gatekeeper.crash.Pipe.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Feeds of the accounts over the pipe: a stream and reads for one, reads alone for the other. Threading: {@link #take} by the pipe's
 * thread; a thread of its own asks.
 */
final class PipeFeeds {
    private static final long TURN_NANOS = 3_000_000L;
    private static final long READ_EVERY_NANOS = 150_000_000L;
    private static final long NOT_READING = Long.MIN_VALUE;

    private final Venue.Reports parent;
    private final List<StreamFeed> streams = new ArrayList<>();
    private final List<ReadFeed> reads = new ArrayList<>();

    PipeFeeds(Venue.Reports parent) {
        this.parent = parent;
        for (int account = 0; account < Terms.ACCOUNTS; account++) {
            reads.add(new ReadFeed(account));
        }
        streams.add(new StreamFeed());
    }

    BalanceFeed[] of(int account) {
        return account == Terms.STREAM_ACCOUNT
                ? new BalanceFeed[] {streams.get(0), reads.get(account)}
                : new BalanceFeed[] {reads.get(account)};
    }

    /** Starts to ask. */
    void start() {
        final Thread thread = new Thread(this::ask, "feeds");
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (true) {
            streams.forEach(StreamFeed::ask);
            reads.forEach(ReadFeed::ask);
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    /** What the venue says of an account; false once the gate is closed. */
    boolean take(Frame frame) {
        try {
            hand(frame);
            return true;
        } catch (final FeedSink.InboxClosedException e) {
            return false;
        }
    }

    private void hand(Frame frame) {
        switch (frame.word()) {
            case STREAM_OPENED -> streams.get(0).opened(frame.value(1));
            case ENTRY -> streams.get(0).entry(frame);
            case SNAPSHOT -> reads.get(frame.intValue(0)).answered(frame);
            default -> throw new CrashTestException("a feed takes what feeds bring: " + frame.word());
        }
    }

    /** Whether no read is under way that was asked for. */
    boolean areIdle() {
        return reads.stream().noneMatch(feed -> feed.asked);
    }

    /** The ledger stream. */
    private final class StreamFeed implements BalanceFeed {
        private volatile @Nullable FeedSink sink;
        private volatile int balanceId;
        private volatile boolean mustOpen;
        private boolean wasOpen;

        @Override
        public void start(int balance, FeedSink where) {
            balanceId = balance;
            sink = where;
            mustOpen = true;
        }

        private void ask() {
            final FeedSink to = sink;
            if (to != null && mustOpen) {
                mustOpen = false;
                if (wasOpen) {
                    to.streamLost(balanceId, "to be opened again", System.nanoTime());
                }
                wasOpen = true;
                parent.send(
                        Word.STREAM,
                        Terms.STREAM_ACCOUNT,
                        to.resumePoint(balanceId).updateTimeNanos());
            }
        }

        private void opened(long fromNanos) {
            final FeedSink to = sink;
            if (to != null) {
                to.streamOpened(
                        balanceId,
                        fromNanos == ResumePoint.NO_TIME ? ResumePoint.NONE : new ResumePoint(fromNanos),
                        System.nanoTime());
            }
        }

        private void entry(Frame frame) {
            final FeedSink to = sink;
            if (to != null) {
                final LedgerEntry.Kind kind = LedgerStream.KINDS.get(frame.intValue(2));
                final LedgerEntry entry = new LedgerEntry(
                        "entry-" + frame.value(1),
                        kind,
                        frame.intValue(2) + 1,
                        frame.value(3),
                        frame.value(4),
                        frame.value(5),
                        kind == LedgerEntry.Kind.OTHER ? "" : Terms.INSTRUMENTS.get(frame.intValue(6)));
                to.ledgerEntries(balanceId, List.of(entry), System.nanoTime());
            }
        }

        @Override
        public FeedKind kind() {
            return FeedKind.STREAM;
        }

        @Override
        public void requestSnapshot() {
            // the account's other feed reads
        }

        @Override
        public void reopenStream() {
            mustOpen = true;
        }

        @Override
        public void close() {
            sink = null;
        }
    }

    /** Reads of an account, one at a time. */
    private final class ReadFeed implements BalanceFeed {
        private final int account;
        private volatile @Nullable FeedSink sink;
        private volatile int balanceId;
        private volatile boolean asked;
        private volatile long readingSinceNanos = NOT_READING;
        private long lastNanos;

        ReadFeed(int account) {
            this.account = account;
        }

        @Override
        public void start(int balance, FeedSink where) {
            balanceId = balance;
            sink = where;
            asked = true;
        }

        private void ask() {
            final long now = System.nanoTime();
            if (sink != null && readingSinceNanos == NOT_READING && (asked || now - lastNanos > READ_EVERY_NANOS)) {
                asked = false;
                lastNanos = now;
                readingSinceNanos = now;
                parent.send(Word.READ, account, now);
            }
        }

        private void answered(Frame frame) {
            final FeedSink to = sink;
            if (to != null) {
                to.snapshot(
                        balanceId,
                        new Snapshot(
                                frame.value(2),
                                Snapshot.UNKNOWN,
                                0,
                                frame.value(3),
                                frame.value(1),
                                System.nanoTime()));
            }
            readingSinceNanos = NOT_READING;
        }

        @Override
        public FeedKind kind() {
            return FeedKind.SNAPSHOTS;
        }

        @Override
        public void requestSnapshot() {
            asked = true;
        }

        @Override
        public void reopenStream() {
            // has none
        }

        @Override
        public void close() {
            sink = null;
        }
    }
}
