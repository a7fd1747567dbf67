package io.tollgate.gatekeeper.agreement;

import java.time.Instant;
import java.time.InstantSource;
import org.agrona.concurrent.NanoClock;

/** The one clock of a run. Owned by the scheduler; whoever needs a time is given this. */
final class SimulatedTime implements NanoClock, InstantSource {
    /** 1 October 2026. */
    private static final long BEGIN_EPOCH_SECONDS = 1_790_812_800L;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private volatile long nanos = SECOND_NANOS;

    /** Moves on; never back. */
    void advanceTo(long newNanos) {
        if (newNanos - nanos < 0) {
            throw new IllegalArgumentException("time must not go back: now=" + nanos + " then=" + newNanos);
        }
        nanos = newNanos;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Nanoseconds since the epoch. */
    long epochNanos() {
        return BEGIN_EPOCH_SECONDS * SECOND_NANOS + nanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(BEGIN_EPOCH_SECONDS + nanos / SECOND_NANOS, nanos % SECOND_NANOS);
    }
}
