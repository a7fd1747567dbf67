package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.feed.LedgerEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * An account as it is: cash, the ledger of all that changed it, and what is approved against it. Threading: the parent's main thread.
 */
final class TruthAccount {
    /** One line of the ledger; amounts in micro-dollars, the time in nanoseconds since the epoch. */
    record Entry(long number, LedgerEntry.Kind kind, long before, long after, long timeNanos, int instrument) {}

    /** The venue stamps in milliseconds: times repeat. */
    private static final long TICK_NANOS = 1_000_000;

    private final int number;
    private final List<Entry> entries = new ArrayList<>();
    private long cash;
    private long approved;

    TruthAccount(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Micro-dollars. */
    long cash() {
        return cash;
    }

    /** The whole ledger, oldest first. */
    List<Entry> entries() {
        return entries;
    }

    /** Venue time of the last change, or of now if there was none. */
    long lastTimeNanos(long epochNanos) {
        return entries.isEmpty() ? epochNanos / TICK_NANOS * TICK_NANOS : entries.get(entries.size() - 1).timeNanos;
    }

    /** Changes the cash. */
    Entry change(long amount, LedgerEntry.Kind kind, int instrument, long epochNanos) {
        final long before = cash;
        cash = Math.addExact(cash, amount);
        final long time = Math.max(epochNanos / TICK_NANOS * TICK_NANOS, lastTimeNanos(0));
        final Entry entry = new Entry(entries.size(), kind, before, cash, time, instrument);
        entries.add(entry);
        return entry;
    }

    /** Brings what an order counts for up to date. */
    void recount(ToldOrder order) {
        final long now = order.approvedCost();
        approved = Math.addExact(approved, now - order.counted);
        order.counted = now;
    }

    /** Micro-dollars approved and not ended. */
    long approved() {
        return approved;
    }
}
