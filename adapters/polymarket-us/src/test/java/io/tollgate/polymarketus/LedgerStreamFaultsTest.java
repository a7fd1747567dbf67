package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.deposit;
import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.message;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Entries;
import io.tollgate.rest.RecordingSink.Heartbeat;
import io.tollgate.rest.RecordingSink.Lost;
import io.tollgate.rest.RecordingSink.Opened;
import io.tollgate.rest.RecordingSink.Stopped;
import io.tollgate.rest.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LedgerStreamFaultsTest {
    private static final long T = 1_789_646_400_123_000_000L;
    private static final byte[] GARBAGE = {(byte) 0xff, (byte) 0xff, 0x17, 0x00, 0x42};

    private final TestVenue venue;
    private final RecordingSink sink = new RecordingSink();
    private final TestClock clock = new TestClock();
    private LedgerStreamFeed feed;

    LedgerStreamFaultsTest() throws IOException {
        venue = new TestVenue();
        feed = new LedgerStreamFeed(venue.config().build(), clock.environment());
    }

    @AfterEach
    void closeAll() {
        feed.close();
        venue.close();
    }

    private TestVenue.Call start() throws InterruptedException {
        feed.start(RecordingSink.BALANCE, sink);
        return venue.nextCall();
    }

    /** A stream that has delivered one good entry. */
    private TestVenue.Call startProven() throws InterruptedException {
        TestVenue.Call call = start().send(message(deposit("first", "0", "1", T)));
        sink.next(Opened.class);
        sink.next(Entries.class);
        return call;
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void doesWithEachStatusWhatTheTableSays(Status.Code code) throws Exception {
        StatusRule rule = StatusRule.of(code);
        TestVenue.Call call = startProven();
        call.end(code.toStatus().withDescription("said by the venue"));

        if (rule.action() == StatusRule.Action.STOP) {
            assertThat(sink.next(Stopped.class).reason())
                    .contains(code.name(), rule.meaning(), rule.cure(), "said by the venue");
            return;
        }
        String reason = sink.next(Lost.class).reason();
        assertThat(reason).contains(code.name(), rule.meaning());
        TestVenue.Call again = venue.nextCall();
        assertThat(again.bearer())
                .isEqualTo(rule.action() == StatusRule.Action.REAUTHENTICATE ? "Bearer token-2" : "Bearer token-1");
    }

    @Test
    void stopsWhenANewTokenIsRefusedAsWell() throws Exception {
        start().end(Status.UNAUTHENTICATED);
        sink.next(Lost.class);
        venue.nextCall().end(Status.UNAUTHENTICATED.withDescription("no firm_id"));

        assertThat(sink.next(Stopped.class).reason())
                .contains("UNAUTHENTICATED", "new token was refused", "no firm_id");
        assertThat(venue.callsWaiting()).isZero();
    }

    @Test
    void refusalsWithSuccessBetweenThemAreNotInARow() throws Exception {
        start().heartbeat().end(Status.UNAUTHENTICATED);
        sink.skipTo(Lost.class);
        TestVenue.Call second = venue.nextCall().heartbeat();
        sink.skipTo(Heartbeat.class);
        second.end(Status.UNAUTHENTICATED);

        sink.skipTo(Lost.class);
        assertThat(venue.nextCall().bearer()).isEqualTo("Bearer token-3");
    }

    @Test
    void oneMalformedEntryDropsItsWholeMessageAndTheStreamResumes() throws Exception {
        TestVenue.Call call = startProven();
        call.send(message(deposit("good", "1", "2", T + 1), deposit("bad", "2", "2.x", T + 2)));

        assertThat(sink.next(Lost.class).reason())
                .contains("dropped whole", "after_balance must be plain decimal text", "2.x");
        call.awaitCancelled();
        TestVenue.Call second = venue.nextCall();
        assertThat(second.ledgerRequest().getResumeTime().getSeconds())
                .as("nothing of the message was applied")
                .isEqualTo(1_789_646_400L);
        second.send(message(deposit("good", "1", "2", T + 1), deposit("bad", "2", "3", T + 2)));
        sink.next(Opened.class);
        assertThat(sink.next(Entries.class).entries()).hasSize(2);
    }

    @Test
    void stopsWhenTheSameMessageStaysMalformed() throws Exception {
        byte[] bad = message(deposit("bad", "1", "", T + 1));
        startProven().send(bad);
        sink.next(Lost.class);
        venue.nextCall().send(bad);
        sink.skipTo(Lost.class);
        venue.nextCall().send(bad);

        assertThat(sink.skipTo(Stopped.class).reason()).contains("after_balance must be given", "3 times", "report it");
    }

    @Test
    void garbageBytesNowAndThenAreNoReasonToStop() throws Exception {
        TestVenue.Call call = startProven();
        for (int i = 1; i <= 6; i++) {
            call.send(GARBAGE);
            assertThat(sink.skipTo(Lost.class).reason()).contains("not readable as protobuf");
            call = venue.nextCall().send(message(deposit("next-" + i, "0", "1", T + i)));
            sink.skipTo(Entries.class);
        }
    }

    @Test
    void aFirstMessageThatDoesNotFitTheContractStopsTheFeedWithTheCure() throws Exception {
        start().send(message(deposit("a", "0", "1", T).setAccount("USD").setCurrency(TestVenue.ACCOUNT)));

        sink.next(Opened.class);
        assertThat(sink.next(Stopped.class).reason())
                .contains(
                        "first message does not fit",
                        "account='USD'",
                        "descriptor_set_out",
                        "ProtoContract.fromDescriptorSet");
    }

    @Test
    void garbageBeforeAnythingCouldBeReadStopsAtTheLimitWithTheCure() throws Exception {
        start().send(GARBAGE);
        sink.skipTo(Lost.class);
        venue.nextCall().send(new byte[] {0x0f});
        sink.skipTo(Lost.class);
        venue.nextCall().send(GARBAGE);

        assertThat(sink.skipTo(Stopped.class).reason()).contains("ProtoContract.fromDescriptorSet");
    }

    @Test
    void contentInUnknownFieldsIsNoHeartbeat() throws Exception {
        // Field 2, length-delimited: an entries list under another number.
        start().send(new byte[] {0x12, 0x02, 0x0a, 0x00});

        sink.next(Opened.class);
        assertThat(sink.next(Stopped.class).reason()).contains("content but no entries");
    }

    @Test
    void waitsBetweenAttemptsDoubleFromInitialToLongestWithSeededJitter() throws Exception {
        feed.close();
        List<Long> delays = new CopyOnWriteArrayList<>();
        BackoffSettings settings =
                new BackoffSettings(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
        ExchangeConfig config = venue.config().backoff(settings).build();
        FeedEnvironment environment = new FeedEnvironment(clock, clock, new Random(7));
        feed = new LedgerStreamFeed(
                config,
                environment,
                new TokenProvider(config, environment),
                threads -> new HastyScheduler(threads, delays));
        start().end(Status.UNAVAILABLE);
        for (int i = 0; i < 6; i++) {
            venue.nextCall().end(Status.UNAVAILABLE);
        }
        venue.nextCall().end(Status.RESOURCE_EXHAUSTED);
        TestVenue.Call healthy = venue.nextCall().heartbeat();
        sink.skipTo(Heartbeat.class);
        clock.advance(Duration.ofSeconds(61));
        healthy.end(Status.UNAVAILABLE);
        venue.nextCall();

        Random same = new Random(7);
        List<Long> expected = new ArrayList<>();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30, 1}) {
            long step = TimeUnit.SECONDS.toNanos(seconds);
            expected.add(step - step / 2 + same.nextLong(step / 2 + 1));
        }
        assertThat(delays)
                .as("back-off with full steps, then reset by a healthy stream")
                .isEqualTo(expected);
    }

    /** Notes how long it was asked to wait, and does not wait. */
    private static final class HastyScheduler extends ScheduledThreadPoolExecutor {
        private final List<Long> delaysNanos;

        HastyScheduler(ThreadFactory threads, List<Long> delaysNanos) {
            super(1, threads, new ThreadPoolExecutor.DiscardPolicy());
            this.delaysNanos = delaysNanos;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            // execute() comes through here as well, without delay.
            if (delay > 0) {
                delaysNanos.add(unit.toNanos(delay));
            }
            return super.schedule(command, 0, unit);
        }
    }

    @Test
    void triesAgainWhileTheTokenEndpointFails() throws Exception {
        venue.tokenAnswers.add(status(500, "oops"));
        venue.tokenAnswers.add(status(429, "slow down"));
        venue.tokenAnswers.add(json("{\"access_token\":\"\"}"));
        TestVenue.Call call = start();

        assertThat(sink.next(Lost.class).reason()).contains("token URL answered 500");
        assertThat(sink.next(Lost.class).reason()).contains("token URL answered 429");
        assertThat(sink.next(Lost.class).reason()).contains("access_token is absent");
        assertThat(call.bearer()).isEqualTo("Bearer token-1");
    }

    @Test
    void stopsWhenTheTokenEndpointRefusesTwoAssertionsInARow() throws Exception {
        venue.tokenAnswers.add(status(401, "{\"error\":\"invalid_client\",\"error_description\":\"bad signature\"}"));
        venue.tokenAnswers.add(status(401, "{\"error\":\"invalid_client\",\"error_description\":\"bad signature\"}"));
        feed.start(RecordingSink.BALANCE, sink);

        sink.next(Lost.class);
        assertThat(sink.next(Stopped.class).reason())
                .contains("401", "invalid_client bad signature", "check client id", "this machine's clock");
    }

    @Test
    void unreachableVenueIsReportedAndTriedAgain() throws Exception {
        venue.close();
        feed.start(RecordingSink.BALANCE, sink);

        assertThat(sink.next(Lost.class).reason()).contains("no token", "no answer from the token URL");
        sink.next(Lost.class);
    }

    @Test
    void tlsIsOnUnlessPlaintextIsAskedFor() throws Exception {
        feed.close();
        ExchangeConfig plain = venue.config().build();
        feed = new LedgerStreamFeed(
                venue.config().address(plain.host(), plain.port()).build(), clock.environment());
        feed.start(RecordingSink.BALANCE, sink);

        assertThat(sink.next(Lost.class).reason()).as("the venue speaks no TLS").contains("UNAVAILABLE");
        assertThat(venue.callsWaiting()).as("calls that went out in the clear").isZero();
    }
}
