package io.tollgate.simulator.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceRequest;
import io.tollgate.proto.polymarket.v1.GetAccountBalanceResponse;
import io.tollgate.proto.polymarket.v1.PositionAPIGrpc;
import io.tollgate.simulator.Fault;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.money.Micros;
import io.tollgate.simulator.venue.VenueState;

/** {@code polymarket.v1.PositionAPI}. */
final class PositionService extends PositionAPIGrpc.PositionAPIImplBase {
    private final Replies replies;
    private final VenueState state;
    private final FaultBoard faults;

    PositionService(Replies replies, VenueState state, FaultBoard faults) {
        this.replies = replies;
        this.state = state;
        this.faults = faults;
    }

    @Override
    public void getAccountBalance(
            GetAccountBalanceRequest request, StreamObserver<GetAccountBalanceResponse> observer) {
        try {
            replies.checkAccount(request.getName());
            if (!request.getCurrency().equals(Messages.CURRENCY)) {
                throw Status.NOT_FOUND
                        .withDescription("no balance in this currency: currency=" + request.getCurrency())
                        .asRuntimeException();
            }
        } catch (StatusRuntimeException refused) {
            observer.onError(refused);
            return;
        }
        replies.answer(observer, this::balance);
    }

    private GetAccountBalanceResponse balance() {
        Fault lie = faults.take(FaultKind.LIE_POSITION_API);
        long off = lie == null ? 0 : lie.value();
        long balance = state.balanceMicros() + off;
        long margin = state.marginMicros();
        GetAccountBalanceResponse.Builder answer = GetAccountBalanceResponse.newBuilder()
                .setBalance(Micros.toDecimal(balance))
                .setCapitalRequirement(Micros.toDecimal(margin))
                .setExcessCapital(Micros.toDecimal(balance - margin))
                .setBuyingPower(Micros.toDecimal(state.buyingPowerMicros() + off))
                .setTotalSecurityNotionalValue("0")
                .setTotalSecurityAvailableValue("0")
                .setOpenOrders(Micros.toDecimal(state.openRequirementMicros()))
                .setUnsettledFunds("0")
                .setMarginRequirement(Micros.toDecimal(margin));
        // an account without entries has a time too: the adapter takes an answer without one for a misread contract
        return answer.setUpdateTime(Messages.timestamp(state.balanceTimeMillis()))
                .build();
    }
}
