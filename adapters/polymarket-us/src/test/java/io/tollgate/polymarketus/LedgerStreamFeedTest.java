package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.deposit;
import static io.tollgate.polymarketus.TestVenue.entry;
import static io.tollgate.polymarketus.TestVenue.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.gate.feed.ResumePoint;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Entries;
import io.tollgate.rest.RecordingSink.Heartbeat;
import io.tollgate.rest.RecordingSink.Lost;
import io.tollgate.rest.RecordingSink.Opened;
import io.tollgate.rest.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerStreamFeedTest {
    /** 2026-09-17T12:00:00.123Z. */
    private static final long T = 1_789_646_400_123_000_000L;

    private final TestVenue venue;
    private final RecordingSink sink = new RecordingSink();
    private final TestClock clock = new TestClock();
    private LedgerStreamFeed feed;

    LedgerStreamFeedTest() throws IOException {
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

    private void restartWith(ExchangeConfig config) {
        feed.close();
        feed = new LedgerStreamFeed(config, clock.environment());
    }

    @Test
    void asksForAccountAndCurrencyWithBearerTokenAndWithoutTimeOnColdStart() throws Exception {
        TestVenue.Call call = start();

        assertThat(call.bearer()).isEqualTo("Bearer token-1");
        assertThat(call.headers.containsKey(TestVenue.PARTICIPANT)).isFalse();
        assertThat(call.ledgerRequest().getAccount()).isEqualTo(TestVenue.ACCOUNT);
        assertThat(call.ledgerRequest().getCurrency()).isEqualTo("USD");
        assertThat(call.ledgerRequest().hasResumeTime()).isFalse();
        assertThat(call.ledgerRequest().getEntryTypesCount()).isZero();
        assertThat(feed.kind()).isEqualTo(FeedKind.STREAM);
    }

    @Test
    void sendsParticipantIdIfGiven() throws Exception {
        restartWith(venue.config().participantId("firms/F/users/alice").build());

        assertThat(start().headers.get(TestVenue.PARTICIPANT)).isEqualTo("firms/F/users/alice");
    }

    @Test
    void handsOverEntriesInOrderWithKindsAndExactAmounts() throws Exception {
        TestVenue.Call call = start();
        call.open();
        assertThat(sink.next(Opened.class).from()).isEqualTo(ResumePoint.NONE);

        call.send(message(
                entry("a", LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_ORDER_EXECUTION, "100.00", "96.9636", T),
                entry("b", LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_COMMISSION, "96.9636", "96.95", T),
                entry("c", LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_WITHDRAWAL, "96.95", "-0.0000001", T + 1),
                deposit("d", "0", "9999999.1234567", T + 1)
                        .setEntryTypeValue(4711)
                        .setSymbol("")));

        assertThat(sink.next(Entries.class).entries())
                .containsExactly(
                        new LedgerEntry("a", LedgerEntry.Kind.EXECUTION, 3, 100_000_000, 96_963_600, T, "aec-x"),
                        new LedgerEntry("b", LedgerEntry.Kind.COMMISSION, 11, 96_963_600, 96_950_000, T, "aec-x"),
                        new LedgerEntry("c", LedgerEntry.Kind.OTHER, 2, 96_950_000, -1, T + 1, "aec-x"),
                        new LedgerEntry("d", LedgerEntry.Kind.OTHER, 4711, 0, 9_999_999_123_456L, T + 1, ""));
    }

    @Test
    void reportsStreamOpenedOnFirstMessageIfVenueSendsNoHeadersBefore() throws Exception {
        clock.advance(Duration.ofSeconds(5));
        start().heartbeat();

        assertThat(sink.next(Opened.class).arrivalNanos()).isEqualTo(clock.nanoTime());
        assertThat(sink.next(Heartbeat.class).arrivalNanos()).isEqualTo(clock.nanoTime());
    }

    @Test
    void passesHeartbeatsOnAndCountsEntriesOfOtherCurrenciesAsSuch() throws Exception {
        TestVenue.Call call = start().heartbeat();
        sink.next(Opened.class);
        sink.next(Heartbeat.class);

        call.send(message(deposit("eur", "1", "2", T).setCurrency("EUR")));
        sink.next(Heartbeat.class);
        call.send(message(deposit("eur2", "2", "3", T).setCurrency("EUR"), deposit("usd", "1", "2", T)));

        assertThat(sink.next(Entries.class).entries())
                .extracting(LedgerEntry::id)
                .containsExactly("usd");
    }

    @Test
    void resumesInclusivelyFromLastAppliedTimeAndHandsReplayedEntriesOverAgain() throws Exception {
        TestVenue.Call first = start();
        first.send(message(deposit("a", "0", "1", T), deposit("b", "1", "2", T)));
        sink.next(Opened.class);
        sink.next(Entries.class);
        first.end(Status.UNAVAILABLE.withDescription("going away"));
        assertThat(sink.next(Lost.class).reason()).contains("UNAVAILABLE", "going away");

        TestVenue.Call second = venue.nextCall();
        assertThat(second.ledgerRequest().getResumeTime())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(1_789_646_400L)
                        .setNanos(123_000_000)
                        .build());
        second.send(message(deposit("a", "0", "1", T), deposit("b", "1", "2", T), deposit("c", "2", "3", T)));

        assertThat(sink.next(Opened.class).from()).isEqualTo(new ResumePoint(T));
        assertThat(sink.next(Entries.class).entries())
                .extracting(LedgerEntry::id)
                .as("equal times come again, and one that was missed among them")
                .containsExactly("a", "b", "c");
    }

    @Test
    void reconnectsAfterVenueDropsTheConnectionOrEndsTheStreamNormally() throws Exception {
        start().heartbeat().end(Status.OK);
        sink.next(Opened.class);
        sink.next(Heartbeat.class);
        assertThat(sink.next(Lost.class).reason()).contains("ended the stream");

        venue.nextCall().heartbeat();
        sink.next(Opened.class);
        sink.next(Heartbeat.class);
    }

    @Test
    void silenceBreaksTheStreamOnlyAfterTheTimeoutAndReconnects() throws Exception {
        restartWith(venue.config().silenceTimeout(Duration.ofSeconds(2)).build());
        TestVenue.Call call = start().heartbeat();
        sink.next(Opened.class);
        sink.next(Heartbeat.class);

        clock.advance(Duration.ofMillis(1_999));
        call.heartbeat();
        sink.next(Heartbeat.class);
        clock.advance(Duration.ofMillis(1_999));
        assertThat(sink.poll(500, TimeUnit.MILLISECONDS))
                .as("two ticks within the time-out")
                .isNull();
        clock.advance(Duration.ofMillis(2_001));

        assertThat(sink.next(Lost.class).reason()).contains("nothing was heard for PT2S");
        call.awaitCancelled();
        venue.nextCall().heartbeat();
        sink.next(Opened.class);
    }

    @Test
    void silenceOfVenueThatNeverAnswersTheCallIsNoticedToo() throws Exception {
        restartWith(venue.config()
                .silenceTimeout(Duration.ofSeconds(2))
                .callTimeout(Duration.ofSeconds(10))
                .build());
        TestVenue.Call call = start();
        clock.advance(Duration.ofSeconds(3));
        assertThat(sink.poll(300, TimeUnit.MILLISECONDS))
                .as("opening has the bound of a call")
                .isNull();
        clock.advance(Duration.ofSeconds(8));

        assertThat(sink.next(Lost.class).reason()).contains("nothing was heard for PT10S");
        call.awaitCancelled();
    }

    @Test
    void reopensFromResumePointWhenTheGateAsks() throws Exception {
        TestVenue.Call first = start().send(message(deposit("a", "0", "1", T)));
        sink.next(Opened.class);
        sink.next(Entries.class);
        feed.reopenStream();

        sink.next(Lost.class);
        first.awaitCancelled();
        assertThat(venue.nextCall().ledgerRequest().getResumeTime().getSeconds())
                .isEqualTo(1_789_646_400L);
    }

    @Test
    void aBusyGateSlowsTheVenueDownAndLosesNothing() throws Exception {
        TestVenue.Call call = start().heartbeat();
        sink.next(Opened.class);
        sink.next(Heartbeat.class);
        sink.hold();
        byte[] big = message(deposit("x", "0", "1", T).setDescription("d".repeat(60_000)));
        int sent = 0;
        while (call.isReady() && sent < 10_000) {
            call.send(big);
            sent++;
            if (!call.isReady()) {
                // Bytes on the way may still drain into the window: look again until it stays full.
                awaitStillNotReady(call);
            }
        }
        assertThat(sent).as("messages of 60 kB before the venue had to wait").isLessThan(100);
        assertThat(sink.waiting()).isZero();
        // Time that the gate needs is not silence of the venue.
        clock.advance(Duration.ofHours(1));
        sink.letGo();

        for (int i = 0; i < sent; i++) {
            sink.next(Entries.class);
        }
        call.heartbeat();
        sink.next(Heartbeat.class);
    }

    private static void awaitStillNotReady(TestVenue.Call call) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        while (!call.isReady() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aClosedGateEndsTheFeedQuietly() throws Exception {
        TestVenue.Call call = start().heartbeat();
        sink.next(Opened.class);
        sink.next(Heartbeat.class);
        sink.closeGate();
        call.heartbeat();

        call.awaitCancelled();
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void startsOnce() throws Exception {
        start();
        assertThatThrownBy(() -> feed.start(RecordingSink.BALANCE, sink))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("started once");
    }

    @Test
    void requestSnapshotIsIgnored() throws Exception {
        feed.requestSnapshot();
        start().heartbeat();
        sink.next(Opened.class);
    }
}
