package io.tollgate.rest.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.TestClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * An hour of faults at a venue that is polled: the feed speaks real HTTP to a venue on loopback and is attached to a real gate, while all
 * waiting is by a clock that the test moves. Ten times a second of that clock it is asserted that
 *
 * <ul>
 *   <li>the gate shows nothing but what the venue had within the bound of freshness, and is closed, with a code, when nothing good was
 *       answered for longer;
 *   <li>it is open with what the venue has when the venue has been well for as long as the longest pause takes;
 *   <li>requests stay within what back-off and spacing allow, and none falls into a pause that the venue asked for;
 *   <li>neither threads nor memory grow.
 * </ul>
 */
public final class FaultHour {
    /** Time between reads: half the bound of freshness, so that one read may fail. */
    public static final Duration PERIOD = Duration.ofSeconds(5);

    /** Bound of a call in real time: what a slow answer costs the test. */
    public static final Duration CALL_TIMEOUT = Duration.ofMillis(500);

    private static final long SECOND = 1_000_000_000L;
    private static final long STEP_NANOS = SECOND / 10;
    private static final long HOUR_NANOS = 3600 * SECOND;
    /** How long a call that is not answered takes, by the test's clock: the usual bound of calls. */
    private static final long LONGEST_CALL_NANOS = 15 * SECOND;
    /** The longest pause that is asked for or backed off, a call and a period. */
    private static final long RECOVERY_NANOS = FaultSchedule.LONG_WELL_NANOS - 5 * SECOND;

    private static final int MOST_NEW_THREADS = 6;
    private static final long MOST_NEW_BYTES = 32L << 20;

    private final PolledVenue venue;
    private final TestClock clock = new TestClock();
    private final Random random;
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final MockWebServer server = new MockWebServer();
    private final SteppedGate gate;
    private final BalanceRules rules =
            BalanceRules.CAREFUL.withVenueLagNanos(100_000_000L).withVisibleAfterNanos(100_000_000L);
    private final FaultSchedule<WireFault> faults;
    private final long endNanos;
    private final TruthLog truth;
    private final List<Long> requests = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    // guarded by this object, which also keeps the gate to one thread at a time
    private long notBeforeNanos;
    private long illNanos;
    private long goodNanos = Long.MIN_VALUE;
    private int opened;
    private int closed;
    private int recovered;
    private boolean wasOpen;

    private FaultHour(PolledVenue venue, Path directory, long seed) {
        this.venue = venue;
        this.random = new Random(seed);
        this.gate = new SteppedGate(directory, clock, venue.balance(rules));
        final long now = clock.nanoTime();
        this.endNanos = now + HOUR_NANOS;
        this.faults = new FaultSchedule<>(
                EnumSet.complementOf(EnumSet.of(WireFault.NONE)).stream().toList(),
                WireFault.NONE,
                true,
                random,
                now,
                endNanos);
        this.notBeforeNanos = now;
        this.illNanos = now;
        this.truth = new TruthLog(clock, random);
    }

    /**
     * Plays the hour.
     *
     * @param directory for the gate
     */
    public static void play(PolledVenue venue, Path directory, long seed) throws IOException {
        final FaultHour hour = new FaultHour(venue, directory, seed);
        try {
            hour.run();
        } finally {
            hour.gate.close();
        }
    }

