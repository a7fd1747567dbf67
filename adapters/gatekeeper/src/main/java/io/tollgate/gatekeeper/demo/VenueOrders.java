package io.tollgate.gatekeeper.demo;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.tollgate.gatekeeper.demo.VenueReport.Kind;
import io.tollgate.proto.polymarket.v1.CancelOrderRequest;
import io.tollgate.proto.polymarket.v1.CancelReplaceOrderRequest;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.FundingAPIGrpc;
import io.tollgate.proto.polymarket.v1.GetOrderStatusRequest;
import io.tollgate.proto.polymarket.v1.GetOrderStatusResponse;
import io.tollgate.proto.polymarket.v1.InsertOrderRequest;
import io.tollgate.proto.polymarket.v1.ManualOrderIndicator;
import io.tollgate.proto.polymarket.v1.OrderEntryAPIGrpc;
import io.tollgate.proto.polymarket.v1.OrderType;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Order entry over gRPC: requests leave without waiting, what became of them comes as {@link VenueReport}s.
 *
 * <p>Threading: requests from any thread. Reports are handed to the sink on gRPC's network thread; the sink may block it, and with it
 * the venue's stream, for as long as a lane's queue is full.
 */
final class VenueOrders implements AutoCloseable {
    /** Requests that may wait for an answer; above it {@link #hasRoom} says no. */
    static final int MOST_CALLS_IN_FLIGHT = 4_096;

    private static final int CLOSE_SECONDS = 2;

    private final String account;
    private final Consumer<VenueReport> sink;
    private final ManagedChannel channel;
    private final VenueToken token;
    private final OrderEntryAPIGrpc.OrderEntryAPIStub stub;
    private final ScheduledExecutorService housekeeping;
    private final AtomicInteger callsInFlight = new AtomicInteger();
    private final OrderStream stream;

    VenueOrders(String host, int port, String account, VenueToken token, Consumer<VenueReport> sink) {
        this.account = account;
        this.sink = sink;
        this.token = token;
        this.channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .directExecutor()
                .build();
        this.stub = OrderEntryAPIGrpc.newStub(channel).withCallCredentials(token);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread thread = new Thread(task, "demo-order-stream");
            thread.setDaemon(true);
            return thread;
        });
        this.stream = new OrderStream(stub, account, housekeeping, sink);
        final long period = VenueToken.RENEW_EVERY.toSeconds();
        final var unused = housekeeping.scheduleWithFixedDelay(() -> renew(token), period, period, TimeUnit.SECONDS);
    }

    private void renew(VenueToken token) {
        try {
            token.renew();
        } catch (final DemoException e) {
            // the old token is good for another period, then calls fail and orders are asked after
            System.err.println("demo: " + e.getMessage());
        }
    }

    /** The venue's ledger, for a thread that may wait. */
    FundingAPIGrpc.FundingAPIBlockingStub funding() {
        return FundingAPIGrpc.newBlockingStub(channel).withCallCredentials(token);
    }

    /** Opens the order stream: what happens from now on is reported. Waits until it is open. */
    void open() {
        stream.open();
    }

    boolean hasRoom() {
        return callsInFlight.get() < MOST_CALLS_IN_FLIGHT;
    }

    void insert(String symbol, long orderKey, long price, long quantity) {
        final InsertOrderRequest request = InsertOrderRequest.newBuilder()
                .setType(OrderType.ORDER_TYPE_LIMIT)
                .setSide(Side.SIDE_BUY)
                .setOrderQty(quantity)
                .setSymbol(symbol)
                .setPrice(price)
                .setTimeInForce(TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL)
                .setClordId(OrderKey.clordId(orderKey, 0))
                .setAccount(account)
                .setManualOrderIndicator(ManualOrderIndicator.MANUAL_ORDER_INDICATOR_AUTOMATED)
                .build();
        callsInFlight.incrementAndGet();
        stub.insertOrder(request, new Outcome<>(orderKey, 0));
    }

    void cancel(String symbol, long orderKey, int revision) {
        final CancelOrderRequest request = CancelOrderRequest.newBuilder()
                .setClordId(OrderKey.clordId(orderKey, revision))
                .setSymbol(symbol)
                .build();
        callsInFlight.incrementAndGet();
        stub.cancelOrder(request, new Outcome<>(orderKey, revision));
    }

    /** Asks for new terms; the order is known by the next revision once they are accepted. */
    void replace(String symbol, long orderKey, int revision, int nextRevision, long price, long totalQuantity) {
        final CancelReplaceOrderRequest request = CancelReplaceOrderRequest.newBuilder()
                .setOrigClordId(OrderKey.clordId(orderKey, revision))
                .setClordId(OrderKey.clordId(orderKey, nextRevision))
                .setSymbol(symbol)
                .setPrice(price)
                .setOrderQty(totalQuantity)
                .setTimeInForce(TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL)
                .setManualOrderIndicator(ManualOrderIndicator.MANUAL_ORDER_INDICATOR_AUTOMATED)
                .build();
        callsInFlight.incrementAndGet();
        stub.cancelReplaceOrder(request, new Outcome<>(orderKey, nextRevision));
    }

    /** Asks what became of an order: its executions are reported as if they came now, then {@link Kind#STATUS} or NOT_FOUND. */
    void status(long orderKey) {
        final GetOrderStatusRequest request = GetOrderStatusRequest.newBuilder()
                .setClordId(OrderKey.clordId(orderKey, 0))
                .build();
        callsInFlight.incrementAndGet();
        stub.getOrderStatus(request, new StatusOutcome(orderKey));
    }

    @Override
    public void close() {
        stream.close();
        housekeeping.shutdownNow();
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer to a request says only that it arrived; that it failed is reported, for what became of it is not known. */
    private class Outcome<T> implements StreamObserver<T> {
        final long orderKey;
        private final int revision;

        Outcome(long orderKey, int revision) {
            this.orderKey = orderKey;
            this.revision = revision;
        }

        @Override
        public void onNext(T answer) {}

        @Override
        public void onError(Throwable failure) {
            callsInFlight.decrementAndGet();
            failed(Status.fromThrowable(failure));
        }

        void failed(Status status) {
            sink.accept(VenueReport.about(Kind.CALL_FAILED, orderKey, revision));
        }

        @Override
        public void onCompleted() {
            callsInFlight.decrementAndGet();
        }
    }

    private final class StatusOutcome extends Outcome<GetOrderStatusResponse> {
        StatusOutcome(long orderKey) {
            super(orderKey, 0);
        }

        @Override
        public void onNext(GetOrderStatusResponse answer) {
            for (final Execution execution : answer.getExecutionsList()) {
                sink.accept(ReportDecoder.execution(execution));
            }
            sink.accept(ReportDecoder.status(orderKey, answer.getOrder()));
        }

        @Override
        void failed(Status status) {
            final boolean absent = status.getCode() == Status.Code.NOT_FOUND;
            sink.accept(VenueReport.about(absent ? Kind.STATUS_NOT_FOUND : Kind.CALL_FAILED, orderKey, 0));
        }
    }
}
