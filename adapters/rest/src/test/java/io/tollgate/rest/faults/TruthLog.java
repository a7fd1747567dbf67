package io.tollgate.rest.faults;

import io.tollgate.rest.TestClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Random;
import java.util.function.LongPredicate;

/** What the venue had and since when, changed by a seed, first after 5 s and then every 10 to 60 s. Amounts are micros, in whole tenths of a dollar. */
public final class TruthLog {
    private static final long SECOND = 1_000_000_000L;
    private static final int LONGEST = 20;

    private record Held(long fromNanos, long micros) {}

    private final TestClock clock;
    private final Random random;
    private final Deque<Held> held = new ArrayDeque<>();
    private long changesNanos;

    public TruthLog(TestClock clock, Random random) {
        this.clock = clock;
        this.random = random;
        held.add(new Held(clock.nanoTime(), 100_000_000));
        this.changesNanos = clock.nanoTime() + 5 * SECOND;
    }

    /** Changes the amount if it is time to; whether it did. */
    public boolean change() {
        final long now = clock.nanoTime();
        if (now - changesNanos < 0) {
            return false;
        }
        held.addLast(new Held(now, 100_000L * (1 + random.nextInt(5_000))));
        if (held.size() > LONGEST) {
            held.removeFirst();
        }
        changesNanos = now + random.nextLong(10 * SECOND, 60 * SECOND);
        return true;
    }

    /** What the venue has. */
    public long micros() {
        return held.getLast().micros;
    }

    /** For how long it has had it. */
    public long standsNanos() {
        return clock.nanoTime() - held.getLast().fromNanos;
    }

    /** Whether the venue had such an amount since then. */
    public boolean hadSince(long sinceNanos, LongPredicate such) {
        long endNanos = clock.nanoTime();
        for (final Iterator<Held> latestFirst = held.descendingIterator(); latestFirst.hasNext(); ) {
            final Held each = latestFirst.next();
            if (endNanos - sinceNanos < 0) {
                return false;
            }
            if (such.test(each.micros)) {
                return true;
            }
            endNanos = each.fromNanos;
        }
        return false;
    }

    @Override
    public String toString() {
        return held.toString();
    }
}
