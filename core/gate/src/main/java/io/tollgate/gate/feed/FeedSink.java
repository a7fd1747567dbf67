package io.tollgate.gate.feed;

import java.util.List;

/**
 * Where feeds put what they hear. Implemented by the gate; each call may block for as long as BookKeeper's inbox is full, and
 * throws {@link InboxClosedException} once the gate is closed.
 *
 * <p>Threading: any thread; calls for one stream must come in the stream's order.
 *
 * <p>{@code arrivalNanos} is {@link System#nanoTime()} (or the clock given to the feed) taken by the feed's thread when the
 * message arrived, before it was parsed.
 */
public interface FeedSink {

    /**
     * Where a stream is to resume: the last applied entry. {@link ResumePoint#NONE} asks for a cold start (live entries only).
     * Never blocks.
     */
    ResumePoint resumePoint(int balanceId);

    /**
     * A stream was opened (the venue accepted the call or sent its first message), from the resume point that was asked for.
     */
    void streamOpened(int balanceId, ResumePoint from, long arrivalNanos);

    /** All entries of one message, in the venue's order. The limit is published once, after the last of them. */
    void ledgerEntries(int balanceId, List<LedgerEntry> entries, long arrivalNanos);

    /**
     * A page of past entries, oldest first: known ones are recognised by id, the others are journaled and change no money. What they
     * changed is in the ledger already, because later entries are absolute, and nothing says which fills a read in between has cleared.
     *
     * @param last whether this page ends what was asked for by {@link BalanceFeed#requestBackfill}
     */
    void backfilled(int balanceId, List<LedgerEntry> entries, boolean last, long arrivalNanos);

    /** The stream is alive but has nothing to say. */
    void heartbeat(int balanceId, long arrivalNanos);

    /** The stream broke and will be opened again. */
    void streamLost(int balanceId, String reason, long arrivalNanos);

    /** A snapshot was read. */
    void snapshot(int balanceId, Snapshot snapshot);

    /**
     * The account's positions were read, with the margin that the venue asks for them.
     *
     * @param balanceId the cash balance of the account
     */
    default void positions(int balanceId, PositionsRead read) {
        throw new UnsupportedOperationException("this sink takes no positions: " + read);
    }

    /** A snapshot was asked for and could not be read: the balance is unknown to this read, not zero. */
    void snapshotFailed(int balanceId, String reason, long requestNanos, long arrivalNanos);

    /**
     * The feed has ended for good: wrong credentials, wrong contract, wrong account. The balance is CLOSED until an operator acts.
     *
     * @param reason what is wrong and how to cure it; holds no secret
     */
    void feedStopped(int balanceId, String reason, long arrivalNanos);

    /** The gate is closed: the feed's thread must end. */
    final class InboxClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Made by the gate. */
        public InboxClosedException() {
            super("the gate is closed: end the feed");
        }
    }
}
