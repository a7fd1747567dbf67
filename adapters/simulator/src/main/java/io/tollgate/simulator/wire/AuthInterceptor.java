package io.tollgate.simulator.wire;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.auth.Claims;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.fault.FaultBoard;
import java.time.InstantSource;
import java.util.Map;

/** Checks bearer token and scope before a call reaches its service. A running stream is not checked again. Thread-safe. */
public final class AuthInterceptor implements ServerInterceptor {
    /** What the caller's token says. */
    static final Context.Key<Claims> CLAIMS = Context.key("claims");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";
    private static final String WRITE_ORDERS = "write:orders";
    private static final String READ_ORDERS = "read:orders";
    private static final String READ_POSITIONS = "read:positions";
    private static final Map<String, String> SCOPES = Map.of(
            "polymarket.v1.FundingAPI/CreateBalanceLedgerSubscription", READ_POSITIONS,
            "polymarket.v1.PositionAPI/GetAccountBalance", READ_POSITIONS,
            "polymarket.v1.OrderEntryAPI/InsertOrder", WRITE_ORDERS,
            "polymarket.v1.OrderEntryAPI/CancelOrder", WRITE_ORDERS,
            "polymarket.v1.OrderEntryAPI/CancelReplaceOrder", WRITE_ORDERS,
            "polymarket.v1.OrderEntryAPI/GetOpenOrders", READ_ORDERS,
            "polymarket.v1.OrderEntryAPI/CreateOrderSubscription", READ_ORDERS,
            "polymarket.v1.OrderEntryAPI/GetOrderStatus", READ_ORDERS);

    private final TokenIssuer issuer;
    private final FaultBoard faults;
    private final InstantSource clock;

    /** Checks with this issuer. */
    public AuthInterceptor(TokenIssuer issuer, FaultBoard faults, InstantSource clock) {
        this.issuer = issuer;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String authorization = headers.get(AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("missing bearer token"));
        }
        if (faults.take(FaultKind.REFUSE_TOKENS) != null) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("token is not valid"));
        }
        Claims claims;
        try {
            claims = issuer.verify(authorization.substring(BEARER.length()), clock.millis());
        } catch (RefusedException refused) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription(refused.getMessage()));
        }
        String scope = SCOPES.get(call.getMethodDescriptor().getFullMethodName());
        if (scope == null || !claims.scopes().contains(scope)) {
            return refuse(
                    call,
                    Status.PERMISSION_DENIED.withDescription("permission denied: missing required scope " + scope));
        }
        return Contexts.interceptCall(Context.current().withValue(CLAIMS, claims), call, headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
