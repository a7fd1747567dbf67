package io.tollgate.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateOrderSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.FundingAPIGrpc;
import io.tollgate.proto.polymarket.v1.InsertOrderRequest;
import io.tollgate.proto.polymarket.v1.OrderEntryAPIGrpc;
import io.tollgate.proto.polymarket.v1.OrderType;
import io.tollgate.proto.polymarket.v1.PositionAPIGrpc;
import io.tollgate.proto.polymarket.v1.Side;
import io.tollgate.proto.polymarket.v1.TimeInForce;
import io.tollgate.simulator.rest.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A router's connection to a simulator, written from the venue's documentation. */
@SuppressWarnings("JavaUtilDate") // the JWT library speaks Date
final class TestClient implements AutoCloseable {
    /** Keys take long to make: all tests share these. */
    static final VenueCredentials CREDENTIALS = VenueCredentials.generate();

    static final String SYMBOL = "sim-event-a";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final ManagedChannel channel;
    final VenueEndpoints endpoints;
    private final VenueCredentials credentials;
    private @Nullable String token;

    private final InstantSource clock;

    TestClient(VenueControl simulator) {
        this(simulator, InstantSource.system());
    }

    TestClient(VenueControl simulator, InstantSource clock) {
        this.endpoints = simulator.endpoints();
        this.credentials = simulator.credentials();
        this.clock = clock;
        this.channel = NettyChannelBuilder.forAddress(endpoints.host(), endpoints.grpcPort())
                .usePlaintext()
                .build();
        this.token = token();
    }

    static SimulatorConfig.Builder config() {
        return SimulatorConfig.builder()
                .credentials(CREDENTIALS)
                .behaviour(MarketBehaviour.ALL_REST)
                .heartbeatMillis(60_000);
    }

    void useToken(@Nullable String value) {
        token = value;
    }

    // ---- tokens ----

    JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(credentials.clientId())
                .subject(credentials.clientId())
                .audience(endpoints.tokenUrl())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .jwtID(UUID.randomUUID().toString());
    }

    String assertion(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            jwt.sign(new RSASSASigner(credentials.privateKey()));
            return jwt.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    HttpResponse<String> tokenResponse(String assertion) {
        try {
            String body = Http.JSON.writeValueAsString(Map.of(
                    "client_id",
                    credentials.clientId(),
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion",
                    assertion,
                    "audience",
                    endpoints.audience(),
                    "grant_type",
                    "client_credentials"));
            return send(HttpRequest.newBuilder(URI.create(endpoints.tokenUrl()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String token() {
        HttpResponse<String> response = tokenResponse(assertion(claims().build()));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
        try {
            return Http.JSON.readTree(response.body()).get("access_token").textValue();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    // ---- retail ----

    HttpResponse<String> balances() {
        return retail("/v1/account/balances", "/v1/account/balances", clock.millis());
    }

    HttpResponse<String> retail(String pathAndQuery, String signedPath, long timestampMillis) {
        return send(HttpRequest.newBuilder(URI.create(endpoints.restUrl() + pathAndQuery))
                .header("X-PM-Access-Key", credentials.retailKeyId())
                .header("X-PM-Timestamp", Long.toString(timestampMillis))
                .header("X-PM-Signature", sign(timestampMillis + "GET" + signedPath))
                .GET()
                .build());
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(endpoints.restUrl() + path))
                .GET()
                .build());
    }

    private String sign(String message) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, Base64.getDecoder().decode(credentials.retailSeedBase64())));
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(message.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    // ---- gRPC ----

    private ClientInterceptor bearer() {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        if (token != null) {
                            headers.put(AUTHORIZATION, "Bearer " + token);
                        }
                        super.start(listener, headers);
                    }
                };
            }
        };
    }

    OrderEntryAPIGrpc.OrderEntryAPIBlockingStub orders() {
        return OrderEntryAPIGrpc.newBlockingStub(channel).withInterceptors(bearer());
    }

    PositionAPIGrpc.PositionAPIBlockingStub positions() {
        return PositionAPIGrpc.newBlockingStub(channel).withInterceptors(bearer());
    }

    FundingAPIGrpc.FundingAPIStub funding() {
        return FundingAPIGrpc.newStub(channel).withInterceptors(bearer());
    }

    InsertOrderRequest.Builder order(String clordId, Side side, long price, long quantity) {
        return InsertOrderRequest.newBuilder()
                .setType(OrderType.ORDER_TYPE_LIMIT)
                .setSide(side)
                .setOrderQty(quantity)
                .setSymbol(SYMBOL)
                .setPrice(price)
                .setTimeInForce(TimeInForce.TIME_IN_FORCE_GOOD_TILL_CANCEL)
                .setClordId(clordId)
                .setAccount(endpoints.account());
    }

    CreateBalanceLedgerSubscriptionRequest.Builder ledgerRequest() {
        return CreateBalanceLedgerSubscriptionRequest.newBuilder()
                .setAccount(endpoints.account())
                .setCurrency("USD");
    }

    Received<CreateBalanceLedgerSubscriptionResponse> subscribeLedger(CreateBalanceLedgerSubscriptionRequest request) {
        Received<CreateBalanceLedgerSubscriptionResponse> received = new Received<>();
        funding().createBalanceLedgerSubscription(request, received);
        return received;
    }

    Received<CreateOrderSubscriptionResponse> subscribeOrders(CreateOrderSubscriptionRequest request) {
        Received<CreateOrderSubscriptionResponse> received = new Received<>();
        subscribeOrders(request, received);
        return received;
    }

    void subscribeOrders(
            CreateOrderSubscriptionRequest request, StreamObserver<CreateOrderSubscriptionResponse> observer) {
        asyncOrders().createOrderSubscription(request, observer);
    }

    OrderEntryAPIGrpc.OrderEntryAPIStub asyncOrders() {
        return OrderEntryAPIGrpc.newStub(channel).withInterceptors(bearer());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a stream brought: messages, then its end. */
    static final class Received<T> implements StreamObserver<T> {
        private static final int PATIENCE_SECONDS = 10;
        private final BlockingQueue<Object> items = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T value) {
            items.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            items.add(failure);
        }

        @Override
        public void onCompleted() {
            items.add("completed");
        }

        /** The next item, a message or a failure. */
        Object next() {
            try {
                Object item = items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (item == null) {
                    throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
                }
                return item;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        boolean isEmpty() {
            return items.isEmpty();
        }

        /** The next entry of a ledger stream that brings one entry per message. */
        BalanceLedgerEntry nextEntry() {
            CreateBalanceLedgerSubscriptionResponse message = (CreateBalanceLedgerSubscriptionResponse) next();
            if (message.getEntriesCount() != 1) {
                throw new AssertionError("expected one entry: " + message);
            }
            return message.getEntries(0);
        }

        Status failure() {
            return Status.fromThrowable((Throwable) next());
        }
    }
}
