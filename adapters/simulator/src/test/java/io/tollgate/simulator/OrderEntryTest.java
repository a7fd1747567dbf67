package io.tollgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tollgate.proto.polymarket.v1.CancelOrderRequest;
import io.tollgate.proto.polymarket.v1.CancelReplaceOrderRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.Execution;
import io.tollgate.proto.polymarket.v1.ExecutionType;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceResponse;
import io.tollgate.proto.polymarket.v1.GetOpenOrdersRequest;
import io.tollgate.proto.polymarket.v1.GetOrderStatusRequest;
import io.tollgate.proto.polymarket.v1.GetOrderStatusResponse;
import io.tollgate.proto.polymarket.v1.OrdRejectReason;
import io.tollgate.proto.polymarket.v1.OrderState;
import io.tollgate.proto.polymarket.v1.OrderType;
import io.tollgate.proto.polymarket.v1.OrderUpdate;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TradeState;
import io.tollgate.simulator.TestClient.Received;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderEntryTest {
    private final VenueSimulator simulator = VenueSimulator.start(
            TestClient.config().initialBalanceMicros(100_000_000).build());
    private final TestClient client = new TestClient(simulator);
    private final Received<CreateOrderSubscriptionResponse> stream = client.subscribeOrders(
            CreateOrderSubscriptionRequest.newBuilder().setResumeSequence(0).build());

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    private OrderUpdate nextUpdate() {
        return ((CreateOrderSubscriptionResponse) stream.next()).getUpdate();
    }

    private Execution nextExecution() {
        OrderUpdate update = nextUpdate();
        assertThat(update.getExecutionsCount()).isEqualTo(1);
        return update.getExecutions(0);
    }

    private String insert(String clordId, long price, long quantity) {
        return client.orders()
                .insertOrder(
                        client.order(clordId, Side.SIDE_BUY, price, quantity).build())
                .getOrderId();
    }

    @Test
    void acceptsFillsAndReportsAnOrder() {
        String orderId = insert("o1", 500, 10_000);
        Execution accepted = nextExecution();
        String execId = simulator.fill("o1", 4_000, 490);
        Execution partial = nextExecution();
        simulator.fill("o1", 100_000, 500);
        Execution full = nextExecution();

        assertThat(accepted.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_NEW);
        assertThat(accepted.getOrder().getId()).isEqualTo(orderId);
        assertThat(partial.getId()).isEqualTo(execId);
        assertThat(partial.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_PARTIAL_FILL);
        assertThat(partial.getLastShares()).isEqualTo(4_000);
        assertThat(partial.getLastPx()).isEqualTo(490);
        // 0.0695 × 40 × 0.49 × 0.51 = 0.694722 → 0.69, over 1000 × 100
        assertThat(partial.getCommissionNotionalCollected()).isEqualTo(69_000);
        assertThat(partial.getAggressor()).isTrue();
        assertThat(full.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_FILL);
        assertThat(full.getOrder().getCumQty()).isEqualTo(10_000);
        assertThat(full.getOrder().getLeavesQty()).isZero();
        assertThat(full.getOrder().getAvgPx()).isEqualTo(496);
        assertThat(full.getOrder().getPriceToQuantityFilledMap())
                .containsEntry(490L, 4_000L)
                .containsEntry(500L, 6_000L);
        assertThat(full.getOrder().getState()).isEqualTo(OrderState.ORDER_STATE_FILLED);
        assertThat(full.getSequence()).isEqualTo(3);
        VenueTruth truth = simulator.truth();
        // 100 − 19.60 − 30.00 − 1.73 (of 1.737222, the running total never above its rounding 1.74)
        assertThat(truth.balanceMicros()).isEqualTo(48_670_000);
        assertThat(truth.positions()).containsEntry("sim-event-a", 10_000L);
        assertThat(truth.counts().partialFills()).isEqualTo(1);
    }

    @Test
    void rejectsForFundsOnTheStreamNotInTheAnswer() {
        String orderId = insert("o1", 500, 100_000);

        Execution rejected = nextExecution();

        assertThat(orderId).isNotEmpty();
        assertThat(rejected.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_REJECTED);
        assertThat(rejected.getOrderRejectReason()).isEqualTo(OrdRejectReason.ORD_REJECT_REASON_EXCHANGE_OPTION);
        assertThat(rejected.getText()).isEqualTo("100 USD available, requested 517.38");
        assertThat(simulator.truth().counts().rejectedForFunds()).isEqualTo(1);
    }

    @Test
    void rejectsWhatTheVenueDoesNotTake() {
        insert("o1", 5, 100);
        assertThat(nextExecution().getOrderRejectReason())
                .isEqualTo(OrdRejectReason.ORD_REJECT_REASON_PRICE_OUT_OF_BOUNDS);
        insert("o2", 500, 0);
        assertThat(nextExecution().getOrderRejectReason())
                .isEqualTo(OrdRejectReason.ORD_REJECT_REASON_INCORRECT_QUANTITY);
        client.orders()
                .insertOrder(client.order("o3", Side.SIDE_BUY, 500, 100)
                        .setSymbol("unheard-of")
                        .build());
        assertThat(nextExecution().getOrderRejectReason()).isEqualTo(OrdRejectReason.ORD_REJECT_REASON_UNKNOWN_SYMBOL);
        client.orders()
                .insertOrder(client.order("o4", Side.SIDE_BUY, 500, 100)
                        .setType(OrderType.ORDER_TYPE_STOP)
                        .build());
        assertThat(nextExecution().getOrderRejectReason())
                .isEqualTo(OrdRejectReason.ORD_REJECT_REASON_INCORRECT_ORDER_TYPE);
        insert("o4", 500, 100);
        assertThat(nextExecution().getText()).isEqualTo("duplicate clord_id");
        assertThatThrownBy(() -> insert("with blank", 500, 100)).hasMessageContaining("INVALID_ARGUMENT");
        assertThat(simulator.truth().openRequirementMicros()).isZero();
    }

    @Test
    void cancelsAndRefusesALateCancel() {
        String orderId = insert("o1", 500, 100);
        nextExecution();

        client.orders()
                .cancelOrder(CancelOrderRequest.newBuilder().setOrderId(orderId).build());
        Execution canceled = nextExecution();
        client.orders()
                .cancelOrder(CancelOrderRequest.newBuilder().setClordId("o1").build());
        OrderUpdate late = nextUpdate();

        assertThat(canceled.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_CANCELED);
        assertThat(canceled.getOrder().getLeavesQty()).isZero();
        assertThat(late.getCancelReject().getText()).isEqualTo("too late to cancel");
        assertThat(late.getCancelReject().getReplace()).isFalse();
        assertThatThrownBy(() -> client.orders()
                        .cancelOrder(CancelOrderRequest.newBuilder()
                                .setClordId("never")
                                .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        unknown -> assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    @Test
    void replacesOrKeepsTheOldTerms() {
        String orderId = insert("o1", 500, 10_000);
        nextExecution();

        client.orders()
                .cancelReplaceOrder(CancelReplaceOrderRequest.newBuilder()
                        .setOrderId(orderId)
                        .setClordId("o2")
                        .setPrice(510)
                        .setOrderQty(10_000)
                        .build());
        Execution replaced = nextExecution();
        client.orders()
                .cancelReplaceOrder(CancelReplaceOrderRequest.newBuilder()
                        .setOrigClordId("o2")
                        .setClordId("o3")
                        .setPrice(990)
                        .setOrderQty(20_000)
                        .build());
        OrderUpdate refused = nextUpdate();

        assertThat(replaced.getType()).isEqualTo(ExecutionType.EXECUTION_TYPE_REPLACE);
        assertThat(replaced.getOrder().getClordId()).isEqualTo("o2");
        assertThat(replaced.getOrder().getOrigClordId()).isEqualTo("o1");
        assertThat(refused.getCancelReject().getReplace()).isTrue();
        assertThat(refused.getCancelReject().getClordId()).isEqualTo("o3");
        assertThat(refused.getCancelReject().getOrigClordId()).isEqualTo("o2");
        assertThat(refused.getCancelReject().getText()).contains("USD available, requested");
        assertThat(client.orders()
                        .getOpenOrders(GetOpenOrdersRequest.getDefaultInstance())
                        .getOrders(0)
                        .getPrice())
                .isEqualTo(510);
    }

    @Test
    void answersWhatBecameOfAnOrder() {
        insert("o1", 500, 10_000);
        nextExecution();
        String execId = simulator.fill("o1", 4_000, 500);
        nextExecution();
        simulator.bust(execId);

        GetOrderStatusResponse status = client.orders()
                .getOrderStatus(
                        GetOrderStatusRequest.newBuilder().setClordId("o1").build());

        assertThat(status.getOrder().getState()).isEqualTo(OrderState.ORDER_STATE_PARTIALLY_FILLED);
        assertThat(status.getOrder().getCumQty()).isZero();
        assertThat(status.getOrder().getLeavesQty()).isEqualTo(6_000);
        assertThat(status.getExecutionsList())
                .extracting(Execution::getTradeState)
                .containsExactly(
                        TradeState.TRADE_STATE_UNDEFINED, TradeState.TRADE_STATE_NEW, TradeState.TRADE_STATE_BUSTED);
        assertThat(status.getExecutions(2).getId()).isEqualTo(execId);
        assertThat(status.getExecutions(2).getTradeId())
                .isEqualTo(status.getExecutions(1).getTradeId());
        assertThatThrownBy(() -> client.orders()
                        .getOrderStatus(GetOrderStatusRequest.newBuilder()
                                .setClordId("never")
                                .build()))
                .hasMessageContaining("NOT_FOUND");
    }

    @Test
    void aReconnectingRouterMissesNothing() {
        insert("o1", 500, 100);
        long seen = nextExecution().getSequence();
        simulator.fill("o1", 50, 500);
        simulator.cancelUnsolicited("o1");

        Received<CreateOrderSubscriptionResponse> again =
                client.subscribeOrders(CreateOrderSubscriptionRequest.newBuilder()
                        .setResumeSequence(seen)
                        .build());
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < 2) {
            ((CreateOrderSubscriptionResponse) again.next())
                    .getUpdate()
                    .getExecutionsList()
                    .forEach(execution -> sequences.add(execution.getSequence()));
        }

        assertThat(sequences).containsExactly(seen + 1, seen + 2);
    }

    @Test
    void givesASnapshotOfWorkingOrders() {
        insert("o1", 500, 100);
        nextExecution();

        var snapshotOnly = client.subscribeOrders(CreateOrderSubscriptionRequest.newBuilder()
                .setSnapshotOnly(true)
                .build());
        CreateOrderSubscriptionResponse snapshot = (CreateOrderSubscriptionResponse) snapshotOnly.next();

        assertThat(snapshot.getSnapshot().getOrders(0).getClordId()).isEqualTo("o1");
        assertThat(snapshot.getSequence()).isEqualTo(1);
        assertThat(snapshotOnly.next()).isEqualTo("completed");
    }

    @Test
    void theBalanceReadShowsOpenOrdersAndBuyingPower() {
        insert("o1", 500, 10_000);
        nextExecution();

        GetAccountBalanceResponse balance = client.positions()
                .getAccountBalance(GetAccountBalanceRequest.newBuilder()
                        .setName(client.endpoints.account())
                        .setCurrency("USD")
                        .build());

        assertThat(balance.getBalance()).isEqualTo("100.00");
        assertThat(balance.getOpenOrders()).isEqualTo("51.74");
        assertThat(balance.getBuyingPower()).isEqualTo("48.26");
    }

    @Test
    void auditsEveryOrder() {
        insert("o1", 500, 100);
        nextExecution();
        insert("o2", 500, 100_000);
        nextExecution();
        simulator.fill("o1", 60, 500);

        List<OrderAudit> audit = new ArrayList<>();
        simulator.audit(audit::add);

        assertThat(audit).extracting(OrderAudit::clordId).containsExactly("o1", "o2");
        assertThat(audit.get(0).cumQuantity()).isEqualTo(60);
        assertThat(audit.get(0).state()).isEqualTo("PARTIALLY_FILLED");
        assertThat(audit.get(0).requirementMicros()).isEqualTo(simulator.truth().openRequirementMicros());
        assertThat(audit.get(1).refusedForFunds()).isTrue();
    }
}
