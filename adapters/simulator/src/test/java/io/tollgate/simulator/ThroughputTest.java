package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.ExecutionType;
import io.tollgate.proto.polymarket.v1.InsertOrderResponse;
import io.tollgate.proto.polymarket.v1.Side;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A lively market under load: every order is decided, and both streams together tell the whole truth. */
class ThroughputTest {
    private static final int ORDERS = 2_000;
    private static final int IN_FLIGHT = 200;

    @Test
    void decidesOnEveryOrderAndStreamsTellTheTruth() throws InterruptedException {
        MarketBehaviour market =
                MarketBehaviour.LIVELY.with(Map.of("acknowledgeMicros", 0, "lateRests", 0, "fillMillis", 2));
        try (VenueSimulator simulator = VenueSimulator.start(TestClient.config()
                        .behaviour(market)
                        .initialBalanceMicros(500_000_000L)
                        .build());
                TestClient client = new TestClient(simulator)) {
            CountDownLatch decided = new CountDownLatch(ORDERS);
            AtomicLong lastSequence = new AtomicLong();
            AtomicReference<String> balance = new AtomicReference<>("");
            client.subscribeOrders(
                    CreateOrderSubscriptionRequest.newBuilder()
                            .setResumeSequence(0)
                            .build(),
                    new Each<CreateOrderSubscriptionResponse>() {
                        @Override
                        public void onNext(CreateOrderSubscriptionResponse message) {
                            for (Execution execution : message.getUpdate().getExecutionsList()) {
                                assertThat(execution.getSequence()).isEqualTo(lastSequence.incrementAndGet());
                                if (execution.getType() == ExecutionType.EXECUTION_TYPE_NEW
                                        || execution.getType() == ExecutionType.EXECUTION_TYPE_REJECTED) {
                                    decided.countDown();
                                }
                            }
                        }
                    });
            client.funding()
                    .createBalanceLedgerSubscription(
                            client.ledgerRequest()
                                    .setResumeTime(Timestamp.getDefaultInstance())
                                    .build(),
                            new Each<CreateBalanceLedgerSubscriptionResponse>() {
                                @Override
                                public void onNext(CreateBalanceLedgerSubscriptionResponse message) {
                                    for (BalanceLedgerEntry entry : message.getEntriesList()) {
                                        balance.set(entry.getAfterBalance());
                                    }
                                }
                            });

            Semaphore inFlight = new Semaphore(IN_FLIGHT);
            for (int i = 0; i < ORDERS; i++) {
                inFlight.acquire();
                Side side = i % 3 == 0 ? Side.SIDE_SELL : Side.SIDE_BUY;
                client.asyncOrders()
                        .insertOrder(
                                client.order("o" + i, side, 300 + i % 400, 100 + i % 900)
                                        .build(),
                                new Each<InsertOrderResponse>() {
                                    @Override
                                    public void onCompleted() {
                                        inFlight.release();
                                    }
                                });
            }
            assertThat(decided.await(60, TimeUnit.SECONDS)).isTrue();

            VenueTruth truth = simulator.truth();
            assertThat(truth.balanceMicros()).isEqualTo(truth.initialBalanceMicros() + truth.entriesSumMicros());
            assertThat(truth.openRequirementMicros()).isLessThanOrEqualTo(truth.balanceMicros() - truth.marginMicros());
            assertThat(truth.counts().inserted()).isEqualTo(ORDERS);
            assertThat(truth.counts().rejectedForFunds()).isPositive();
            assertThat(balance.get()).isNotEmpty();
        }
    }

    private abstract static class Each<T> implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            // of no interest
        }

        @Override
        public void onError(Throwable failure) {
            // the test has ended, or will by its deadline
        }

        @Override
        public void onCompleted() {
            // of no interest
        }
    }
}
