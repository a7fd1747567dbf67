package io.tollgate.simulator.rest;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What may go wrong with any venue's HTTP, whatever is asked: answers that come late, or byte by byte, or are no JSON. Thread-safe. */
public final class WireFaults {
    private static final byte[] GARBAGE = "{\"balance\": 12.3, \u0000<<<".getBytes(StandardCharsets.UTF_8);
    private static final long LONGEST_MILLIS = 60_000;
    private static final int MOST = 1_000_000;

    private int delayed;
    private long delayMillis;
    private int garbage;
    private int dripping;
    private long dripMillis;

    /** Only {@link HttpEndpoint} makes them. */
    WireFaults() {}

    /**
     * Holds back the next answers.
     *
     * @param count 0 to 1,000,000; 0 ends it
     * @param millis 0 to one minute
     */
    public synchronized void delay(int count, long millis) {
        if (millis < 0 || millis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "millis must be 0 to " + LONGEST_MILLIS + ": millis=" + millis + "; a delay is bounded");
        }
        delayed = checked(count);
        delayMillis = millis;
    }

    /** Answers the next requests with status 200 and bytes that are no JSON; 0 ends it. They are not carried out. */
    public synchronized void garbage(int count) {
        garbage = checked(count);
    }

    /**
     * Sends the bodies of the next answers byte by byte.
     *
     * @param count 0 to 1,000,000; 0 ends it
     * @param millisPerByte 0 to one minute
     */
    public synchronized void drip(int count, long millisPerByte) {
        if (millisPerByte < 0 || millisPerByte > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "millis must be 0 to " + LONGEST_MILLIS + ": millis=" + millisPerByte + "; a drip is bounded");
        }
        dripping = checked(count);
        dripMillis = millisPerByte;
    }

    /** All is well again. */
    public synchronized void clear() {
        delayed = 0;
        dripping = 0;
        garbage = 0;
    }

    private static int checked(int count) {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("count must be 0 to " + MOST + ": count=" + count);
        }
        return count;
    }

    private synchronized long takeDelayNanos() {
        if (delayed == 0) {
            return 0;
        }
        delayed--;
        return TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    private synchronized boolean takeGarbage() {
        if (garbage == 0) {
            return false;
        }
        garbage--;
        return true;
    }

    private synchronized long takeDripMillis() {
        if (dripping == 0) {
            return -1;
        }
        dripping--;
        return dripMillis;
    }

    private static void pause(long nanos) {
        final long until = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }

    /** Writes byte by byte. */
    private static final class Drip extends FilterOutputStream {
        private final long millis;

        Drip(OutputStream to, long millis) {
            super(to);
            this.millis = millis;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                out.write(bytes[i]);
                out.flush();
                pause(TimeUnit.MILLISECONDS.toNanos(millis));
            }
        }
    }

    /** Strikes what passes. */
    Filter filter() {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                pause(takeDelayNanos());
                final long drip = takeDripMillis();
                if (drip >= 0) {
                    exchange.setStreams(null, new Drip(exchange.getResponseBody(), drip));
                }
                if (takeGarbage()) {
                    try (exchange) {
                        Http.answer(exchange, 200, "application/json", GARBAGE);
                    }
                    return;
                }
                chain.doFilter(exchange);
            }

            @Override
            public String description() {
                return "delays answers and replaces them by garbage when told to";
            }
        };
    }
}
