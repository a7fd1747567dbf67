package io.tollgate.gatekeeper.config;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.gate.feed.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a balance through its feed: the first snapshot, or the first failure. */
final class FeedReader implements BalanceReader {
    private final BalanceFeed feed;
    private final String hintAtZero;

    /** @param hintAtZero what may be wrong if nothing is there; empty for nothing */
    FeedReader(BalanceFeed feed, String hintAtZero) {
        this.feed = feed;
        this.hintAtZero = hintAtZero;
    }

    @Override
    public Found read(Duration timeout) {
        final CompletableFuture<Found> found = new CompletableFuture<>();
        feed.start(0, new FirstAnswer(found, hintAtZero));
        feed.requestSnapshot();
        try {
            return found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Found.failed("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Found.failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Found.failed("interrupted");
        }
    }

    @Override
    public void close() {
        feed.close();
    }

    /** Keeps the first that is said of the balance. */
    private record FirstAnswer(CompletableFuture<Found> found, String hintAtZero) implements FeedSink {
        @Override
        public void snapshot(int balanceId, Snapshot snapshot) {
            final boolean hint = snapshot.ledger() == 0 && !hintAtZero.isEmpty();
            found.complete(new Found(snapshot, "", Map.of(), hint ? List.of(hintAtZero) : List.of()));
        }

        @Override
        public void snapshotFailed(int balanceId, String reason, long requestNanos, long arrivalNanos) {
            found.complete(Found.failed(reason));
        }

        @Override
        public void feedStopped(int balanceId, String reason, long arrivalNanos) {
            found.complete(Found.failed(reason));
        }

        @Override
        public ResumePoint resumePoint(int balanceId) {
            return ResumePoint.NONE;
        }

        @Override
        public void positions(int balanceId, PositionsRead read) {}

        @Override
        public void streamOpened(int balanceId, ResumePoint from, long arrivalNanos) {}

        @Override
        public void ledgerEntries(int balanceId, List<LedgerEntry> entries, long arrivalNanos) {}

        @Override
        public void backfilled(int balanceId, List<LedgerEntry> entries, boolean last, long arrivalNanos) {}

        @Override
        public void heartbeat(int balanceId, long arrivalNanos) {}

        @Override
        public void streamLost(int balanceId, String reason, long arrivalNanos) {}
    }
}
