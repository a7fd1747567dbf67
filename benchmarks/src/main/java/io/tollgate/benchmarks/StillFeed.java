package io.tollgate.benchmarks;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import org.jspecify.annotations.Nullable;

/** A venue that only speaks when the benchmark does. Threading: any. */
final class StillFeed implements BalanceFeed {
    private volatile @Nullable FeedSink sink;

    FeedSink sink() {
        final FeedSink started = sink;
        if (started == null) {
            throw new IllegalStateException("the feed must be attached first");
        }
        return started;
    }

    @Override
    public void start(int balanceId, FeedSink feedSink) {
        sink = feedSink;
    }

    @Override
    public FeedKind kind() {
        return FeedKind.SNAPSHOTS;
    }

    @Override
    public void requestSnapshot() {}

    @Override
    public void reopenStream() {}

    @Override
    public void close() {}
}
