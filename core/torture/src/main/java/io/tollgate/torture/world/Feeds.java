package io.tollgate.torture.world;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.PositionsRead.Position;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The venue's words on their way to the gate: a ledger stream that breaks and repeats itself, and reads that come late, fail or lie. */
final class Feeds implements Runnable {
    private static final long MILLI = 1_000_000L;
    private static final int MOST_WAITING = 1_000;

    private final World world;
    private final @Nullable Feed stream;
    private final Feed reads;
    private final ArrayDeque<Snapshot> answers = new ArrayDeque<>();
    private final ArrayDeque<PositionsRead> positions = new ArrayDeque<>();
    private int delivered;
    private boolean up;
    private boolean cold;
    /** The stream is far behind the reads, as long as the process lives. */
    private final boolean slow;

    private long lies = 1;
    /** Messages in the inbox at most: those put since BookKeeper's last cycle. */
    private int waiting;

    Feeds(World world, boolean withStream) {
        this.world = world;
        this.slow = world.random.nextInt(3) == 0;
        this.stream = withStream ? new Feed(FeedKind.STREAM) : null;
        this.reads = new Feed(FeedKind.SNAPSHOTS);
    }

    List<BalanceFeed> all() {
        return stream == null ? List.of(reads) : List.of(reads, stream);
    }

    /** BookKeeper has emptied its inbox. */
    void cycled() {
        waiting = 0;
    }

    @Override
    public void run() {
        while (world.running()) {
            if (!world.draining && waiting < MOST_WAITING) {
                act();
            }
            world.scheduler.idle();
        }
    }

    private void act() {
        final int dice = world.random.nextInt(100);
        waiting++;
        world.operations++;
        if (world.kind.allSides() && world.random.nextInt(4) == 0) {
            if (world.random.nextBoolean()) {
                askPositions();
            } else {
                answerPositions();
            }
            return;
        }
        if (world.watch.limit(Terms.CASH) < 0 && world.random.nextInt(3) == 0) {
            // so that more is decided than refused
            deliver();
            ask(true);
            answer();
            return;
        }
        if (dice < 50) {
            if (!slow || world.random.nextInt(12) == 0) {
                deliver();
            }
        } else if (dice < 60 && up && stream != null) {
            stream.sink().heartbeat(0, world.nowNanos);
        } else if (dice < 74) {
            ask(true);
        } else if (dice < 89) {
            answer();
        } else if (dice < 90) {
            reads.sink().snapshotFailed(0, "torture", world.nowNanos, world.nowNanos);
        } else if (dice < 92) {
            lose();
        }
    }

    /** Everything there is to tell, and a true read. */
    void catchUp() {
        if (stream != null) {
            if (!up) {
                open();
            }
            while (delivered < world.venue.ledger.size()) {
                deliver();
            }
            stream.sink().heartbeat(0, world.nowNanos);
        }
        answers.clear();
        ask(false);
        answer();
        if (world.kind.allSides()) {
            positions.clear();
            askPositions();
            answerPositions();
        }
    }

    private void askPositions() {
        final Bench bench = world.bench;
        final long held = bench.has(Terms.HELD).longValueExact();
        final long owed = bench.has(Terms.OWED).longValueExact();
        final long margin = bench.assets().margin().longValueExact();
        world.say("positions", "asked: held " + held + ", owed " + owed + ", margin " + margin);
        // a position that is not listed is none
        final List<Position> listed = new ArrayList<>();
        if (held != 0) {
            listed.add(new Position(Terms.OF_HELD, held));
        }
        if (owed != 0) {
            listed.add(new Position(Terms.OF_OWED, -owed));
        }
        positions.add(new PositionsRead(listed, margin, world.nowNanos, world.nowNanos));
    }

    private void answerPositions() {
        final PositionsRead asked = positions.poll();
        if (asked != null) {
            world.say("positions", "answered: " + asked.positions() + " margin " + asked.margin());
            reads.sink()
                    .positions(
                            Terms.CASH,
                            new PositionsRead(asked.positions(), asked.margin(), asked.requestNanos(), world.nowNanos));
        }
    }

