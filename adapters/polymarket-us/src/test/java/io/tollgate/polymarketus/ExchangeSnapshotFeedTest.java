package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.tollgate.gate.feed.FeedKind;
import io.tollgate.gate.feed.Snapshot;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceResponse;
import io.tollgate.rest.RecordingSink;
import io.tollgate.rest.RecordingSink.Failed;
import io.tollgate.rest.RecordingSink.Read;
import io.tollgate.rest.RecordingSink.Stopped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ExchangeSnapshotFeedTest {
    private static final GetAccountBalanceResponse GOOD = GetAccountBalanceResponse.newBuilder()
            .setBalance("1005.7000009")
            .setBuyingPower("1004.70")
            .setOpenOrders("0.5")
            .setUpdateTime(Timestamp.newBuilder().setSeconds(1_789_646_400L).setNanos(123_456_789))
            .build();

    private final TestVenue venue;
    private final RecordingSink sink = new RecordingSink();
    private ExchangeSnapshotFeed feed;

    ExchangeSnapshotFeedTest() throws IOException {
        venue = new TestVenue();
        feed = new ExchangeSnapshotFeed(venue.config().build());
    }

    @AfterEach
    void closeAll() {
        feed.close();
        venue.close();
    }

    private TestVenue.Call ask() throws InterruptedException {
        feed.start(RecordingSink.BALANCE, sink);
        feed.requestSnapshot();
        return venue.nextCall();
    }

    private static void answer(TestVenue.Call call, GetAccountBalanceResponse response) {
        call.send(response.toByteArray()).end(Status.OK);
    }

    @Test
    void readsNothingUnlessAsked() throws Exception {
        feed.start(RecordingSink.BALANCE, sink);

        assertThat(sink.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(venue.callsWaiting()).isZero();
        assertThat(feed.kind()).isEqualTo(FeedKind.SNAPSHOTS);
    }

    @Test
    void readsTheBalanceExactlyWithTimesStampedAroundTheCall() throws Exception {
        long before = System.nanoTime();
        TestVenue.Call call = ask();
        GetAccountBalanceRequest request = GetAccountBalanceRequest.parseFrom(call.requestBytes());
        answer(call, GOOD);
        Snapshot snapshot = sink.next(Read.class).snapshot();

        assertThat(request.getName()).isEqualTo(TestVenue.ACCOUNT);
        assertThat(request.getCurrency()).isEqualTo("USD");
        assertThat(call.bearer()).isEqualTo("Bearer token-1");
        assertThat(snapshot.ledger()).isEqualTo(1_005_700_000);
        assertThat(snapshot.netSpendable()).isEqualTo(1_004_700_000);
        assertThat(snapshot.openOrders()).isEqualTo(500_000);
        assertThat(snapshot.venueTimeNanos()).isEqualTo(1_789_646_400_123_456_789L);
        assertThat(snapshot.requestNanos() - before).isPositive();
        assertThat(snapshot.arrivalNanos() - snapshot.requestNanos()).isPositive();
    }

    @Test
    void absentBuyingPowerIsUnknownNotZero() throws Exception {
        answer(ask(), GOOD.toBuilder().clearBuyingPower().clearOpenOrders().build());

        Snapshot snapshot = sink.next(Read.class).snapshot();
        assertThat(snapshot.netSpendable()).isEqualTo(Snapshot.UNKNOWN);
        assertThat(snapshot.openOrders()).isZero();
    }

    @Test
    void aRequestBeforeTheStartIsServedAfterIt() throws Exception {
        feed.requestSnapshot();
        feed.start(RecordingSink.BALANCE, sink);
        answer(venue.nextCall(), GOOD);
        sink.next(Read.class);
    }

    @Test
    void requestsDuringAReadBecomeOneFurtherRead() throws Exception {
        TestVenue.Call first = ask();
        for (int i = 0; i < 50; i++) {
            feed.requestSnapshot();
        }
        answer(first, GOOD);
        sink.next(Read.class);
        answer(venue.nextCall(), GOOD);
        sink.next(Read.class);

        assertThat(sink.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(venue.callsWaiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void doesWithEachStatusWhatTheTableSays(Status.Code code) throws Exception {
        TestVenue.Call call = ask();
        call.end(code.toStatus().withDescription("said by the venue"));

        if (StatusRule.of(code).action() == StatusRule.Action.STOP) {
            assertThat(sink.next(Stopped.class).reason())
                    .contains(code.name(), StatusRule.of(code).cure());
            return;
        }
        assertThat(sink.next(Failed.class).reason()).isNotEmpty();
        answer(venue.nextCall(), GOOD);
        sink.next(Read.class);
    }

    @Test
    void stopsWhenANewTokenIsRefusedAsWell() throws Exception {
        ask().end(Status.UNAUTHENTICATED);
        sink.next(Failed.class);
        venue.nextCall().end(Status.UNAUTHENTICATED);

        assertThat(sink.next(Stopped.class).reason()).contains("new token was refused");
    }

    @Test
    void aMalformedAnswerIsAFailedRead() throws Exception {
        answer(ask(), GOOD);
        sink.next(Read.class);
        feed.requestSnapshot();
        answer(venue.nextCall(), GOOD.toBuilder().setBuyingPower("lots").build());

        assertThat(sink.next(Failed.class).reason()).contains("buying_power must be plain decimal text");
        answer(venue.nextCall(), GOOD);
        sink.next(Read.class);
    }

    @Test
    void aFirstAnswerThatDoesNotFitTheContractStopsTheFeedWithTheCure() throws Exception {
        answer(ask(), GOOD.toBuilder().clearUpdateTime().build());

        assertThat(sink.next(Stopped.class).reason())
                .contains("update_time must be given", "ProtoContract.fromDescriptorSet");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailedRead() throws Exception {
        feed.close();
        feed = new ExchangeSnapshotFeed(
                venue.config().callTimeout(Duration.ofMillis(500)).build());
        ask();

        assertThat(sink.next(Failed.class).reason()).contains("DEADLINE_EXCEEDED");
    }
}
