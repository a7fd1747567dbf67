package io.tollgate.gatekeeper.agreement;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What of others' doings no feed has delivered yet: {@link World#outside} now, against what it was at the moment that the last delivered
 * message shows. One thread.
 */
final class Outside {
    /** A fall, for telling how long one was under way. */
    private record Fall(long atNanos) {}

    private final World world;
    private final int kinds;
    private final ArrayDeque<Fall> falls = new ArrayDeque<>();
    private long[] delivered;
    private long[] last;
    private long deliveredAsOfNanos;

    Outside(World world) {
        this.world = world;
        this.kinds = world.kinds().size();
        this.delivered = new long[kinds];
        this.last = new long[kinds];
    }

    /** As it is now, for a message that shows this moment. */
    long[] now() {
        final long[] now = new long[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            now[kind] = world.outside(kind);
        }
        return now;
    }

    /** Others have done something. */
    void happened(long nowNanos) {
        final long[] now = now();
        for (int kind = 0; kind < kinds; kind++) {
            if (now[kind] < last[kind]) {
                falls.add(new Fall(nowNanos));
                break;
            }
        }
        last = now;
    }

    /** A message arrives that shows the state as of then. */
    void delivered(long asOfNanos, long[] asOf) {
        if (asOfNanos < deliveredAsOfNanos) {
            return;
        }
        deliveredAsOfNanos = asOfNanos;
        delivered = asOf;
        while (!falls.isEmpty() && falls.peek().atNanos() - asOfNanos <= 0) {
            falls.poll();
        }
    }

    /** What was last delivered of a kind. */
    long delivered(int kind) {
        return delivered[kind];
    }

    /** When the oldest fall that was not delivered then happened, or {@code nowNanos} if there is none. */
    long oldestFall(long nowNanos) {
        final Iterator<Fall> each = falls.iterator();
        return each.hasNext() ? each.next().atNanos() : nowNanos;
    }
}