    private void run() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                try {
                    return answer(request);
                } catch (RuntimeException | AssertionError e) {
                    complain("the test's own venue failed: " + e);
                    throw e;
                }
            }
        });
        server.start();
        final String url = server.url("/").toString();
        final BalanceFeed feed = venue.feed(
                url.substring(0, url.length() - 1), new FeedEnvironment(clock, clock, random), factory -> scheduler);
        try {
            gate.attach(new Watched(feed));
            runUntil(clock.nanoTime() + HOUR_NANOS / 6);
            final int threads = Thread.activeCount();
            final long bytes = usedBytes();
            runUntil(endNanos);
            assertThat(Thread.activeCount() - threads).as("threads that came").isLessThan(MOST_NEW_THREADS);
            assertThat(usedBytes() - bytes).as("memory that stayed").isLessThan(MOST_NEW_BYTES);
        } finally {
            feed.close();
            server.close();
        }
        assertThat(wrong).isEmpty();
        checkRequests();
        for (final WireFault fault : WireFault.values()) {
            if (fault != WireFault.NONE) {
                assertThat(faults.met()).as("every fault is met").containsKey(fault);
            }
        }
        assertThat(closed).as("times that the gate closed").isGreaterThan(10);
        assertThat(recovered).as("steps at which it had to be open").isGreaterThan(100);
        System.out.println("fault hour: feed=" + feed.getClass().getSimpleName() + " episodes=" + faults.episodes()
                + " requests=" + requests.size() + " faulty="
                + faults.met().values().stream().mapToInt(Integer::intValue).sum() + " opened=" + opened + " closed="
                + closed);
    }

    private void runUntil(long untilNanos) {
        while (clock.nanoTime() - untilNanos < 0) {
            final long now = clock.nanoTime();
            passTo(scheduler.nextNanos(now + STEP_NANOS));
            while (scheduler.runOne()) {
                passTo(clock.nanoTime());
            }
            gate.checkDecision();
            assertThat(wrong).isEmpty();
        }
    }

    /** Lets time pass, the gate's cycles with it; also while the feed waits for an answer. */
    private synchronized void passTo(long untilNanos) {
        do {
            final long left = untilNanos - clock.nanoTime();
            clock.advance(Duration.ofNanos(Math.max(0, Math.min(left, STEP_NANOS))));
            truth.change();
            gate.step();
            check();
        } while (untilNanos - clock.nanoTime() > 0);
    }

    private void check() {
        final long now = clock.nanoTime();
        final boolean isOpen = gate.isOpen();
        final long available = gate.view().available();
        if (isOpen && available > 0 && !had(available)) {
            complain("it shows " + available + ", which the venue did not have; it had " + truth);
        }
        if (isOpen && (goodNanos == Long.MIN_VALUE || now - goodNanos > rules.staleAfterNanos() + 2 * STEP_NANOS)) {
            complain("it is open although nothing good was answered in time");
        }
        final boolean isWell = now - illNanos > RECOVERY_NANOS && now - notBeforeNanos > 0;
        if (isWell) {
            recovered++;
            if (!isOpen) {
                complain("the venue has been well for long, and it is closed: " + gate.why());
            } else if (truth.standsNanos() > 15 * SECOND && available != venue.shown(truth.micros())) {
                complain("the venue has been well for long, and it shows " + available + " of " + truth.micros());
            }
        }
        if (isOpen != wasOpen) {
            wasOpen = isOpen;
            opened += isOpen ? 1 : 0;
            closed += isOpen ? 0 : 1;
        }
    }

    private synchronized void complain(String what) {
        if (wrong.size() < 5) {
            wrong.add("after " + Duration.ofNanos(HOUR_NANOS - (endNanos - clock.nanoTime())) + ": " + what);
        }
    }

    /** A rise that counts only when it was read twice shows what was there before, however long ago that was read. */
    private boolean had(long shown) {
        final long sinceNanos = clock.nanoTime() - rules.staleAfterNanos() - LONGEST_CALL_NANOS;
        return truth.hadSince(sinceNanos, micros -> venue.shown(micros) == shown)
                || (venue.confirmsRises()
                        && shown < venue.shown(truth.micros())
                        && truth.hadSince(sinceNanos - 600 * SECOND, micros -> venue.shown(micros) == shown));
    }

    /** The venue's side; its thread, while the feed waits. */
    private synchronized MockResponse answer(RecordedRequest request) {
        final long now = clock.nanoTime();
        requests.add(now);
        if (now - notBeforeNanos < 0) {
            complain("a request came " + Duration.ofNanos(notBeforeNanos - now) + " before the venue's pause was over");
        }
        final long micros = truth.micros();
        final String amount = venue.amount(micros);
        final String good = venue.answer(request.getTarget(), amount);
        final List<String> odd = venue.oddAnswers(request.getTarget(), amount);
        final WireFault fault = faults.at(
                now, each -> each.isOfAmount() ? good.contains(amount) : each != WireFault.ODD_ROWS || !odd.isEmpty());
        if (fault != WireFault.NONE) {
            illNanos = now;
        }
        passTo(now + (fault.takesTheWholeTime() ? LONGEST_CALL_NANOS : random.nextLong(5_000_000, 80_000_000)));
        final String json = fault == WireFault.ODD_ROWS
                ? odd.get(random.nextInt(odd.size()))
                : venue.answer(request.getTarget(), fault.amount(amount));
        if (fault == WireFault.NONE) {
            goodNanos = clock.nanoTime();
        } else {
            illNanos = clock.nanoTime();
        }
        final Duration pause = fault.pause(random);
        final MockResponse answer = fault.answer(json, venue.error(status(fault)), pause, clock);
        if (answer.getCode() == 429) {
            notBeforeNanos = clock.nanoTime() + Math.max(SECOND, pause.toNanos()) - SECOND;
        }
        return answer;
    }

    private static int status(WireFault fault) {
        return switch (fault) {
            case STATUS_401 -> 401;
            case STATUS_429, STATUS_429_WITH_SECONDS, STATUS_429_WITH_A_DATE -> 429;
            default -> 500;
        };
    }

    /** No more in any ten seconds than reads at the shortest back-off and the usual period in turn. */
    private void checkRequests() {
        final int most = 14 * venue.requestsPerRead();
        int first = 0;
        for (int last = 0; last < requests.size(); last++) {
            while (requests.get(last) - requests.get(first) > 10 * SECOND) {
                first++;
            }
            assertThat(last - first + 1).as("requests within ten seconds").isLessThanOrEqualTo(most);
        }
        assertThat(requests.size()).as("requests in the hour").isBetween(400, 1200 * venue.requestsPerRead());
    }

    /** Hears when a call took too long although the venue answered at once: the machine was busy, and the feed is right to back off. */
    private final class Watched implements BalanceFeed {
        private final BalanceFeed feed;

        Watched(BalanceFeed feed) {
            this.feed = feed;
        }

        @Override
        public void start(int balanceId, FeedSink sink) {
            feed.start(balanceId, (FeedSink) Proxy.newProxyInstance(
                    FeedSink.class.getClassLoader(), new Class<?>[] {FeedSink.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("snapshotFailed")
                                && String.valueOf(arguments[1]).contains("timeout")) {
                            calledTooLong();
                        }
                        return method.invoke(sink, arguments);
                    }));
        }

        @Override
        public FeedKind kind() {
            return feed.kind();
        }

        @Override
        public void requestSnapshot() {
            feed.requestSnapshot();
        }

        @Override
        public void reopenStream() {
            feed.reopenStream();
        }

        @Override
        public void close() {
            feed.close();
        }
    }

    private synchronized void calledTooLong() {
        illNanos = clock.nanoTime();
    }

    private static long usedBytes() {
        final long[] used = new long[3];
        for (int i = 0; i < used.length; i++) {
            System.gc();
            used[i] = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        return Arrays.stream(used).min().orElseThrow();
    }
}
