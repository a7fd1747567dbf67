package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.tollgate.gate.feed.BalanceFeed;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Heartbeat;
import io.tollgate.rest.RecordingSink.Lost;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a feed when it has ended: no thread, no call, and no secret in what it said. */
@Timeout(60)
class FeedEndTest {
    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private final TestVenue venue;
    private final RecordingSink sink = new RecordingSink();

    FeedEndTest() throws IOException {
        venue = new TestVenue();
    }

    @AfterEach
    void closeVenue() {
        venue.close();
    }

    private RetailConfig.Builder retail() {
        return RetailConfig.builder()
                .baseUrl(venue.tokens.url("/").toString())
                .credentials(RetailCredentials.of("key-id", SEED))
                .minSpacing(Duration.ofMillis(1))
                .period(Duration.ofMillis(10))
                .backoff(new BackoffSettings(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(1)));
    }

    private static List<String> feedThreads() {
        List<String> names = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("polymarket-us-")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static void assertNoFeedThreadSurvives() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!feedThreads().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(feedThreads()).isEmpty();
    }

    @Test
    void closingEndsAllThreadsOfARunningStream() throws Exception {
        assertNoFeedThreadSurvives();
        LedgerStreamFeed feed = new LedgerStreamFeed(venue.config().build());
        feed.start(RecordingSink.BALANCE, sink);
        TestVenue.Call call = venue.nextCall().heartbeat();
        sink.skipTo(Heartbeat.class);
        assertThat(feedThreads()).hasSize(2);
        feed.close();
        feed.close();

        call.awaitCancelled();
        assertNoFeedThreadSurvives();
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void closingEndsAllThreadsInEveryOtherState() throws Exception {
        new LedgerStreamFeed(venue.config().build()).close();
        new ExchangeSnapshotFeed(venue.config().build()).close();
        new RetailSnapshotFeed(retail().build()).close();

        LedgerStreamFeed stopped = new LedgerStreamFeed(venue.config().build());
        stopped.start(RecordingSink.BALANCE, sink);
        venue.nextCall().end(Status.PERMISSION_DENIED);
        sink.skipTo(Stopped.class);
        stopped.close();

        BackoffSettings slow = BackoffSettings.DEFAULT.withSteps(Duration.ofMinutes(1), Duration.ofMinutes(1));
        LedgerStreamFeed waiting =
                new LedgerStreamFeed(venue.config().backoff(slow).build());
        waiting.start(RecordingSink.BALANCE, sink);
        venue.nextCall().end(Status.UNAVAILABLE);
        sink.skipTo(Lost.class);
        waiting.close();

        ExchangeSnapshotFeed reading = new ExchangeSnapshotFeed(venue.config().build());
        reading.start(RecordingSink.BALANCE, sink);
        reading.requestSnapshot();
        TestVenue.Call read = venue.nextCall();
        reading.close();
        read.awaitCancelled();

        assertNoFeedThreadSurvives();
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void closingFreesAThreadThatTheSinkHolds() throws Exception {
        LedgerStreamFeed feed = new LedgerStreamFeed(venue.config().build());
        sink.hold();
        feed.start(RecordingSink.BALANCE, sink);
        venue.nextCall().heartbeat();
        feed.close();

        assertNoFeedThreadSurvives();
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void nothingThatAFeedSaysHoldsASecretNotEvenWhenTheVenueRepeatsIt() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        StringBuilder said = new StringBuilder();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            said.append(stream()).append(retailReads());
        } finally {
            System.setErr(before);
        }
        String all = said + log.toString(StandardCharsets.UTF_8);

        assertThat(log.toString(StandardCharsets.UTF_8))
                .as("the feeds log that they stopped")
                .contains("stopped: ");
        assertThat(all).contains("***").doesNotContain("token-1", "token-2", "eyJ", SEED, "client_assertion\"");
    }

    private String stream() throws InterruptedException {
        venue.tokenAnswers.add(new MockResponse.Builder().code(500).body("no").build());
        ExchangeConfig config = venue.config().build();
        TokenProvider tokens = new TokenProvider(config, FeedEnvironment.system());
        StringBuilder said = new StringBuilder().append(config).append(tokens);
        try (BalanceFeed feed = new LedgerStreamFeed(config, FeedEnvironment.system(), tokens)) {
            feed.start(RecordingSink.BALANCE, sink);
            TestVenue.Call first = venue.nextCall();
            first.end(Status.UNAVAILABLE.withDescription("you sent " + first.bearer()));
            said.append(sink.skipTo(Lost.class)).append(sink.skipTo(Lost.class));
            TestVenue.Call second = venue.nextCall();
            second.end(Status.UNAUTHENTICATED.withDescription(second.bearer().substring("Bearer ".length())));
            said.append(sink.skipTo(Lost.class));
            TestVenue.Call third = venue.nextCall();
            third.end(Status.UNAUTHENTICATED.withDescription("again: " + third.headers));
            said.append(sink.skipTo(Stopped.class)).append(tokens);
        }
        venue.tokens.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String body = request.getBody() == null ? "" : request.getBody().utf8();
                return status(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"" + body.replace("\"", "'") + "\"}");
            }
        });
        try (BalanceFeed feed = new LedgerStreamFeed(venue.config().build())) {
            feed.start(RecordingSink.BALANCE, sink);
            said.append(sink.skipTo(Lost.class)).append(sink.skipTo(Stopped.class));
        }
        return said.toString();
    }

    private String retailReads() {
        StringBuilder said = new StringBuilder();
        venue.tokens.setDispatcher(new Dispatcher() {
            private int requests;

            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests++;
                return requests == 1
                        ? json("{\"balances\":[{\"currency\":\"USD\",\"currentBalance\":1}]}")
                        : requests == 2
                                ? json("{\"balances\":\"" + request.getHeaders() + "\"}")
                                : status(401, String.valueOf(request.getHeaders()));
            }
        });
        RetailConfig config = retail().build();
        try (BalanceFeed feed = new RetailSnapshotFeed(config)) {
            feed.start(RecordingSink.BALANCE, sink);
            said.append(config)
                    .append(sink.skipTo(Read.class))
                    .append(sink.skipTo(Failed.class))
                    .append(sink.skipTo(Failed.class))
                    .append(sink.skipTo(Failed.class));
        }
        return said.toString();
    }
}
