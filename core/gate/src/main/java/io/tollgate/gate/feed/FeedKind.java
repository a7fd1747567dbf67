package io.tollgate.gate.feed;

/** What a {@link BalanceFeed} delivers. */
public enum FeedKind {
    /** Ledger entries as they happen, without snapshots. */
    STREAM,
    /** Snapshots only, adopted as they come. */
    SNAPSHOTS,
    /** Past entries of the ledger, read when asked for. */
    BACKFILL
}
