package io.tollgate.gatekeeper.demo;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.OrderEntryAPIGrpc;
import io.tollgate.proto.polymarket.v1.OrderUpdate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The venue's stream of executions. Opened live; when it breaks it is opened again after the last position that was handed on, so nothing is
 * missed, and what comes twice is recognised by the gate.
 *
 * <p>Threading: messages come on gRPC's network thread, one at a time.
 */
final class OrderStream implements AutoCloseable {
    private static final long NO_POSITION = -1;
    private static final long REOPEN_MILLIS = 100;
    private static final int OPEN_SECONDS = 10;

    private final OrderEntryAPIGrpc.OrderEntryAPIStub stub;
    private final String account;
    private final ScheduledExecutorService timer;
    private final Consumer<VenueReport> sink;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile long position = NO_POSITION;
    private volatile boolean closed;
    private volatile @Nullable Subscription current;

    OrderStream(
            OrderEntryAPIGrpc.OrderEntryAPIStub stub,
            String account,
            ScheduledExecutorService timer,
            Consumer<VenueReport> sink) {
        this.stub = stub;
        this.account = account;
        this.timer = timer;
        this.sink = sink;
    }

    /**
     * Opens the stream and waits for its first message.
     *
     * @throws DemoException if there is none
     */
    void open() {
        subscribe();
        try {
            if (!opened.await(OPEN_SECONDS, TimeUnit.SECONDS)) {
                throw new DemoException("the venue did not open the order stream within " + OPEN_SECONDS + " s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted while the order stream was opened", e);
        }
    }

    private void subscribe() {
        final CreateOrderSubscriptionRequest.Builder request =
                CreateOrderSubscriptionRequest.newBuilder().addAccounts(account);
        if (position != NO_POSITION) {
            request.setResumeSequence(position);
        }
        final Subscription subscription = new Subscription();
        current = subscription;
        stub.createOrderSubscription(request.build(), subscription);
    }

    private void take(CreateOrderSubscriptionResponse message) {
        if (message.hasUpdate()) {
            final OrderUpdate update = message.getUpdate();
            for (final Execution execution : update.getExecutionsList()) {
                sink.accept(ReportDecoder.execution(execution));
            }
            if (update.hasCancelReject()) {
                sink.accept(ReportDecoder.cancelReject(update.getCancelReject()));
            }
        }
        position = Math.max(position, message.getSequence());
        opened.countDown();
    }

    private void reopenLater() {
        if (closed) {
            return;
        }
        try {
            final var unused = timer.schedule(this::subscribe, REOPEN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (final RejectedExecutionException e) {
            // closed in between: nothing is to be opened again
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        final Subscription open = current;
        if (open != null) {
            open.cancel();
        }
    }

    private final class Subscription
            implements ClientResponseObserver<CreateOrderSubscriptionRequest, CreateOrderSubscriptionResponse> {
        private volatile @Nullable ClientCallStreamObserver<CreateOrderSubscriptionRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<CreateOrderSubscriptionRequest> requestStream) {
            call = requestStream;
        }

        void cancel() {
            final ClientCallStreamObserver<CreateOrderSubscriptionRequest> open = call;
            if (open != null) {
                open.cancel("the router is closing", null);
            }
        }

        @Override
        public void onNext(CreateOrderSubscriptionResponse message) {
            if (current == this) {
                take(message);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (current == this) {
                if (Status.fromThrowable(failure).getCode() != Status.Code.CANCELLED || !closed) {
                    reopenLater();
                }
            }
        }

        @Override
        public void onCompleted() {
            if (current == this) {
                reopenLater();
            }
        }
    }
}
