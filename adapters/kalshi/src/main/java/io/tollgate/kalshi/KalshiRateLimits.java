package io.tollgate.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RequestBudget;

/**
 * What a key may ask: two buckets of tokens, one for reads and one for writes; nearly every request takes ten. REST and FIX draw on the same
 * two. The venue's refusals say nothing about when there are tokens again, so the client has to keep count.
 *
 * @param readPerSecond tokens that come in
 * @param readCapacity tokens the bucket holds
 * @param writePerSecond tokens that come in
 * @param writeCapacity tokens the bucket holds
 */
public record KalshiRateLimits(int readPerSecond, int readCapacity, int writePerSecond, int writeCapacity) {
    /** Tokens of a request, unless listed otherwise; 10 in October 2026. */
    public static final int DEFAULT_COST = 10;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MOST = 1_000_000;

    /** Usage tiers as published on 7 October 2026. Ask the venue ({@link KalshiOrders#rateLimits}) rather than trust them. */
    public enum Tier {
        /** 20 balance reads a second at most. */
        BASIC(200, 3, 100, 1),
        /** By application. */
        ADVANCED(300, 3, 300, 3),
        /** By volume. */
        EXPERT(600, 1, 600, 3),
        /** By volume. */
        PREMIER(1200, 1, 1200, 3),
        /** By volume. */
        PARAGON(2400, 1, 2400, 3),
        /** By volume. */
        PRIME(4800, 1, 4800, 3),
        /** By volume. */
        PRESTIGE(12_000, 1, 9_600, 3);

        private final int read;
        private final int readSeconds;
        private final int write;
        private final int writeSeconds;

        Tier(int read, int readSeconds, int write, int writeSeconds) {
            this.read = read;
            this.readSeconds = readSeconds;
            this.write = write;
            this.writeSeconds = writeSeconds;
        }

        /** Its buckets. */
        public KalshiRateLimits limits() {
            return new KalshiRateLimits(read, read * readSeconds, write, write * writeSeconds);
        }
    }

    /** Checks the ranges. */
    public KalshiRateLimits {
        for (final int value : new int[] {readPerSecond, readCapacity, writePerSecond, writeCapacity}) {
            if (value < 1 || value > MOST) {
                throw new IllegalArgumentException("rate limits must be 1 to " + MOST + " tokens: value=" + value
                        + "; give refill_rate and bucket_capacity of GET /account/limits");
            }
        }
    }

    /** A full bucket for reads. */
    public RequestBudget readBudget(long nowNanos) {
        return new RequestBudget(readCapacity, (NANOS_PER_SECOND + readPerSecond - 1) / readPerSecond, nowNanos);
    }

    /** A full bucket for writes. */
    public RequestBudget writeBudget(long nowNanos) {
        return new RequestBudget(writeCapacity, (NANOS_PER_SECOND + writePerSecond - 1) / writePerSecond, nowNanos);
    }

    /** Reads {@code GET /account/limits}. */
    static KalshiRateLimits read(JsonNode json) throws MalformedMessageException {
        final JsonNode read = json.path("read");
        final JsonNode write = json.path("write");
        return new KalshiRateLimits(
                tokens(read, "refill_rate"),
                tokens(read, "bucket_capacity"),
                tokens(write, "refill_rate"),
                tokens(write, "bucket_capacity"));
    }

    private static int tokens(JsonNode bucket, String name) throws MalformedMessageException {
        final long value = Json.integer(bucket, name);
        if (value < 1 || value > MOST) {
            throw new MalformedMessageException(name + " must be 1 to " + MOST + " tokens: it is " + value);
        }
        return (int) value;
    }
}
