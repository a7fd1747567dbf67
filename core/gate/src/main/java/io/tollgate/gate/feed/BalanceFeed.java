package io.tollgate.gate.feed;

/**
 * A source of money data for one balance: a ledger stream, a snapshot poller, or both.
 *
 * <p>Threading: {@link #start} and {@link #close} are called once each, by the thread that owns the gatekeeper. {@link
 * #requestSnapshot} is called by BookKeeper's thread and must return at once.
 */
public interface BalanceFeed extends AutoCloseable {

    /**
     * Starts the feed's own threads. Returns without waiting for the venue.
     *
     * @param balanceId the balance that this feed speaks for
     * @param sink where to tell it
     */
    void start(int balanceId, FeedSink sink);

    /** What this feed delivers; constant. */
    FeedKind kind();

    /**
     * Asks for a snapshot as soon as the venue's limits allow; several calls before the read starts count as one. A feed without
     * snapshots ignores it. Never blocks.
     */
    void requestSnapshot();

    /**
     * Asks for the ledger's entries since a time of the venue, as soon as the venue's limits allow: the chain of balances before and after
     * broke. Several calls before the read starts count as one, from the earliest time on. A feed that cannot read back ignores it. Never
     * blocks.
     *
     * @param sinceNanos venue's time, nanoseconds since the epoch, inclusive
     */
    default void requestBackfill(long sinceNanos) {}

    /** Asks for the stream to be closed and opened again from the sink's resume point. A feed without a stream ignores it. */
    void reopenStream();

    /** Ends all threads and connections of the feed; afterwards nothing more reaches the sink. */
    @Override
    void close();
}
