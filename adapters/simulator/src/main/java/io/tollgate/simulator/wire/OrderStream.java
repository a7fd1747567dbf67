package io.tollgate.simulator.wire;

import io.grpc.stub.ServerCallStreamObserver;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.OrderHeartbeat;
import io.tollgate.proto.polymarket.v1.OrderSnapshot;
import io.tollgate.proto.polymarket.v1.OrderUpdate;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.VenueState;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** One order subscription: a snapshot or a replay, then live. Venue thread only. */
final class OrderStream extends Stream<CreateOrderSubscriptionResponse> {
    private static final int MOST_PER_MESSAGE = 100;

    private final VenueState state;
    private final InstantSource clock;
    private final String account;
    private final String sessionId;
    private final Set<String> symbols;
    private final boolean snapshotOnly;
    /** Made at once, so that it is of one moment; bounded by the number of working orders. */
    private final Deque<CreateOrderSubscriptionResponse> snapshot = new ArrayDeque<>();

    private int nextIndex;

    OrderStream(
            ServerCallStreamObserver<CreateOrderSubscriptionResponse> observer,
            VenueState state,
            InstantSource clock,
            String account,
            String sessionId,
            CreateOrderSubscriptionRequest request) {
        super(observer);
        this.state = state;
        this.clock = clock;
        this.account = account;
        this.sessionId = sessionId;
        this.symbols = new HashSet<>(request.getSymbolsList());
        this.snapshotOnly = request.getSnapshotOnly();
        if (request.hasResumeSequence()) {
            this.nextIndex = (int) Math.min(
                    Math.max(0, request.getResumeSequence()),
                    state.orderEvents().size());
        } else {
            this.nextIndex = state.orderEvents().size();
            makeSnapshot();
        }
    }

    private void makeSnapshot() {
        OrderSnapshot.Builder page = OrderSnapshot.newBuilder();
        for (Order order : state.workingOrders()) {
            if (wanted(order)) {
                if (page.getOrdersCount() == MOST_PER_MESSAGE) {
                    // the position is told with the last page: one that breaks off starts again
                    snapshot.add(message(0).setSnapshot(page).build());
                    page = OrderSnapshot.newBuilder();
                }
                page.addOrders(Messages.order(order, account));
            }
        }
        snapshot.add(message(nextIndex).setSnapshot(page).build());
    }

    private boolean wanted(Order order) {
        return symbols.isEmpty() || symbols.contains(order.ticket.symbol());
    }

    private CreateOrderSubscriptionResponse.Builder message(long sequence) {
        return CreateOrderSubscriptionResponse.newBuilder()
                .setSessionId(sessionId)
                .setProcessedSentTime(Messages.timestamp(clock.millis()))
                .setSequence(sequence);
    }

    @Override
    void pump() {
        while (!snapshot.isEmpty() && ready()) {
            send(snapshot.remove());
        }
        if (snapshotOnly) {
            if (snapshot.isEmpty()) {
                complete();
            }
            return;
        }
        while (snapshot.isEmpty() && nextIndex < state.orderEvents().size() && ready()) {
            sendNext();
        }
    }

    /** Sends the next executions together, or one refused request. */
    private void sendNext() {
        OrderUpdate.Builder update = OrderUpdate.newBuilder();
        int end = state.orderEvents().size();
        while (nextIndex < end && update.getExecutionsCount() < MOST_PER_MESSAGE) {
            OrderEvent event = state.orderEvents().get(nextIndex);
            if (wanted(event.order())) {
                if (Messages.isRefusedRequest(event)) {
                    if (update.getExecutionsCount() == 0) {
                        nextIndex++;
                        update.setCancelReject(Messages.cancelReject(event));
                    }
                    break;
                }
                update.addExecutions(Messages.execution(event, account));
            }
            nextIndex++;
        }
        if (update.getExecutionsCount() > 0 || update.hasCancelReject()) {
            send(message(nextIndex).setUpdate(update).build());
        }
    }

    @Override
    void heartbeat() {
        if (snapshot.isEmpty() && ready()) {
            send(message(nextIndex)
                    .setHeartbeat(OrderHeartbeat.getDefaultInstance())
                    .build());
        }
    }
}
