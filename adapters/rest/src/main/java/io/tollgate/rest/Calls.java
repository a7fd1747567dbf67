package io.tollgate.rest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import okhttp3.Request;
import org.agrona.concurrent.NanoClock;

/**
 * The requests of one credential: bounded in time and size, each answer's {@code Date} compared with our clock.
 *
 * <p>Threading: calls by one thread, one at a time; {@link #close} by any, and it ends a call under way.
 */
public final class Calls implements AutoCloseable {
    private final HttpClient http;
    private final NanoClock nanoClock;
    private final InstantSource wallClock;
    private final int maxBodyBytes;
    private final ClockSkew skew;

    /**
     * @param allowedSkew how far the clocks may be apart before it is warned of
     * @param name venue and account, for the warning
     */
    public Calls(
            String name,
            Duration callTimeout,
            int maxBodyBytes,
            Duration allowedSkew,
            NanoClock nanoClock,
            InstantSource wallClock) {
        this(name, new HttpClient(callTimeout, nanoClock), maxBodyBytes, allowedSkew, nanoClock, wallClock);
    }

    /**
     * Over a way of the caller's: see {@link HttpClient#HttpClient(okhttp3.Call.Factory, NanoClock)}.
     *
     * @param http closed with this
     */
    public Calls(
            String name,
            HttpClient http,
            int maxBodyBytes,
            Duration allowedSkew,
            NanoClock nanoClock,
            InstantSource wallClock) {
        this.http = http;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.maxBodyBytes = maxBodyBytes;
        this.skew = new ClockSkew(name, allowedSkew);
    }

    /**
     * Sends a request and reads its whole answer, whatever its status.
     *
     * @throws IOException if there is no whole answer in time or it is too large
     */
    public HttpClient.Answer send(Request request) throws IOException {
        final Instant sent = wallClock.instant();
        final HttpClient.Answer answer = http.send(request, maxBodyBytes);
        skew.measure(answer.headers().get("Date"), sent, wallClock.instant());
        return answer;
    }

    /** Monotonic clock: what a request's time is taken with. */
    public long nowNanos() {
        return nanoClock.nanoTime();
    }

    /** Time of day: what goes into signatures. */
    public InstantSource wallClock() {
        return wallClock;
    }

    /** How far the venue's clock was from ours at the last answer that had a {@code Date}. */
    public ClockSkew skew() {
        return skew;
    }

    @Override
    public void close() {
        http.close();
    }
}
