package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import org.jspecify.annotations.Nullable;

/** A feed whose times the scheduler decides. */
final class WorldFeed implements BalanceFeed {
    private final FeedKind kind;
    private final Desk desk;
    private @Nullable FeedSink sink;

    WorldFeed(FeedKind kind, Desk desk) {
        this.kind = kind;
        this.desk = desk;
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
        if (kind == FeedKind.SNAPSHOTS) {
            desk.wantRead();
        }
    }

    @Override
    public void reopenStream() {
        throw new IllegalStateException("a stream that nothing breaks must not have to be opened again");
    }

    @Override
    public void close() {}
}
