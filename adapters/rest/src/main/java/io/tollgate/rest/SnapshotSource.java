package io.tollgate.rest;

import io.tollgate.gate.feed.PositionsRead;
import io.tollgate.gate.feed.Snapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How one balance is read at a venue: which requests, and what the answers mean.
 *
 * <p>Threading: the feed's own thread; a source belongs to one feed.
 */
public interface SnapshotSource {

    /** Names the feed's thread and its log lines: venue and account; holds no secret. */
    String name();

    /** Tokens that one read takes out of the credential's budget. */
    default int tokens() {
        return 1;
    }

    /**
     * Reads the balance once.
     *
     * @param calls sends the requests; the snapshot's {@code requestNanos} is the time before the first of them
     * @throws IOException if there was no whole answer
     * @throws MalformedMessageException if an answer cannot be read: nothing of the read counts
     * @throws RefusedException if the venue refused
     */
    Reading read(Calls calls) throws IOException, MalformedMessageException, RefusedException;

    /** The venue did not accept who we are: forget what can be renewed. */
    default void reauthenticate() {}

    /**
     * What a read found.
     *
     * @param snapshot the balance
     * @param positions the account's positions, where the source reads them too
     */
    record Reading(Snapshot snapshot, @Nullable PositionsRead positions) {

        /** A balance alone. */
        public static Reading of(Snapshot snapshot) {
            return new Reading(snapshot, null);
        }
    }
}
