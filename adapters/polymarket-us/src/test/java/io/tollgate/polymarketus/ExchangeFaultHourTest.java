package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tollgate.gate.BalanceRules;
import io.tollgate.gate.BalanceSpec;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.TestClock;
import io.tollgate.rest.faults.FaultSchedule;
import io.tollgate.rest.faults.ManualScheduler;
import io.tollgate.rest.faults.SteppedGate;
import io.tollgate.rest.faults.TruthLog;
import io.tollgate.rest.faults.WireFault;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledger stream, balance reads and back-fill of the exchange stack together over an hour of faults in simulated time: gRPC and HTTP on
 * loopback, a real gate, and no waiting but for what is on the wire. The clock stands still while an answer is under way.
 */
@Timeout(600)
@org.jspecify.annotations.NullUnmarked
class ExchangeFaultHourTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP_NANOS = SECOND / 10;
    private static final long HEARTBEAT_NANOS = 15 * SECOND;
    private static final Duration CALL_TIMEOUT = Duration.ofMillis(500);
    private static final long LONGEST_CALL_NANOS = 15 * SECOND;
    private static final long RECOVERY_NANOS = FaultSchedule.LONG_WELL_NANOS - 5 * SECOND;
    /** Attempts that back-off leaves within a minute: 0.5, 1, 2, 4, 8 s and so on, of stream and of reads, and reads that succeed. */
    private static final int MOST_CALLS_A_MINUTE = 60;

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final Random random = new Random(5);
    private final TruthLog truth = new TruthLog(clock, random);
    private final BalanceRules rules = BalanceRules.CAREFUL
            .withHeartbeatVouchNanos(30 * SECOND)
            .withVenueLagNanos(100_000_000L)
            .withVisibleAfterNanos(100_000_000L);
    private final ManualScheduler streamTasks = new ManualScheduler(clock);
    private final ManualScheduler readTasks = new ManualScheduler(clock);
    private final ManualScheduler backfillTasks = new ManualScheduler(clock);
    private final MockWebServer http = new MockWebServer();
    private final List<Long> calls = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private SteppedGate gate;
    private ExchangeFaultVenue venue;
    private FaultSchedule<Enum<?>> faults;
    private Enum<?> current = WireFault.NONE;

    // what the feeds told
    private boolean streamOpen;
    private int heard;
    private boolean readAsked;

    private long illNanos;
    private long closed;
    private long recovered;
    private boolean wasOpen;
    private int tokensGiven;

    @Test
    void closesInTimeAndComesBackByItself() throws Exception {
        gate = new SteppedGate(
                directory, clock, BalanceSpec.careful("polymarket-us", TestVenue.ACCOUNT, "USD", 6, rules));
        venue = new ExchangeFaultVenue(clock, random, truth);
        illNanos = clock.nanoTime();
        long endNanos = clock.nanoTime() + 3600 * SECOND;
        List<Enum<?>> all = new ArrayList<>(List.of(ExchangeFault.values()));
        for (WireFault fault : WireFault.values()) {
            if (fault != WireFault.NONE && fault != WireFault.ODD_ROWS && fault != WireFault.STATUS_401) {
                all.add(fault);
            }
        }
        // the token URL refuses the assertion, and the ledger page the token
        all.add(WireFault.STATUS_401);
        faults = new FaultSchedule<>(all, WireFault.NONE, false, random, clock.nanoTime(), endNanos);
        http.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        http.start();
        ExchangeConfig config = ExchangeConfig.builder()
                .plaintextAddress("127.0.0.1", venue.port())
                .tokenUrl(http.url("/oauth/token").toString())
                .audience("https://api.test")
                .restUrl(http.url("/").toString())
                .credentials(ExchangeCredentials.of(TestVenue.CLIENT_ID, TestVenue.KEYS.getPrivate()))
                .account(TestVenue.ACCOUNT)
                .callTimeout(CALL_TIMEOUT)
                .build();
        FeedEnvironment environment = new FeedEnvironment(clock, clock, random);
        TokenProvider tokens = new TokenProvider(config, environment);
        BalanceFeed stream = new Watched(new LedgerStreamFeed(config, environment, tokens, factory -> streamTasks));
        BalanceFeed reads = new Watched(new ExchangeSnapshotFeed(config, environment, tokens, factory -> readTasks));
        BalanceFeed backfill =
                new Watched(new LedgerBackfillFeed(config, environment, tokens, factory -> backfillTasks));
        int threads = 0;
        try {
            gate.attach(stream);
            gate.attach(reads);
            gate.attach(backfill);
            run(clock.nanoTime() + 600 * SECOND);
            threads = Thread.activeCount();
            run(endNanos);
            assertThat(Thread.activeCount() - threads).as("threads that came").isLessThan(10);
        } finally {
            stream.close();
            reads.close();
            backfill.close();
            gate.close();
            venue.close();
            http.close();
        }
        assertThat(closed).as("times that the gate closed").isGreaterThan(10);
        assertThat(recovered).as("steps at which it had to be open").isGreaterThan(100);
        assertThat(faults.met().keySet()).as("every fault is met").containsAll(all);
        for (int first = 0, last = 0; last < calls.size(); last++) {
            while (calls.get(last) - calls.get(first) > 60 * SECOND) {
                first++;
            }
            assertThat(last - first).as("calls within a minute").isLessThan(MOST_CALLS_A_MINUTE);
        }
        System.out.println("fault hour: feed=exchange episodes=" + faults.episodes() + " streams=" + venue.streamCalls
                + " reads=" + venue.readCalls + " tokens=" + tokensGiven + " closed=" + closed);
    }

    private void run(long untilNanos) throws IOException {
        long heartbeatNanos = clock.nanoTime();
        while (clock.nanoTime() - untilNanos < 0) {
            settle();
            long next = clock.nanoTime() + STEP_NANOS;
            for (ManualScheduler tasks : List.of(streamTasks, readTasks, backfillTasks)) {
                next = tasks.nextNanos(next);
            }
            clock.advance(Duration.ofNanos(Math.max(0, next - clock.nanoTime())));
            turn();
            if (truth.change()) {
                venue.moved();
            }
            if (clock.nanoTime() - heartbeatNanos > HEARTBEAT_NANOS) {
                heartbeatNanos = clock.nanoTime();
                venue.heartbeat();
            }
            runTasks();
            settle();
            gate.step();
            check();
            gate.checkDecision();
            assertThat(wrong).isEmpty();
        }
    }

    /** The fault of this moment begins, or ends. */
    private void turn() throws IOException {
        Enum<?> now = faults.at(clock.nanoTime(), fault -> true);
        if (now == current) {
            return;
        }
        current = now;
        illNanos = clock.nanoTime();
        venue.fault(now instanceof ExchangeFault fault ? fault : null);
        if (now instanceof WireFault && now != WireFault.NONE) {
            // whoever comes back needs a token
            venue.endStreams(Status.UNAVAILABLE);
        }
    }

    private boolean runTasks() {
        boolean any = false;
        for (ManualScheduler tasks : List.of(streamTasks, readTasks, backfillTasks)) {
            while (tasks.runOne()) {
                any = true;
            }
        }
        return any;
    }

    /** Waits in real time until nothing is under way. */
    private void settle() {
        long deadline = System.nanoTime() + 20 * SECOND;
        while (streamIsUnderWay() || readIsUnderWay()) {
            assertThat(System.nanoTime() - deadline)
                    .as(
                            "waited for the wire: stream %s read %s fault %s",
                            streamIsUnderWay(), readIsUnderWay(), current)
                    .isNegative();
            ManualScheduler tasks = streamIsUnderWay() ? streamTasks : readTasks;
            boolean due = tasks.awaitDue(5);
            if (due || readTasks.awaitDue(0)) {
                runTasks();
            }
        }
        runTasks();
    }

    private boolean streamIsUnderWay() {
        if (streamOpen) {
            return !venue.serving || heard < venue.sent;
        }
        // not open: backing off, or kept waiting by the venue, or on its way
        return !streamTasks.hasOneShot() && !venue.keepsStream;
    }

    private boolean readIsUnderWay() {
        return readAsked && !readTasks.hasOneShot();
    }

    private void check() {
        long now = clock.nanoTime();
        boolean isOpen = gate.isOpen();
        long available = gate.view().available();
        long sinceNanos =
                now - rules.staleAfterNanos() - rules.heartbeatVouchNanos() - HEARTBEAT_NANOS - LONGEST_CALL_NANOS;
        if (isOpen && available > 0 && !truth.hadSince(sinceNanos, micros -> micros == available)) {
            complain("it shows " + available + ", which the venue did not have; it had " + truth);
        }
        if (current == WireFault.NONE && now - illNanos > RECOVERY_NANOS) {
            recovered++;
            if (!isOpen) {
                complain("the venue has been well for long, and it is closed: " + gate.why());
            } else if (truth.standsNanos() > 15 * SECOND && available != truth.micros()) {
                complain("the venue has been well for long, and it shows " + available + " of " + truth.micros());
            }
        }
        if (isOpen != wasOpen) {
            wasOpen = isOpen;
            closed += isOpen ? 0 : 1;
        }
    }

    private void complain(String what) {
        if (wrong.size() < 5) {
            wrong.add("after " + Duration.between(TestClock.START, clock.instant()) + " with " + current + ": " + what);
        }
    }

    /** The token URL and the REST ledger; the server's thread, while a feed waits. */
    private synchronized MockResponse answer(RecordedRequest request) {
        String target = request.getTarget();
        boolean isToken = target.startsWith("/oauth");
        WireFault fault = current instanceof WireFault wire ? wire : WireFault.NONE;
        tokensGiven += isToken ? 1 : 0;
        String amount = isToken ? "20" : "\"1\"";
        String json = isToken
                ? "{\"access_token\":\"token-" + tokensGiven + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                        + fault.amount(amount) + "}"
                : venue.page(String.valueOf(request.getUrl().queryParameter("start_time")));
        return fault.answer(json, "{\"error\":\"some_error\"}", fault.pause(random), clock);
    }

    /** Knows whether something is under way. */
    private final class Watched implements BalanceFeed {
        private final BalanceFeed feed;

        Watched(BalanceFeed feed) {
            this.feed = feed;
        }

        @Override
        public void start(int balanceId, FeedSink sink) {
            feed.start(balanceId, (FeedSink) Proxy.newProxyInstance(
                    FeedSink.class.getClassLoader(), new Class<?>[] {FeedSink.class}, (proxy, method, arguments) -> {
                        hear(method.getName(), arguments);
                        return method.invoke(sink, arguments);
                    }));
        }

        private void hear(String what, Object[] arguments) {
            switch (what) {
                case "streamOpened" -> {
                    calls.add(clock.nanoTime());
                    streamOpen = true;
                    heard = 0;
                }
                case "streamLost" -> {
                    calls.add(clock.nanoTime());
                    streamOpen = false;
                    venue.keepsStream = false;
                }
                case "ledgerEntries", "heartbeat" -> heard++;
                case "snapshot", "snapshotFailed" -> {
                    calls.add(clock.nanoTime());
                    readAsked = false;
                }
                case "feedStopped" -> complain("a feed stopped: " + arguments[1]);
                default -> {}
            }
        }

        @Override
        public FeedKind kind() {
            return feed.kind();
        }

        @Override
        public void requestSnapshot() {
            if (feed.kind() == FeedKind.SNAPSHOTS) {
                readAsked = true;
            }
            feed.requestSnapshot();
        }

        @Override
        public void requestBackfill(long sinceNanos) {
            feed.requestBackfill(sinceNanos);
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
}