    private void deliver() {
        if (stream == null) {
            return;
        }
        if (!up) {
            open();
            return;
        }
        final List<LedgerEntry> ledger = world.venue.ledger;
        final int upTo = world.venue.endOfMessage(Math.min(ledger.size(), delivered + world.random.nextInt(1, 6)));
        if (upTo > delivered) {
            world.say("stream", "entries " + delivered + " to " + (upTo - 1));
            stream.sink().ledgerEntries(0, ledger.subList(delivered, upTo), world.nowNanos);
            delivered = upTo;
        }
    }

    private void open() {
        if (stream == null) {
            return;
        }
        final ResumePoint from = stream.sink().resumePoint(0);
        stream.sink().streamOpened(0, from, world.nowNanos);
        up = true;
        final List<LedgerEntry> ledger = world.venue.ledger;
        if (!from.exists()) {
            // live entries only, and a first read, which nothing could tell from a lie
            cold = true;
            delivered = ledger.size();
            world.nowNanos += MILLI;
            answers.clear();
            world.say("stream", "opened, cold, from entry " + delivered);
            return;
        }
        int first = 0;
        while (ledger.get(first).updateTimeNanos() < from.updateTimeNanos()) {
            first++;
        }
        final int end = ledger.size();
        world.say("stream", "opened, repeats from entry " + first);
        final int cut = world.venue.endOfMessage(world.random.nextInt(first, end + 1));
        stream.sink().ledgerEntries(0, ledger.subList(first, cut), world.nowNanos);
        stream.sink().ledgerEntries(0, ledger.subList(cut, end), world.nowNanos);
        delivered = end;
    }

    private void lose() {
        if (up && stream != null) {
            world.say("stream", "lost");
            stream.sink().streamLost(0, "torture", world.nowNanos);
            up = false;
        }
    }

    private void ask(boolean mayLie) {
        final List<LedgerEntry> ledger = world.venue.ledger;
        final LedgerEntry last = ledger.get(ledger.size() - 1);
        // an odd amount, and never the same one twice: no ledger and no second read can confirm it
        final boolean lying = mayLie && !cold && stream != null && world.random.nextInt(10) == 0;
        final long lie = lying ? (world.random.nextBoolean() ? 1 : -1) * (2 * 1_000 * lies++ + 1) : 0;
        final long time = world.kind.timedReads()
                ? (world.random.nextBoolean() ? last.updateTimeNanos() : last.updateTimeNanos() / MILLI * MILLI)
                : Snapshot.NO_TIME;
        final long amount = Math.max(0, last.afterBalance() + lie);
        world.say("reads", "asked: " + amount + (lying ? ", a lie" : ""));
        answers.add(new Snapshot(amount, Snapshot.UNKNOWN, 0, time, world.nowNanos, world.nowNanos));
    }

    private void answer() {
        final Snapshot asked = answers.poll();
        if (asked != null) {
            world.say("reads", "answered: " + asked.ledger());
            reads.sink()
                    .snapshot(
                            0,
                            new Snapshot(
                                    asked.ledger(),
                                    asked.netSpendable(),
                                    asked.openOrders(),
                                    asked.venueTimeNanos(),
                                    asked.requestNanos(),
                                    world.nowNanos));
            cold = false;
        }
    }

    /** One feed, as the gate sees it. */
    private static final class Feed implements BalanceFeed {
        private final FeedKind kind;
        private @Nullable FeedSink sink;

        Feed(FeedKind kind) {
            this.kind = kind;
        }

        FeedSink sink() {
            if (sink == null) {
                throw new IllegalStateException("a feed must be attached before it speaks");
            }
            return sink;
        }

        @Override
        public void start(int balanceId, FeedSink feedSink) {
            sink = feedSink;
        }

        @Override
        public FeedKind kind() {
            return kind;
        }

        @Override
        public void requestSnapshot() {
            // reads are asked for all the time
        }

        @Override
        public void reopenStream() {
            throw new IllegalStateException("a cold start must not need more entries than torture writes");
        }

        @Override
        public void close() {}
    }
}
