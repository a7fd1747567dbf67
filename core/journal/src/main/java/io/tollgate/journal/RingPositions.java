package io.tollgate.journal;

import org.agrona.collections.Int2ObjectHashMap;

/** What the queue holds of each ring: the sequence expected next, and the refusals counted in gap records. */
final class RingPositions {
    /** Of one ring. */
    static final class Position {
        /** Sequence expected next. */
        long next;
        /** Refusals in gap records so far. */
        long gaps;
    }

    private final Int2ObjectHashMap<Position> byRing = new Int2ObjectHashMap<>();

    /** The ring's position; a ring never seen starts at 0. */
    Position of(int ringId) {
        Position position = byRing.get(ringId);
        if (position == null) {
            position = new Position();
            byRing.put(ringId, position);
        }
        return position;
    }

    boolean contains(int ringId) {
        return byRing.containsKey(ringId);
    }

    int size() {
        return byRing.size();
    }

    boolean isEmpty() {
        return byRing.isEmpty();
    }

    void forEach(java.util.function.ObjIntConsumer<Position> action) {
        byRing.forEachInt((ringId, position) -> action.accept(position, ringId));
    }
}
