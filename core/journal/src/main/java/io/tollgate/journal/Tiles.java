package io.tollgate.journal;

import java.util.Map;
import java.util.TreeMap;

/**
 * The pieces of one scope's {@code taken} that records cover, from the start of a generation on. What is contiguous is one number;
 * only what is ahead of it is kept as intervals, so memory is that of the records out of order.
 *
 * <p>Positions are distances from the start, so that the word may wrap.
 */
final class Tiles {
    private final long start;
    private long frontier;
    /** Covered intervals ahead of the frontier: start to end, apart from each other. */
    private final TreeMap<Long, Long> ahead = new TreeMap<>();

    Tiles(long start) {
        this.start = start;
    }

    /** Covers {@code [taken, taken + amount)}; returns false if part of it was covered already. */
    boolean cover(long taken, long amount) {
        final long from = taken - start;
        final long to = from + amount;
        boolean free = from >= frontier;
        if (from <= frontier) {
            frontier = Math.max(frontier, to);
            free &= absorb();
        } else {
            free = insert(from, to);
        }
        return free;
    }

    private boolean absorb() {
        boolean free = true;
        for (Map.Entry<Long, Long> next = ahead.firstEntry();
                next != null && next.getKey() <= frontier;
                next = ahead.firstEntry()) {
            free &= next.getKey() == frontier;
            frontier = Math.max(frontier, next.getValue());
            ahead.pollFirstEntry();
        }
        return free;
    }

    private boolean insert(long from, long to) {
        boolean free = true;
        long first = from;
        long last = to;
        final Map.Entry<Long, Long> before = ahead.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            free = before.getValue() == from;
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ahead.higherEntry(first);
                next != null && next.getKey() <= last;
                next = ahead.higherEntry(first)) {
            free &= next.getKey() >= to;
            last = Math.max(last, next.getValue());
            ahead.remove(next.getKey());
        }
        ahead.put(first, last);
        return free;
    }

    /** The word up to which everything is covered. */
    long frontier() {
        return start + frontier;
    }

    /** Takes the pieces beyond a hole, ascending, as words. */
    interface PieceConsumer {
        void piece(long from, long to);
    }

    /** Visits the pieces beyond a hole. */
    void forEachAhead(PieceConsumer consumer) {
        ahead.forEach((from, to) -> consumer.piece(start + from, start + to));
    }

    /** Intervals that are covered beyond a hole. */
    int holes() {
        return ahead.size();
    }

    /** The word at which the covered interval after the first hole begins. */
    long endOfFirstHole() {
        return start + ahead.firstKey();
    }
}
