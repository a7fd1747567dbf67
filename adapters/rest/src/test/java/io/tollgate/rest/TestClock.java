package io.tollgate.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/** Clocks that move when a test says so. */
public final class TestClock implements NanoClock, InstantSource {
    public static final Instant START = Instant.parse("2026-10-01T12:00:00.123Z");

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get() - 1_000_000_000L);
    }

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public FeedEnvironment environment() {
        return new FeedEnvironment(this, this, new Random(42));
    }
}
