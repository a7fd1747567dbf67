package io.tollgate.polymarketus;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RequestBudget;

/**
 * The retail stack's balances, polled, and read at once when the private WebSocket says that the balance has changed.
 *
 * <p>A push is taken as a hint and never as a balance: it tells of the ledger as it was when it was sent, does not say what it must
 * contain, and is not known to come when an order only rests or is cancelled. What it hints at is read over REST, within the least spacing
 * and the key's budget; so a lost, late or doubled push costs at most a period of polling, and a wrong one costs a request.
 *
 * <p>Threading: the polling feed's thread, one for the socket's timers, and OkHttp's reader.
 */
public final class RetailPushFeed implements BalanceFeed {
    private final RetailSnapshotFeed snapshots;
    private final RetailSocket socket;

    /** With the system's clocks. */
    public RetailPushFeed(RetailConfig config) {
        this(config, FeedEnvironment.system());
    }

    /** With given clocks. */
    public RetailPushFeed(RetailConfig config, FeedEnvironment environment) {
        this(config, environment, RetailSnapshotFeed.budget(config, environment));
    }

    /** With given clocks, and a budget shared with whatever else uses the same key. */
    public RetailPushFeed(RetailConfig config, FeedEnvironment environment, RequestBudget budget) {
        this.snapshots = new RetailSnapshotFeed(config, environment, budget);
        this.socket = new RetailSocket(config, environment, snapshots::requestSnapshot);
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        snapshots.start(balanceId, sink);
        socket.start(balanceId, sink);
    }

    @Override
    public FeedKind kind() {
        return FeedKind.SNAPSHOTS;
    }

    @Override
    public void requestSnapshot() {
        snapshots.requestSnapshot();
    }

    /** Opens the WebSocket anew. */
    @Override
    public void reopenStream() {
        socket.reopen();
    }

    /** Pushes that asked for a read since the start. */
    public long pushes() {
        return socket.pushes();
    }

    @Override
    public void close() {
        socket.close();
        snapshots.close();
    }
}
