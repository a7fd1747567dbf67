package io.tollgate.gate.keeper;

import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Executions that were charged as a lump, to recognise them told again: as long as their reservation's row is known, and up to a bound in all.
 * Threading: BookKeeper's.
 */
final class LumpedFills {
    private final Int2ObjectHashMap<LongHashSet> byRow = new Int2ObjectHashMap<>();
    private final int most;
    private int count;

    LumpedFills(int most) {
        this.most = most;
    }

    boolean has(int row, long execId) {
        final LongHashSet known = byRow.get(row);
        return known != null && known.contains(execId);
    }

    /** False at the bound. */
    boolean add(int row, long execId) {
        if (count >= most) {
            return false;
        }
        if (byRow.computeIfAbsent(row, key -> new LongHashSet()).add(execId)) {
            count++;
        }
        return true;
    }

    /** The row has another use. */
    void forget(int row) {
        final LongHashSet known = byRow.remove(row);
        count -= known == null ? 0 : known.size();
    }

    int count() {
        return count;
    }
}
