package io.tollgate.journal;

import java.util.Map;

/**
 * A place up to which records are safe.
 *
 * @param queueIndex Chronicle's index of the last document, or −1 before the first
 * @param nextSequences by ring, the first sequence that may not be safe yet
 */
public record SyncPoint(long queueIndex, Map<Integer, Long> nextSequences) {
    /** Nothing. */
    public static final SyncPoint NONE = new SyncPoint(-1, Map.of());

    /** The first sequence of a ring that may not be safe yet; 0 if nothing is known of the ring. */
    public long next(int ringId) {
        return nextSequences.getOrDefault(ringId, 0L);
    }
}
