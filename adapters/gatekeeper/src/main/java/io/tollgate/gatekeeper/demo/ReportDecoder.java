package io.tollgate.gatekeeper.demo;

import com.google.protobuf.Timestamp;
import io.tollgate.gatekeeper.demo.VenueReport.Kind;
import io.tollgate.proto.polymarket.v1.CancelReject;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.ExecutionType;
import io.tollgate.proto.polymarket.v1.Order;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.proto.polymarket.v1.TradeState;

/** Turns the venue's order messages into {@link VenueReport}s. */
final class ReportDecoder {
    /** The venue's words where funds do not suffice: "1000 USD available, requested 1200". The reason's number is shared with others. */
    private static final String LACK_OF_FUNDS = "USD available, requested";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ReportDecoder() {}

    static VenueReport execution(Execution execution) {
        final Order order = execution.getOrder();
        final boolean fill = execution.getType() == ExecutionType.EXECUTION_TYPE_PARTIAL_FILL
                || execution.getType() == ExecutionType.EXECUTION_TYPE_FILL;
        final String clordId = order.getClordId();
        return new VenueReport(
                kind(execution),
                OrderKey.parse(clordId),
                OrderKey.revision(clordId),
                fill ? ExecutionKey.of(execution.getId()) : 0,
                execution.getLastShares(),
                order.getCumQty(),
                fill ? execution.getLastPx() : order.getPrice(),
                order.getOrderQty(),
                Markets.commissionMicros(execution.getCommissionNotionalCollected()),
                nanos(execution.getTransactTime()),
                ended(order.getState()),
                execution.getText().contains(LACK_OF_FUNDS));
    }

    private static Kind kind(Execution execution) {
        if (execution.getTradeState() == TradeState.TRADE_STATE_BUSTED) {
            return Kind.BUST;
        }
        return switch (execution.getType()) {
            case EXECUTION_TYPE_NEW -> Kind.ACCEPTED;
            case EXECUTION_TYPE_PARTIAL_FILL, EXECUTION_TYPE_FILL -> Kind.FILL;
            case EXECUTION_TYPE_CANCELED -> Kind.CANCELLED;
            case EXECUTION_TYPE_REPLACE -> Kind.REPLACED;
            case EXECUTION_TYPE_REJECTED -> Kind.REJECTED;
            case EXECUTION_TYPE_EXPIRED, EXECUTION_TYPE_DONE_FOR_DAY -> Kind.EXPIRED;
            case UNRECOGNIZED ->
                throw new DemoException("the venue sent an execution of an unknown type: " + execution.getTypeValue());
        };
    }

    static VenueReport cancelReject(CancelReject reject) {
        final String clordId = reject.getClordId().isEmpty() ? reject.getOrigClordId() : reject.getClordId();
        return new VenueReport(
                reject.getReplace() ? Kind.REPLACE_REFUSED : Kind.CANCEL_REFUSED,
                OrderKey.parse(clordId),
                OrderKey.revision(clordId),
                0,
                0,
                0,
                0,
                0,
                0,
                nanos(reject.getTransactTime()),
                false,
                reject.getText().contains(LACK_OF_FUNDS));
    }

    /** The order as a status answer describes it. */
    static VenueReport status(long orderKey, Order order) {
        return new VenueReport(
                Kind.STATUS,
                orderKey,
                OrderKey.revision(order.getClordId()),
                0,
                0,
                order.getCumQty(),
                order.getPrice(),
                order.getOrderQty(),
                0,
                0,
                ended(order.getState()),
                false);
    }

    private static boolean ended(OrderState state) {
        return switch (state) {
            case ORDER_STATE_FILLED, ORDER_STATE_CANCELED, ORDER_STATE_REJECTED, ORDER_STATE_EXPIRED -> true;
            default -> false;
        };
    }

    private static long nanos(Timestamp time) {
        return Math.addExact(Math.multiplyExact(time.getSeconds(), NANOS_PER_SECOND), time.getNanos());
    }
}
