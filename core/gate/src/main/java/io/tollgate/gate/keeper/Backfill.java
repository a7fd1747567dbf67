package io.tollgate.gate.keeper;

import io.tollgate.gate.feed.LedgerEntry;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One balance's break of the chain, and the past entries that are to explain it. Threading: BookKeeper's. */
final class Backfill {
    /** Ids that are remembered, so that an entry that two reads bring is journaled once. */
    private static final int REMEMBERED = 8192;

    /** Entries of one page. */
    record Page(List<LedgerEntry> entries, boolean last, long arrivalNanos) {}

    final ArrayDeque<Page> pages = new ArrayDeque<>();
    /** Index of the next entry of the first page. */
    int next;

    private final Set<String> ids = new LinkedHashSet<>();
    private boolean open;
    private long chained;
    private long goal;
    private boolean explained;
    private int found;

    boolean isOpen() {
        return open;
    }

    void open(long ledgerBefore, long beforeBalance) {
        open = true;
        chained = ledgerBefore;
        goal = beforeBalance;
        explained = false;
        found = 0;
    }

    /** It broke again before it was explained. */
    void extend(long beforeBalance) {
        goal = beforeBalance;
        explained = false;
    }

    void close() {
        open = false;
    }

    /** Follows the chain from the ledger before the break. */
    void chain(LedgerEntry entry) {
        if (open && entry.beforeBalance() == chained) {
            chained = entry.afterBalance();
            explained |= chained == goal;
        }
    }

    /** Whether no back-fill brought this entry before. */
    boolean isNew(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > REMEMBERED) {
            ids.remove(ids.iterator().next());
        }
        found++;
        return true;
    }

    int found() {
        return found;
    }

    boolean isExplained() {
        return explained;
    }
}
