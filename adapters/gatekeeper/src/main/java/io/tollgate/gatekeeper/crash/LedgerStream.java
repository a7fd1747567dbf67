package io.tollgate.gatekeeper.crash;

import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gatekeeper.crash.TruthAccount.Entry;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * An account's ledger as its feeds show it: entries late and in order, from any time on again, and reads that take a while. Threading: the
 * parent's main thread.
 */
final class LedgerStream {
    private static final long MOST_LATE_NANOS = 40_000_000;
    private static final long MOST_READ_NANOS = 20_000_000;
    /** Numbers of kinds on the pipe. */
    static final List<LedgerEntry.Kind> KINDS = List.of(LedgerEntry.Kind.values());

    private static final long NO_TIME = Long.MIN_VALUE;

    private final TruthAccount truth;
    private final SplittableRandom random;
    private final Timers timers;
    private final LongSupplier epochNanos;
    private final Venue.Reports reports;
    /** Entries before this one may be shown. */
    private int visible;
    /** The connected feed's next entry, or -1. */
    private int next = -1;

    private long connections;

    LedgerStream(
            TruthAccount truth,
            SplittableRandom random,
            Timers timers,
            LongSupplier epochNanos,
            Venue.Reports reports) {
        this.truth = truth;
        this.random = random;
        this.timers = timers;
        this.epochNanos = epochNanos;
        this.reports = reports;
    }

    /** Changes the account, and shows it after a while. */
    void change(long amount, LedgerEntry.Kind kind, int instrument) {
        truth.change(amount, kind, instrument, epochNanos.getAsLong());
        final int end = truth.entries().size();
        timers.in(random.nextLong(MOST_LATE_NANOS), () -> show(end));
    }

    private void show(int end) {
        visible = Math.max(visible, end);
        while (next >= 0 && next < visible) {
            final Entry entry = truth.entries().get(next);
            next++;
            reports.send(
                    Word.ENTRY,
                    truth.number(),
                    entry.number(),
                    KINDS.indexOf(entry.kind()),
                    entry.before(),
                    entry.after(),
                    entry.timeNanos(),
                    entry.instrument());
        }
    }

    /** A feed connects, and wants entries from this time on, or live ones only. */
    void open(long fromNanos) {
        final List<Entry> entries = truth.entries();
        reports.send(Word.STREAM_OPENED, truth.number(), fromNanos);
        if (fromNanos == NO_TIME) {
            next = visible;
        } else {
            next = 0;
            while (next < visible && entries.get(next).timeNanos() < fromNanos) {
                next++;
            }
        }
        show(visible);
    }

    /** The feed is gone. */
    void close() {
        next = -1;
        connections++;
    }

    /** A read: taken now, answered a little later. */
    void read(long requestNanos) {
        final long ledger = truth.cash();
        final long time =
                truth.number() == Terms.STREAM_ACCOUNT ? truth.lastTimeNanos(epochNanos.getAsLong()) : NO_TIME;
        final long asker = connections;
        timers.in(random.nextLong(MOST_READ_NANOS), () -> {
            if (asker == connections) {
                reports.send(Word.SNAPSHOT, truth.number(), requestNanos, ledger, time);
            }
        });
    }
}
