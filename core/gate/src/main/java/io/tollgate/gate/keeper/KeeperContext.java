package io.tollgate.gate.keeper;

import io.tollgate.gate.GateConfig;
import io.tollgate.gate.book.Book;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.NanoClock;

/** What the desks share. Threading: BookKeeper's. */
final class KeeperContext {
    /** Records that one piece of work may write at most; room for them is asked for before it. */
    static final int RECORDS_OF_ONE_PIECE = 64;

    final GateConfig config;
    final Book book;
    final KeeperRecords records;
    final NanoClock clock;
    final List<BalanceState> balances = new ArrayList<>();
    final List<LineInfo> lines = new ArrayList<>();
    /** Reservations whose order ended without a fact on them. */
    final LongArrayQueue orphans = new LongArrayQueue(0L);

    /** When the present cycle began. */
    long nowNanos;

    long epochNanos;

    KeeperContext(GateConfig config, Book book, KeeperRecords records, NanoClock clock) {
        this.config = config;
        this.book = book;
        this.records = records;
        this.clock = clock;
    }

    /**
     * When something that was just read was known: a read of the venue contains it only if it was asked for after this. The start of the
     * cycle would be too early, as BookKeeper may have been paused since, and reads asked for while it was would count as containing it.
     */
    long stamp() {
        return clock.nanoTime();
    }

    boolean hasRoom() {
        return records.hasRoom(RECORDS_OF_ONE_PIECE);
    }

    LineInfo lineOf(int row) {
        return lines.get(book.reservations().lineId(row));
    }
}
