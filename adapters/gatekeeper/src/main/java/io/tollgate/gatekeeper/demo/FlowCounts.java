package io.tollgate.gatekeeper.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** What a thread saw happen to orders. Written by that thread, read by any. */
final class FlowCounts {

    /** What is counted. */
    enum Count {
        /** Orders whose bytes left. */
        ORDERS_SENT,
        /** Approved orders that were deliberately not sent. */
        NOT_SENT,
        /** Planned orders that were not tried, because too many requests waited for the venue. */
        SKIPPED,
        FILLS,
        /** Fills that left something of the order open. */
        PARTIALS,
        CANCELS,
        /** Amends that the venue accepted. */
        AMENDS,
        AMENDS_REFUSED_BY_VENUE,
        REJECTS,
        /** Orders that the venue refused for lack of funds. */
        REJECTS_FOR_FUNDS,
        /** Replaces that the venue refused for lack of funds. */
        AMEND_REJECTS_FOR_FUNDS,
        WITHDRAWALS,
        STATUS_REQUESTS,
        /** Facts that met a full ring and were told again. */
        FACTS_RETRIED,
        /** Cash that fills took, in micro-dollars. */
        SPENT_MICROS
    }

    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);

    FlowCounts() {
        for (final Count what : Count.values()) {
            counts.put(what, new AtomicLong());
        }
    }

    /** Owner only. */
    void add(Count what, long amount) {
        final AtomicLong count = of(what);
        count.lazySet(count.get() + amount);
    }

    /** Owner only. */
    void increment(Count what) {
        add(what, 1);
    }

    long get(Count what) {
        return of(what).get();
    }

    private AtomicLong of(Count what) {
        return Objects.requireNonNull(counts.get(what));
    }

    static long sum(Iterable<FlowCounts> parts, Count what) {
        long sum = 0;
        for (final FlowCounts part : parts) {
            sum += part.get(what);
        }
        return sum;
    }
}
