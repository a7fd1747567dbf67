package io.tollgate.simulator.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.tollgate.proto.polymarket.v1.CancelOrderRequest;
import io.tollgate.proto.polymarket.v1.CancelOrderResponse;
import io.tollgate.proto.polymarket.v1.CancelReplaceOrderRequest;
import io.tollgate.proto.polymarket.v1.CancelReplaceOrderResponse;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.GetOpenOrdersRequest;
import io.tollgate.proto.polymarket.v1.GetOpenOrdersResponse;
import io.tollgate.proto.polymarket.v1.GetOrderStatusRequest;
import io.tollgate.proto.polymarket.v1.GetOrderStatusResponse;
import io.tollgate.proto.polymarket.v1.InsertOrderRequest;
import io.tollgate.proto.polymarket.v1.InsertOrderResponse;
import io.tollgate.proto.polymarket.v1.OrderEntryAPIGrpc;
import io.tollgate.proto.polymarket.v1.OrderType;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.Identifiers;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.OrderInserted.Ticket;
import io.tollgate.simulator.venue.Venue;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code polymarket.v1.OrderEntryAPI}. What is malformed on the wire is refused by status; what the venue would refuse comes as an
 * execution report.
 */
final class OrderEntryService extends OrderEntryAPIGrpc.OrderEntryAPIImplBase {
    private final Replies replies;
    private final StreamHub hub;
    private final Venue venue;
    private final InstantSource clock;
    private final int maxOrders;

    OrderEntryService(Replies replies, StreamHub hub, Venue venue, InstantSource clock, int maxOrders) {
        this.replies = replies;
        this.hub = hub;
        this.venue = venue;
        this.clock = clock;
        this.maxOrders = maxOrders;
    }

    @Override
    public void insertOrder(InsertOrderRequest request, StreamObserver<InsertOrderResponse> observer) {
        Ticket ticket;
        try {
            replies.checkAccount(request.getAccount());
            ticket = ticket(request);
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return;
        }
        replies.answer(observer, () -> {
            if (venue.state().orders().size() >= maxOrders) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("the simulator keeps at most " + maxOrders
                                + " orders: start with a larger maxOrders or a new directory")
                        .asRuntimeException();
            }
            Order order = venue.trading().insert(ticket);
            return InsertOrderResponse.newBuilder().setOrderId(order.id).build();
        });
    }

    private static Ticket ticket(InsertOrderRequest request) {
        checkName("clord_id", request.getClordId());
        checkName("symbol", request.getSymbol());
        if (request.getSide() != Side.SIDE_BUY && request.getSide() != Side.SIDE_SELL) {
            throw invalid("side must be SIDE_BUY or SIDE_SELL: side=" + request.getSide());
        }
        TimeInForce tif = request.getTimeInForce();
        boolean supported = request.getType() == OrderType.ORDER_TYPE_LIMIT
                && tif != TimeInForce.UNRECOGNIZED
                && tif != TimeInForce.TIME_IN_FORCE_GOOD_TILL_TIME
                && request.getStopPrice() == 0
                && request.getMinQty() == 0
                && request.getCashOrderQty() == 0
                && !request.getAllOrNone()
                && !request.getStrictLimit()
                && !request.getBestLimit()
                && !request.getImmediatelyExecutableLimit();
        return new Ticket(
                request.getClordId(),
                request.getSymbol(),
                request.getSide(),
                request.getPrice(),
                request.getOrderQty(),
                tif == TimeInForce.UNRECOGNIZED ? TimeInForce.TIME_IN_FORCE_UNDEFINED : tif,
                request.getParticipateDontInitiate(),
                supported);
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<CancelOrderResponse> observer) {
        replies.answer(observer, () -> {
            Order order = require(request.getOrderId(), request.getClordId());
            venue.trading().cancel(order, request.getClordId());
            return CancelOrderResponse.getDefaultInstance();
        });
    }

    @Override
    public void cancelReplaceOrder(
            CancelReplaceOrderRequest request, StreamObserver<CancelReplaceOrderResponse> observer) {
        try {
            checkName("clord_id", request.getClordId());
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return;
        }
        replies.answer(observer, () -> {
            Order order = require(request.getOrderId(), request.getOrigClordId());
            venue.trading().replace(order, request.getClordId(), request.getPrice(), request.getOrderQty());
            return CancelReplaceOrderResponse.getDefaultInstance();
        });
    }

    @Override
    public void getOpenOrders(GetOpenOrdersRequest request, StreamObserver<GetOpenOrdersResponse> observer) {
        Set<String> symbols = new HashSet<>(request.getSymbolsList());
        if (refusedAccounts(request.getAccountsList(), observer)) {
            return;
        }
        replies.answer(observer, () -> {
            GetOpenOrdersResponse.Builder answer = GetOpenOrdersResponse.newBuilder();
            for (Order order : venue.state().workingOrders()) {
                if (symbols.isEmpty() || symbols.contains(order.ticket.symbol())) {
                    answer.addOrders(Messages.order(order, replies.account()));
                }
            }
            return answer.build();
        });
    }

    @Override
    public void getOrderStatus(GetOrderStatusRequest request, StreamObserver<GetOrderStatusResponse> observer) {
        replies.answer(observer, () -> {
            Order order = require(request.getOrderId(), request.getClordId());
            GetOrderStatusResponse.Builder answer =
                    GetOrderStatusResponse.newBuilder().setOrder(Messages.order(order, replies.account()));
            for (OrderEvent event : order.events()) {
                if (!Messages.isRefusedRequest(event)) {
                    answer.addExecutions(Messages.execution(event, replies.account()));
                }
            }
            return answer.build();
        });
    }

    @Override
    public void createOrderSubscription(
            CreateOrderSubscriptionRequest request, StreamObserver<CreateOrderSubscriptionResponse> answers) {
        if (refusedAccounts(request.getAccountsList(), answers)) {
            return;
        }
        ServerCallStreamObserver<CreateOrderSubscriptionResponse> observer =
                (ServerCallStreamObserver<CreateOrderSubscriptionResponse>) answers;
        String sessionId = "session-" + UUID.randomUUID();
        hub.open(
                observer,
                FaultKind.DROP_ORDER_STREAM,
                ready -> new OrderStream(ready, venue.state(), clock, replies.account(), sessionId, request));
    }

    private boolean refusedAccounts(List<String> accounts, StreamObserver<?> observer) {
        try {
            accounts.forEach(replies::checkAccount);
            return false;
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return true;
        }
    }

    private Order require(String orderId, String clordId) {
        if (orderId.isEmpty() && clordId.isEmpty()) {
            throw invalid("the order must be named by its order id or a client order id");
        }
        @Nullable
        Order order = orderId.isEmpty()
                ? venue.state().orderByClordId(clordId)
                : venue.state().orderById(orderId);
        if (order == null) {
            throw Status.NOT_FOUND
                    .withDescription("no such order: order_id=" + orderId + " clord_id=" + clordId)
                    .asRuntimeException();
        }
        return order;
    }

    private static void checkName(String field, String value) {
        if (!Identifiers.isValid(value)) {
            throw invalid(
                    field + " must be 1 to " + Identifiers.MAX_LENGTH + " printable ASCII characters without blanks");
        }
    }

    private static StatusRuntimeException invalid(String description) {
        return Status.INVALID_ARGUMENT.withDescription(description).asRuntimeException();
    }
}
