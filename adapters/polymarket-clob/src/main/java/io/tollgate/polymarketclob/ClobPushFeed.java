package io.tollgate.polymarketclob;

import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RequestBudget;
import org.jspecify.annotations.Nullable;

/**
 * A balance at the CLOB, polled, and read at once when the user channel says that an order or a trade has changed.
 *
 * <p>An event is a hint and never a balance: the channel has no sequence and tells no balances. What it hints at is read over REST, within the least
 * spacing and the budget; so a lost, late or doubled event costs at most a period of polling, and a wrong one costs a request. A {@link
 * ClobUserListener} hears the orders and executions themselves.
 *
 * <p>Threading: the polling feed's thread, one for the socket's timers, and OkHttp's reader.
 */
public final class ClobPushFeed implements BalanceFeed {
    private final ClobBalanceFeed balances;
    private final ClobUserSocket socket;

    /** With the system's clocks, a budget of its own, and nobody who hears the orders. */
    public ClobPushFeed(ClobConfig config) {
        this(config, ClobSocketConfig.DEFAULT, FeedEnvironment.system(), null, ClobUserListener.NONE);
    }

    /**
     * With given clocks.
     *
     * @param socket the user channel
     * @param budget shared by all feeds that leave the machine by one address; null for one of its own
     * @param listener hears orders and executions
     */
    public ClobPushFeed(
            ClobConfig config,
            ClobSocketConfig socket,
            FeedEnvironment environment,
            @Nullable RequestBudget budget,
            ClobUserListener listener) {
        this.balances = new ClobBalanceFeed(config, environment, budget);
        this.socket = new ClobUserSocket(config, socket, environment, balances::requestSnapshot, listener);
    }

    /** As {@link ClobBalanceFeed#movedOnChain}. */
    public void movedOnChain() {
        balances.movedOnChain();
    }

    @Override
    public void start(int balanceId, FeedSink sink) {
        balances.start(balanceId, sink);
        socket.start(balanceId, sink);
    }

    @Override
    public FeedKind kind() {
        return balances.kind();
    }

    @Override
    public void requestSnapshot() {
        balances.requestSnapshot();
    }

    /** Opens the user channel anew. */
    @Override
    public void reopenStream() {
        socket.reopen();
    }

    /** Events that asked for a read since the start. */
    public long events() {
        return socket.events();
    }

    @Override
    public void close() {
        socket.close();
        balances.close();
    }
}
