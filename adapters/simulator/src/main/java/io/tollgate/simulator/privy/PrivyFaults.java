package io.tollgate.simulator.privy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Misbehaviour that was asked for, and the requests that were heard. Thread-safe. */
final class PrivyFaults {
    private static final int MOST_HEARD = 1000;

    private record Wrong(int status, String body) {}

    private final Deque<Wrong> wrong = new ArrayDeque<>();
    private final Deque<PrivySimulator.Heard> heard = new ArrayDeque<>();
    private BigDecimal lie = BigDecimal.ZERO;
    private long delayNanos;
    private int delayed;

    synchronized void answerNext(int status, String body, int count) {
        for (int i = 0; i < count; i++) {
            wrong.add(new Wrong(status, body));
        }
    }

    synchronized void delayNext(long millis, int count) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        delayed = count;
    }

    synchronized void lie(BigDecimal off) {
        lie = off;
    }

    synchronized BigDecimal lie() {
        return lie;
    }

    synchronized void clear() {
        wrong.clear();
        delayed = 0;
        lie = BigDecimal.ZERO;
    }

    synchronized List<PrivySimulator.Heard> heard() {
        return new ArrayList<>(heard);
    }

    synchronized void heard(HttpExchange exchange) {
        final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        final Headers all = exchange.getRequestHeaders();
        all.keySet().forEach(name -> headers.put(name, String.join(", ", all.get(name))));
        heard.add(new PrivySimulator.Heard(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers));
        if (heard.size() > MOST_HEARD) {
            heard.remove();
        }
    }

    /** Waits as long as was asked for. */
    void delay() {
        final long until;
        synchronized (this) {
            if (delayed == 0) {
                return;
            }
            delayed--;
            until = System.nanoTime() + delayNanos;
        }
        long left = until - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }

    /** Whether a wrong answer was given instead of the right one. */
    boolean misbehave(HttpExchange exchange) throws IOException {
        final Wrong next;
        synchronized (this) {
            next = wrong.poll();
        }
        if (next == null) {
            return false;
        }
        if (next.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        Http.answer(exchange, next.status(), "application/json", next.body().getBytes(StandardCharsets.UTF_8));
        return true;
    }
}
