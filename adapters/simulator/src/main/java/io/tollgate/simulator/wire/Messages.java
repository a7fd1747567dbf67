package io.tollgate.simulator.wire;

import com.google.protobuf.Timestamp;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CancelReject;
import io.tollgate.proto.polymarket.v1.CxlRejReason;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.ExecutionType;
import io.tollgate.proto.polymarket.v1.OrderType;
import io.tollgate.proto.polymarket.v1.TradeState;
import io.tollgate.simulator.InstrumentSpec;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.Order;
import io.tollgate.simulator.venue.OrderEvent;
import io.tollgate.simulator.venue.OrderEvent.Fill;
import io.tollgate.simulator.venue.OrderEvent.Kind;
import io.tollgate.simulator.venue.OrderEvent.Terms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;

/** The venue's records as messages of the contract. Venue thread only, where an order's history is read. */
final class Messages {
    static final String CURRENCY = "USD";

    private Messages() {}

    static Timestamp timestamp(long epochMillis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(epochMillis, 1000L))
                .setNanos(Math.floorMod(epochMillis, 1000) * 1_000_000)
                .build();
    }

    static BalanceLedgerEntry entry(LedgerEntry entry, String account) {
        return BalanceLedgerEntry.newBuilder()
                .setId(entry.id())
                .setAccount(account)
                .setCurrency(CURRENCY)
                .setBeforeBalance(Micros.toDecimal(entry.beforeMicros()))
                .setAfterBalance(Micros.toDecimal(entry.afterMicros()))
                .setDescription(entry.description())
                .setUpdateTime(timestamp(entry.timeMillis()))
                .setEntryType(entry.type())
                .setSymbol(entry.symbol())
                .setUpdateBusinessDate(Instant.ofEpochMilli(entry.timeMillis())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString())
                .build();
    }

    static io.tollgate.proto.polymarket.v1.Order order(Order order, String account) {
        return order(order, order.terms(), Long.MAX_VALUE, account);
    }

    /** The order as it was after the event with this sequence. */
    private static io.tollgate.proto.polymarket.v1.Order order(
            Order order, Terms terms, long sequence, String account) {
        InstrumentSpec spec = order.spec();
        io.tollgate.proto.polymarket.v1.Order.Builder message = io.tollgate.proto.polymarket.v1.Order.newBuilder()
                .setId(order.id)
                .setType(OrderType.ORDER_TYPE_LIMIT)
                .setSide(order.ticket.side())
                .setOrderQty(terms.quantity())
                .setSymbol(order.ticket.symbol())
                .setClordId(terms.clordId())
                .setTimeInForce(order.ticket.timeInForce())
                .setAccount(account)
                .setCumQty(terms.cumQuantity())
                .setLeavesQty(terms.leavesQuantity())
                .setState(terms.state())
                .setPrice(terms.price())
                .setInsertTime(timestamp(order.insertTimeMillis))
                .setCreateTime(timestamp(order.insertTimeMillis))
                .setParticipateDontInitiate(order.ticket.postOnly())
                .setPriceScale(spec.priceScale())
                .setFractionalQuantityScale(spec.quantityScale())
                .setOrigClordId(terms.origClordId());
        if (terms.cumQuantity() > 0) {
            message.setAvgPx(BigDecimal.valueOf(terms.notional())
                    .divide(BigDecimal.valueOf(terms.cumQuantity()), 0, RoundingMode.HALF_EVEN)
                    .longValueExact());
        }
        long feesMicros = 0;
        for (OrderEvent event : order.events()) {
            if (event.sequence() > sequence) {
                break;
            }
            Fill fill = event.fill();
            int sign = event.kind() == Kind.BUST ? -1 : 1;
            if (fill.quantity() > 0) {
                feesMicros += sign * fill.feeMicros();
                long filled = message.getPriceToQuantityFilledOrDefault(fill.price(), 0) + sign * fill.quantity();
                if (filled == 0) {
                    message.removePriceToQuantityFilled(fill.price());
                } else {
                    message.putPriceToQuantityFilled(fill.price(), filled);
                }
            }
        }
        return message.setCommissionNotionalTotalCollected(commission(feesMicros, spec))
                .build();
    }

    /** Commissions are integers over price scale × quantity scale. */
    private static long commission(long feeMicros, InstrumentSpec spec) {
        return feeMicros / spec.microsPerUnit();
    }

    static Execution execution(OrderEvent event, String account) {
        Fill fill = event.fill();
        Execution.Builder message = Execution.newBuilder()
                .setId(event.execId())
                .setOrder(order(event.order(), event.terms(), event.sequence(), account))
                .setLastShares(fill.quantity())
                .setLastPx(fill.price())
                .setType(type(event))
                .setText(event.text())
                .setOrderRejectReason(event.reason())
                .setTransactTime(timestamp(event.timeMillis()))
                .setTradeId(fill.tradeId())
                .setCommissionNotionalCollected(
                        commission(fill.feeMicros(), event.order().spec()))
                .setSequence(event.sequence());
        if (fill.quantity() > 0) {
            message.setAggressor(!fill.maker())
                    .setTradeState(
                            event.kind() == Kind.BUST ? TradeState.TRADE_STATE_BUSTED : TradeState.TRADE_STATE_NEW);
        }
        return message.build();
    }

    private static ExecutionType type(OrderEvent event) {
        return switch (event.kind()) {
            case NEW -> ExecutionType.EXECUTION_TYPE_NEW;
            case FILL, BUST ->
                event.terms().leavesQuantity() > 0
                        ? ExecutionType.EXECUTION_TYPE_PARTIAL_FILL
                        : ExecutionType.EXECUTION_TYPE_FILL;
            case CANCELED -> ExecutionType.EXECUTION_TYPE_CANCELED;
            case REPLACED -> ExecutionType.EXECUTION_TYPE_REPLACE;
            case REJECTED -> ExecutionType.EXECUTION_TYPE_REJECTED;
            case CANCEL_REJECTED, REPLACE_REJECTED ->
                throw new IllegalArgumentException("a refused request is no execution");
        };
    }

    static boolean isRefusedRequest(OrderEvent event) {
        return event.kind() == Kind.CANCEL_REJECTED || event.kind() == Kind.REPLACE_REJECTED;
    }

    static CancelReject cancelReject(OrderEvent event) {
        return CancelReject.newBuilder()
                .setOrderId(event.order().id)
                .setClordId(event.requestClordId())
                .setRejectReason(
                        event.text().startsWith("too late")
                                ? CxlRejReason.CXL_REJ_REASON_TOO_LATE_TO_CANCEL
                                : event.text().startsWith("duplicate")
                                        ? CxlRejReason.CXL_REJ_REASON_DUPLICATE_CLORD_ID
                                        : CxlRejReason.CXL_REJ_REASON_EXCHANGE_OPTION)
                .setText(event.text())
                .setTransactTime(timestamp(event.timeMillis()))
                .setReplace(event.kind() == Kind.REPLACE_REJECTED)
                .setOrigClordId(event.terms().clordId())
                .setSequence(event.sequence())
                .build();
    }
}
