package io.tollgate.rest;

import java.time.Duration;

/**
 * When and how a balance is polled. Immutable, checked.
 *
 * @param period time between reads; it varies by {@code jitterPermille}; 10 ms to 1 h
 * @param jitterPermille by how many thousandths a period may be shorter or longer, 0 to 500
 * @param minSpacing least time between two reads, asked for or not; 1 ms to 1 min, at most the period
 * @param callTimeout bound of one request, from connecting to the last byte; 10 ms to 2 min
 * @param minRateLimitPause least pause after 429; {@code Retry-After} is honoured above it; 1 ms to 5 min
 * @param maxBodyBytes largest answer that is read, 1 KiB to 64 MiB
 * @param allowedSkew how far the venue's clock may be from ours before it is warned of, 1 s to 5 min
 * @param backoff waiting times after failed reads
 */
public record PollingConfig(
        Duration period,
        int jitterPermille,
        Duration minSpacing,
        Duration callTimeout,
        Duration minRateLimitPause,
        int maxBodyBytes,
        Duration allowedSkew,
        BackoffSettings backoff) {

    /** Every 2 s with a tenth of jitter, at least 250 ms apart, 15 s for a call, 1 s after 429, 1 MiB, 2 s of skew. */
    public static final PollingConfig DEFAULT = new PollingConfig(
            Duration.ofSeconds(2),
            100,
            Duration.ofMillis(250),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            1024 * 1024,
            Duration.ofSeconds(2),
            BackoffSettings.DEFAULT);

    /** Checks ranges and relations. */
    public PollingConfig {
        Rules.range("period", period, Duration.ofMillis(10), Duration.ofHours(1));
        Rules.range("jitterPermille", jitterPermille, 0, 500);
        Rules.range("minSpacing", minSpacing, Duration.ofMillis(1), Duration.ofMinutes(1));
        Rules.range("callTimeout", callTimeout, Duration.ofMillis(10), Duration.ofMinutes(2));
        Rules.range("minRateLimitPause", minRateLimitPause, Duration.ofMillis(1), Duration.ofMinutes(5));
        Rules.range("maxBodyBytes", maxBodyBytes, 1024, 64 * 1024 * 1024);
        Rules.range("allowedSkew", allowedSkew, Duration.ofSeconds(1), Duration.ofMinutes(5));
        Rules.given("backoff", backoff, "give BackoffSettings.DEFAULT");
        Rules.notLonger("minSpacing", minSpacing, "period", period);
    }

    /** With another period and least spacing. */
    public PollingConfig withPeriod(Duration newPeriod, Duration newMinSpacing) {
        return new PollingConfig(
                newPeriod,
                jitterPermille,
                newMinSpacing,
                callTimeout,
                minRateLimitPause,
                maxBodyBytes,
                allowedSkew,
                backoff);
    }

    /** With another bound of a request. */
    public PollingConfig withCallTimeout(Duration newCallTimeout) {
        return new PollingConfig(
                period,
                jitterPermille,
                minSpacing,
                newCallTimeout,
                minRateLimitPause,
                maxBodyBytes,
                allowedSkew,
                backoff);
    }

    /** With another least pause after 429. */
    public PollingConfig withMinRateLimitPause(Duration newPause) {
        return new PollingConfig(
                period, jitterPermille, minSpacing, callTimeout, newPause, maxBodyBytes, allowedSkew, backoff);
    }

    /** With other waiting times after failed reads. */
    public PollingConfig withBackoff(BackoffSettings newBackoff) {
        return new PollingConfig(
                period,
                jitterPermille,
                minSpacing,
                callTimeout,
                minRateLimitPause,
                maxBodyBytes,
                allowedSkew,
                newBackoff);
    }
}
