package io.tollgate.polymarketus;

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
import io.tollgate.proto.polymarket.v1.GetAccountBalanceResponse;
import io.tollgate.rest.TestClock;
import io.tollgate.rest.faults.TruthLog;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The exchange stack's gRPC on loopback with a ledger of its own and faults. One lock guards all of it. */
final class ExchangeFaultVenue implements AutoCloseable {
    private static final byte[] NINE_MEGABYTES = new byte[9 << 20];

    private final TestClock clock;
    private final Random random;
    private final TruthLog truth;
    private final List<BalanceLedgerEntry> ledger = new ArrayList<>();
    private final List<Call> streams = new ArrayList<>();
    private final int port;
    private @Nullable Server server;
    private @Nullable ExchangeFault fault;
    private long balanceMicros;
    int streamCalls;
    int readCalls;
    /** Messages sent to the latest stream. */
    int sent;
    /** The latest stream is open for us. */
    boolean serving;
    /** The latest call is kept without an answer. */
    boolean keepsStream;

    ExchangeFaultVenue(TestClock clock, Random random, TruthLog truth) throws IOException {
        this.clock = clock;
        this.random = random;
        this.truth = truth;
        this.balanceMicros = truth.micros();
        this.port = open(0);
    }

    private int open(int wanted) throws IOException {
        Server opened = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted))
                .addService(service(
                        "polymarket.v1.FundingAPI",
                        ProtoContract.LEDGER_METHOD,
                        MethodDescriptor.MethodType.SERVER_STREAMING))
                .addService(service(
                        "polymarket.v1.PositionAPI", ProtoContract.BALANCE_METHOD, MethodDescriptor.MethodType.UNARY))
                .build()
                .start();
        server = opened;
        return opened.getPort();
    }

    private ServerServiceDefinition service(String name, String method, MethodDescriptor.MethodType type) {
        return ServerServiceDefinition.builder(name)
                .addMethod(GrpcConnection.method(method, type), (call, headers) -> {
                    call.request(2);
                    return new Call(call, type == MethodDescriptor.MethodType.UNARY);
                })
                .build();
    }

    int port() {
        return port;
    }

    /** The venue has this fault from now on. */
    synchronized void fault(@Nullable ExchangeFault now) throws IOException {
        if (fault == now) {
            return;
        }
        fault = now;
        Server running = server;
        if (now == ExchangeFault.SERVER_GONE && running != null) {
            server = null;
            streams.clear();
            serving = false;
            running.shutdownNow();
        } else if (running == null) {
            open(port);
        }
        Status status = status();
        if (status != null) {
            endStreams(status);
        }
    }

    /** All streams end. */
    synchronized void endStreams(Status status) {
        streams.forEach(stream -> stream.end(status));
        streams.clear();
        serving = false;
    }

    private @Nullable Status status() {
        return fault == null
                ? null
                : switch (fault) {
                    case UNAVAILABLE -> Status.UNAVAILABLE;
                    case INTERNAL -> Status.INTERNAL.withDescription("internal");
                    case UNKNOWN -> Status.UNKNOWN;
                    case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
                    case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
                    default -> null;
                };
    }

    /** The truth has changed: an entry of the ledger, which the streams tell. */
    synchronized void moved() {
        Instant now = clock.instant();
        long epochNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        BalanceLedgerEntry entry = TestVenue.deposit(
                        "entry-" + ledger.size(), text(balanceMicros), text(truth.micros()), epochNanos)
                .build();
        balanceMicros = truth.micros();
        ledger.add(entry);
        tell(entry);
    }

    synchronized void heartbeat() {
        if (fault == null && serving) {
            streams.forEach(stream -> stream.send(new byte[0]));
        }
    }

    /** Entries since a time, as JSON of the REST API. */
    synchronized String page(String start) {
        StringBuilder rows = new StringBuilder();
        for (BalanceLedgerEntry entry : ledger) {
            java.time.Instant time = java.time.Instant.ofEpochSecond(
                    entry.getUpdateTime().getSeconds(), entry.getUpdateTime().getNanos());
            if (time.isBefore(java.time.Instant.parse(start))) {
                continue;
            }
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("{\"id\":\"" + entry.getId() + "\",\"account\":\"" + entry.getAccount()
                            + "\",\"currency\":\"USD\",\"beforeBalance\":\"" + entry.getBeforeBalance()
                            + "\",\"afterBalance\":\"" + entry.getAfterBalance() + "\",\"updateTime\":\"" + time
                            + "\",\"entryType\":\"LEDGER_ENTRY_TYPE_BALANCE_DEPOSIT\"}");
        }
        return "{\"entries\":[" + rows + "],\"eof\":true}";
    }

    private static String text(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    private void tell(BalanceLedgerEntry entry) {
        if (fault == ExchangeFault.SILENT || fault == ExchangeFault.LEFT_OUT) {
            return;
        }
        for (Call stream : List.copyOf(streams)) {
            byte[] message = spoiled(
                    TestVenue.message(entry.toBuilder()),
                    amount -> TestVenue.message(entry.toBuilder().setAfterBalance(amount)),
                    TestVenue.message(entry.toBuilder().setAccount("firms/other/accounts/other")));
            stream.send(message);
            if (fault == ExchangeFault.DOUBLED) {
                stream.send(message);
            }
        }
    }

    private byte[] spoiled(byte[] good, java.util.function.Function<String, byte[]> withAmount, byte[] ofOtherAccount) {
        return fault == null
                ? good
                : switch (fault) {
                    case CUT_MESSAGES -> Arrays.copyOf(good, 1 + random.nextInt(Math.max(1, good.length - 1)));
                    case RANDOM_BYTES -> {
                        byte[] bytes = new byte[1 + random.nextInt(100)];
                        random.nextBytes(bytes);
                        // a field that never ends
                        bytes[0] = 0x0a;
                        bytes[bytes.length > 1 ? 1 : 0] = 0x7f;
                        yield Arrays.copyOf(bytes, Math.min(bytes.length, 100));
                    }
                    case NINE_MEGABYTES -> NINE_MEGABYTES;
                    case HUGE_AMOUNT -> withAmount.apply("9".repeat(30 + random.nextInt(20)));
                    case NEGATIVE_AMOUNT -> withAmount.apply("-" + (1 + random.nextInt(1000)));
                    case NOT_A_NUMBER -> withAmount.apply("NaN" + "0".repeat(random.nextInt(20)));
                    case NO_AMOUNT -> withAmount.apply("");
                    case OTHER_ACCOUNT -> ofOtherAccount;
                    default -> good;
                };
    }

    private byte[] balance() {
        Timestamp time = Timestamp.newBuilder()
                .setSeconds(TestClock.START.getEpochSecond())
                .build();
        BalanceLedgerEntry last = ledger.isEmpty() ? null : ledger.get(ledger.size() - 1);
        GetAccountBalanceResponse.Builder good = GetAccountBalanceResponse.newBuilder()
                .setBalance(text(balanceMicros))
                .setBuyingPower(text(balanceMicros))
                .setUpdateTime(last == null ? time : last.getUpdateTime());
        return spoiled(
                good.build().toByteArray(),
                amount -> good.clone().setBalance(amount).build().toByteArray(),
                good.clone().clearBalance().build().toByteArray());
    }

    @Override
    public synchronized void close() {
        Server running = server;
        if (running != null) {
            running.shutdownNow();
        }
    }

    /** One call of a feed. */
    private final class Call extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private final boolean unary;
        private byte[] request = new byte[0];
        private boolean headersSent;
        private boolean ended;

        Call(ServerCall<byte[], byte[]> call, boolean unary) {
            this.call = call;
            this.unary = unary;
        }

        @Override
        public void onMessage(byte[] message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            synchronized (ExchangeFaultVenue.this) {
                if (unary) {
                    readCalls++;
                    answerRead();
                } else {
                    streamCalls++;
                    sent = 0;
                    serveStream();
                }
            }
        }

        private void answerRead() {
            Status status = status();
            if (status != null) {
                end(status);
            } else if (fault != ExchangeFault.SILENT) {
                send(balance());
                end(Status.OK);
            }
        }

        private void serveStream() {
            Status status = status();
            if (status != null) {
                end(status);
                return;
            }
            keepsStream = fault == ExchangeFault.SILENT;
            if (keepsStream) {
                return;
            }
            headers();
            streams.add(this);
            serving = true;
            CreateBalanceLedgerSubscriptionRequest asked;
            try {
                asked = CreateBalanceLedgerSubscriptionRequest.parseFrom(request);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            if (asked.hasResumeTime()) {
                for (BalanceLedgerEntry entry : ledger) {
                    if (isNotBefore(entry.getUpdateTime(), asked.getResumeTime())) {
                        tell(entry);
                    }
                }
            }
        }

        private static boolean isNotBefore(Timestamp a, Timestamp b) {
            return a.getSeconds() == b.getSeconds() ? a.getNanos() >= b.getNanos() : a.getSeconds() > b.getSeconds();
        }

        private void headers() {
            if (!headersSent) {
                headersSent = true;
                call.sendHeaders(new Metadata());
            }
        }

        void send(byte[] message) {
            if (ended || call.isCancelled()) {
                return;
            }
            headers();
            call.sendMessage(message);
            if (!unary) {
                sent++;
            }
        }

        void end(Status status) {
            if (!ended && !call.isCancelled()) {
                ended = true;
                call.close(status, new Metadata());
            }
        }

        @Override
        public void onCancel() {
            synchronized (ExchangeFaultVenue.this) {
                streams.remove(this);
                ended = true;
            }
        }
    }
}
