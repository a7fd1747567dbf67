package io.tollgate.polymarketus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.tollgate.proto.polymarket.v1.BalanceLedgerEntry;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionRequest;
import io.tollgate.proto.polymarket.v1.CreateBalanceLedgerSubscriptionResponse;
import io.tollgate.proto.polymarket.v1.LedgerEntryType;
import io.tollgate.rest.BackoffSettings;
import io.tollgate.rest.RecordingSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The exchange stack on loopback, for these tests: a gRPC server that hands each call to the test, and a token endpoint that signs
 * nothing but hands out numbered tokens. Messages are bytes, so that a test can send anything.
 */
final class TestVenue implements AutoCloseable {
    static final String ACCOUNT = "firms/ISV-Alice/accounts/alice-trading";
    static final String CLIENT_ID = "client-1";
    static final KeyPair KEYS = newKeys();
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> PARTICIPANT =
            Metadata.Key.of("x-participant-id", Metadata.ASCII_STRING_MARSHALLER);

    final MockWebServer tokens = new MockWebServer();
    final LinkedBlockingQueue<MockResponse> tokenAnswers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Server server;
    private int tokensGiven;

    TestVenue() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service(
                        "polymarket.v1.FundingAPI",
                        ProtoContract.LEDGER_METHOD,
                        MethodDescriptor.MethodType.SERVER_STREAMING))
                .addService(service(
                        "polymarket.v1.PositionAPI", ProtoContract.BALANCE_METHOD, MethodDescriptor.MethodType.UNARY))
                .build()
                .start();
        tokens.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                MockResponse scripted = tokenAnswers.poll();
                return scripted != null ? scripted : nextToken();
            }
        });
        tokens.start();
    }

    private synchronized MockResponse nextToken() {
        tokensGiven++;
        return json("{\"access_token\":\"token-" + tokensGiven + "\",\"token_type\":\"Bearer\",\"expires_in\":180}");
    }

    static MockResponse json(String body) {
        return new MockResponse.Builder()
                .code(200)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    static MockResponse status(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    private ServerServiceDefinition service(String name, String method, MethodDescriptor.MethodType type) {
        return ServerServiceDefinition.builder(name)
                .addMethod(GrpcConnection.method(method, type), (call, headers) -> {
                    Call incoming = new Call(call, headers);
                    call.request(2);
                    return incoming;
                })
                .build();
    }

    /** Settings for this venue, with waiting times that suit a test. */
    ExchangeConfig.Builder config() {
        return ExchangeConfig.builder()
                .plaintextAddress("127.0.0.1", server.getPort())
                .tokenUrl(tokens.url("/oauth/token").toString())
                .audience("https://api.test")
                .credentials(ExchangeCredentials.of(CLIENT_ID, KEYS.getPrivate()))
                .account(ACCOUNT)
                .minSnapshotSpacing(Duration.ofMillis(1))
                .backoff(new BackoffSettings(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMinutes(1)));
    }

    /** The next call that a feed made. */
    Call nextCall() throws InterruptedException {
        Call call = calls.poll(RecordingSink.DEADLINE_SECONDS, TimeUnit.SECONDS);
        return Objects.requireNonNull(call, "the feed made no call in time");
    }

    int callsWaiting() {
        return calls.size();
    }

    @Override
    public void close() {
        tokens.close();
        server.shutdownNow();
        try {
            assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** One entry of the published contract. */
    static BalanceLedgerEntry.Builder entry(
            String id, LedgerEntryType type, String before, String after, long epochNanos) {
        return BalanceLedgerEntry.newBuilder()
                .setId(id)
                .setAccount(ACCOUNT)
                .setCurrency("USD")
                .setBeforeBalance(before)
                .setAfterBalance(after)
                .setUpdateTime(Timestamp.newBuilder()
                        .setSeconds(Math.floorDiv(epochNanos, 1_000_000_000L))
                        .setNanos((int) Math.floorMod(epochNanos, 1_000_000_000L)))
                .setEntryType(type)
                .setSymbol("aec-x")
                .setUpdateBusinessDate("2026-09-17");
    }

    static BalanceLedgerEntry.Builder deposit(String id, String before, String after, long epochNanos) {
        return entry(id, LedgerEntryType.LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT, before, after, epochNanos);
    }

    static byte[] message(BalanceLedgerEntry.Builder... entries) {
        var message = CreateBalanceLedgerSubscriptionResponse.newBuilder();
        for (BalanceLedgerEntry.Builder entry : entries) {
            message.addEntries(entry);
        }
        return message.build().toByteArray();
    }

    /** A call of a feed, driven by the test. */
    final class Call extends ServerCall.Listener<byte[]> {
        final Metadata headers;
        private final ServerCall<byte[], byte[]> call;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private byte @Nullable [] request;
        private boolean headersSent;

        Call(ServerCall<byte[], byte[]> call, Metadata headers) {
            this.call = call;
            this.headers = headers;
        }

        byte[] requestBytes() {
            return Objects.requireNonNull(request, "request");
        }

        CreateBalanceLedgerSubscriptionRequest ledgerRequest() throws IOException {
            return CreateBalanceLedgerSubscriptionRequest.parseFrom(requestBytes());
        }

        String bearer() {
            return String.valueOf(headers.get(AUTHORIZATION));
        }

        Call open() {
            headersSent = true;
            call.sendHeaders(new Metadata());
            return this;
        }

        Call send(byte[] message) {
            if (!headersSent) {
                open();
            }
            call.sendMessage(message);
            return this;
        }

        Call heartbeat() {
            return send(new byte[0]);
        }

        void end(Status status) {
            call.close(status, new Metadata());
        }

        boolean isReady() {
            return call.isReady();
        }

        void awaitCancelled() throws InterruptedException {
            assertThat(cancelled.await(RecordingSink.DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("the feed cancels the call")
                    .isTrue();
        }

        @Override
        public void onMessage(byte[] message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            calls.add(this);
        }

        @Override
        public void onCancel() {
            cancelled.countDown();
        }
    }
}
