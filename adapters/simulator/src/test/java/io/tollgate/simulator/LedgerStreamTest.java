package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.simulator.TestClient.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerStreamTest {
    private static final long DOLLAR = 1_000_000;
    private static final long START_MILLIS = 1_790_000_000_123L;

    private final AtomicLong nowMillis = new AtomicLong(START_MILLIS);
    private final VenueSimulator simulator = VenueSimulator.start(TestClient.config()
            .clock(() -> Instant.ofEpochMilli(nowMillis.get()))
            .tokenLifeSeconds(3_000_000_000L)
            .publishMicros(0)
            .build());
    private final TestClient client = new TestClient(simulator, () -> Instant.ofEpochMilli(START_MILLIS));

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private CreateBalanceLedgerSubscriptionRequest from(long epochMillis, int moreNanos) {
        return client.ledgerRequest()
                .setResumeTime(Timestamp.newBuilder()
                        .setSeconds(epochMillis / 1000)
                        .setNanos((int) (epochMillis % 1000) * 1_000_000 + moreNanos))
                .build();
    }

    /** Entries until the one with this id. */
    private static List<BalanceLedgerEntry> entriesUntil(
            Received<CreateBalanceLedgerSubscriptionResponse> stream, String id) {
        List<BalanceLedgerEntry> entries = new ArrayList<>();
        while (entries.isEmpty() || !entries.get(entries.size() - 1).getId().equals(id)) {
            entries.addAll(((CreateBalanceLedgerSubscriptionResponse) stream.next()).getEntriesList());
        }
        return entries;
    }

    @Test
    void replaysInclusiveOfTheResumeTimeThenGoesLive() {
        simulator.deposit(DOLLAR);
        nowMillis.incrementAndGet();
        simulator.deposit(2 * DOLLAR);
        String lastOfMillisecond = simulator.deposit(3 * DOLLAR);

        var stream = client.subscribeLedger(from(START_MILLIS + 1, 0));
        List<BalanceLedgerEntry> replayed = entriesUntil(stream, lastOfMillisecond);
        String live = simulator.deposit(4 * DOLLAR);

        assertThat(replayed)
                .extracting(BalanceLedgerEntry::getBeforeBalance, BalanceLedgerEntry::getAfterBalance)
                .containsExactly(tuple("10001.00", "10003.00"), tuple("10003.00", "10006.00"));
        assertThat(replayed.get(0).getUpdateTime()).isEqualTo(replayed.get(1).getUpdateTime());
        assertThat(replayed.get(0).getAccount()).isEqualTo(client.endpoints.account());
        assertThat(entriesUntil(stream, live)).hasSize(1);
    }

    @Test
    void sendsOnlyWhatIsNewerThanAFineResumeTime() {
        simulator.deposit(DOLLAR);
        nowMillis.incrementAndGet();
        String second = simulator.deposit(DOLLAR);

        assertThat(entriesUntil(client.subscribeLedger(from(START_MILLIS, 1)), second))
                .hasSize(1);
    }

    @Test
    void sendsOnlyLiveEntriesWithoutAResumeTime() {
        simulator.deposit(DOLLAR);
        var stream = client.subscribeLedger(client.ledgerRequest().build());
        awaitOpened();
        String live = simulator.deposit(DOLLAR);

        assertThat(entriesUntil(stream, live)).hasSize(1);
    }

    /** A stream has been opened when the venue has dealt with the call: seen by opening one more and reading from it. */
    private void awaitOpened() {
        var probe = client.subscribeLedger(from(0, 0));
        assertThat(probe.next()).isInstanceOf(CreateBalanceLedgerSubscriptionResponse.class);
    }

    @Test
    void neverSendsSuppressedEntriesSoThatTheChainBreaks() {
        simulator.deposit(DOLLAR);
        simulator.hiddenCredit(DOLLAR / 2);
        simulator.hiddenDebit(DOLLAR / 4);
        String last = simulator.deposit(DOLLAR);

        List<BalanceLedgerEntry> entries = entriesUntil(client.subscribeLedger(from(0, 0)), last);

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).getAfterBalance()).isEqualTo("10001.00");
        assertThat(entries.get(1).getBeforeBalance()).isEqualTo("10001.25");
        VenueTruth truth = simulator.truth();
        assertThat(truth.entries()).isEqualTo(4);
        assertThat(truth.balanceMicros()).isEqualTo(truth.initialBalanceMicros() + truth.entriesSumMicros());
    }

    @Test
    void filtersByTypeAndAbortsOnSuppressedOnes() {
        simulator.deposit(DOLLAR);
        String withdrawal = simulator.withdraw(DOLLAR);
        var withdrawals = from(0, 0).toBuilder()
                .addEntryTypes(LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_WITHDRAWAL)
                .build();
        var suppressed = client.ledgerRequest().addEntryTypesValue(21).build();

        assertThat(entriesUntil(client.subscribeLedger(withdrawals), withdrawal))
                .hasSize(1);
        assertThat(client.subscribeLedger(suppressed).failure().getCode()).isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void capsTheStreamsOfAFirm() {
        // calls that wait for the connection may be sent in any order: which of them is refused is open
        Received<CreateBalanceLedgerSubscriptionResponse> all = new Received<>();
        for (int i = 0; i < 21; i++) {
            client.funding()
                    .createBalanceLedgerSubscription(client.ledgerRequest().build(), all);
        }

        assertThat(all.failure().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(all.isEmpty()).isTrue();
    }

    @Test
    void sendsHeartbeatsWhenThereIsNothingToSay() {
        try (VenueSimulator lively = VenueSimulator.start(
                        TestClient.config().heartbeatMillis(5).build());
                TestClient listener = new TestClient(lively)) {
            var stream = listener.subscribeLedger(listener.ledgerRequest().build());

            assertThat(stream.next()).isEqualTo(CreateBalanceLedgerSubscriptionResponse.getDefaultInstance());
            assertThat(stream.next()).isEqualTo(CreateBalanceLedgerSubscriptionResponse.getDefaultInstance());
        }
    }

    @Test
    void honoursFlowControlAndLosesNothing() throws InterruptedException {
        int deposits = 20_000;
        for (int i = 0; i < deposits; i++) {
            simulator.deposit(1);
        }
        AtomicInteger entries = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        SlowReader reader = new SlowReader(entries, first, all, deposits);
        client.funding().createBalanceLedgerSubscription(from(0, 0), reader);

        reader.call.request(1);
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        int soFar = entries.get();
        reader.call.request(Integer.MAX_VALUE);

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(soFar).isLessThanOrEqualTo(200);
        assertThat(entries).hasValue(deposits);
    }

    private static final class SlowReader
            implements ClientResponseObserver<
                    CreateBalanceLedgerSubscriptionRequest, CreateBalanceLedgerSubscriptionResponse> {
        private final AtomicInteger entries;
        private final CountDownLatch first;
        private final CountDownLatch all;
        private final int expected;

        @SuppressWarnings("NullAway.Init") // set before the call starts
        ClientCallStreamObserver<CreateBalanceLedgerSubscriptionRequest> call;

        SlowReader(AtomicInteger entries, CountDownLatch first, CountDownLatch all, int expected) {
            this.entries = entries;
            this.first = first;
            this.all = all;
            this.expected = expected;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<CreateBalanceLedgerSubscriptionRequest> observer) {
            call = observer;
            observer.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(CreateBalanceLedgerSubscriptionResponse message) {
            int sum = entries.addAndGet(message.getEntriesCount());
            first.countDown();
            if (sum >= expected) {
                all.countDown();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // the test has ended
        }

        @Override
        public void onCompleted() {
            all.countDown();
        }
    }
}
