package io.tollgate.polymarketus;

import static io.tollgate.polymarketus.TestVenue.json;
import static io.tollgate.polymarketus.TestVenue.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.LedgerEntry;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Backfilled;
import io.tollgate.rest.RequestBudget;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LedgerBackfillFeedTest {
    private static final long SINCE = 1_789_646_400_123_456_789L;
    private static final String ROW = """
            {"id":"%s","account":"firms/ISV-Alice/accounts/alice-trading","currency":"%s","beforeBalance":"100.00",
             "afterBalance":"%s","description":"fill","updateTime":"2026-09-17T12:00:00.123Z","unknown":[1],
             "entryType":"LEDGER_ENTRY_TYPE_BALANCE_ORDER_EXECUTION","symbol":"tec-nfl"}""";

    private final TestVenue exchange = new TestVenue();
    private final MockWebServer rest = new MockWebServer();
    private final RecordingSink sink = new RecordingSink();
    private final LedgerBackfillFeed feed;

    LedgerBackfillFeedTest() throws IOException {
        rest.start();
        feed = new LedgerBackfillFeed(exchange.config()
                .restUrl(rest.url("/").toString())
                .participantId("firms/ISV-Alice/users/alice")
                .build());
    }

    @AfterEach
    void close() {
        feed.close();
        rest.close();
        exchange.close();
    }

    private static String page(String next, String... rows) {
        return "{\"entries\":[" + String.join(",", rows) + "],\"nextPageToken\":\"" + next + "\",\"eof\":"
                + next.isEmpty() + "}";
    }

    private static String row(String id, String currency, String after) {
        return ROW.formatted(id, currency, after);
    }

    private void startWith(MockResponse... answers) {
        for (MockResponse answer : answers) {
            rest.enqueue(answer);
        }
        feed.start(RecordingSink.BALANCE, sink);
        feed.requestBackfill(SINCE);
    }

    private RecordedRequest request() throws InterruptedException {
        return Objects.requireNonNull(rest.takeRequest(20, TimeUnit.SECONDS), "the feed sent nothing in time");
    }

    @Test
    void readsAllPagesFromTheTimeAskedFor() throws Exception {
        startWith(
                json(page("p2", row("bl_1", "USD", "96.9636"), row("bl_2", "EUR", "1"))),
                json(page("", row("bl_3", "USD", "95.1234567"))));

        Backfilled first = sink.next(Backfilled.class);
        assertThat(first.last()).isFalse();
        assertThat(first.entries())
                .containsExactly(new LedgerEntry(
                        "bl_1",
                        LedgerEntry.Kind.EXECUTION,
                        3,
                        100_000_000,
                        96_963_600,
                        1_789_646_400_123_000_000L,
                        "tec-nfl"));
        Backfilled second = sink.next(Backfilled.class);
        assertThat(second.last()).isTrue();
        assertThat(second.entries()).extracting(LedgerEntry::afterBalance).containsExactly(95_123_456L);

        RecordedRequest request = request();
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/funding/balance-ledger");
        assertThat(request.getUrl().queryParameter("account")).isEqualTo(TestVenue.ACCOUNT);
        assertThat(request.getUrl().queryParameter("currency")).isEqualTo("USD");
        assertThat(request.getUrl().queryParameter("start_time")).isEqualTo("2026-09-17T12:00:00.123456789Z");
        assertThat(request.getUrl().queryParameter("page_size")).isEqualTo("1000");
        assertThat(request.getUrl().queryParameter("page_token")).isNull();
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
        assertThat(request.getHeaders().get("x-participant-id")).isEqualTo("firms/ISV-Alice/users/alice");
        assertThat(request().getUrl().queryParameter("page_token")).isEqualTo("p2");
        assertThat(feed.kind()).isEqualTo(FeedKind.BACKFILL);
    }

    @Test
    void readsNothingUnlessAsked() {
        feed.start(RecordingSink.BALANCE, sink);
        feed.requestSnapshot();
        feed.reopenStream();
        assertThat(rest.getRequestCount()).isZero();
        rest.enqueue(json(page("")));
        feed.requestBackfill(SINCE);
        assertThat(sink.next(Backfilled.class).last()).isTrue();
        assertThat(rest.getRequestCount()).isEqualTo(1);
    }

    @Test
    void triesAgainAfterFaultsOfTheVenueAndRenewsARefusedToken() throws Exception {
        startWith(
                status(500, "{}"),
                status(429, "{}"),
                json("no json"),
                status(401, "{\"code\":16}"),
                json(page("", row("bl_1", "USD", "1"))));
        assertThat(sink.next(Backfilled.class).entries()).hasSize(1);
        for (int i = 0; i < 4; i++) {
            assertThat(request().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
        }
        assertThat(request().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void aRefusalEndsReadingBackAndLeavesTheBalanceOpen() {
        startWith(status(403, "{\"code\":7}"));
        Backfilled end = sink.next(Backfilled.class);
        assertThat(end.last()).isTrue();
        assertThat(end.entries()).isEmpty();
        feed.requestBackfill(SINCE);
        feed.requestSnapshot();
        assertThat(sink.waiting()).isZero();
        assertThat(rest.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aPageOfAnotherAccountOrWithoutAmountsIsNoPage() {
        String foreign = row("bl_1", "USD", "1").replace("alice-trading", "bob");
        String missing = row("bl_1", "USD", "1").replace("\"afterBalance\":\"1\",", "");
        startWith(json(page("", foreign)), json(page("", missing)), json(page("", row("bl_1", "USD", "1e3"))));
        Backfilled end = sink.next(Backfilled.class);
        assertThat(end.entries()).isEmpty();
        assertThat(end.last()).isTrue();
        assertThat(rest.getRequestCount()).isEqualTo(3);
    }

    @Test
    void theBudgetAllowsABurstAndThenItsRate() {
        RequestBudget budget = new RequestBudget(5, 2_000, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(budget.take(0)).isZero();
        }
        assertThat(budget.take(0)).isEqualTo(2_000);
        assertThat(budget.take(1_500)).isEqualTo(500);
        assertThat(budget.take(2_000)).isZero();
        assertThat(budget.take(2_000)).isEqualTo(2_000);
        assertThat(budget.take(100_000)).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(budget.take(100_000)).isZero();
        }
        assertThat(budget.take(100_000)).isEqualTo(2_000);
    }
}
