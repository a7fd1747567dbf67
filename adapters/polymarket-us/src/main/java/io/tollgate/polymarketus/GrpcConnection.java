package io.tollgate.polymarketus;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * gRPC of one feed: one event-loop thread, callbacks on the feed's own thread, messages as raw bytes (so that arrival is stamped before
 * anything is parsed, and so that field numbers can be exchanged). TLS unless plaintext was configured, which loopback alone allows.
 */
final class GrpcConnection implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> PARTICIPANT =
            Metadata.Key.of("x-participant-id", Metadata.ASCII_STRING_MARSHALLER);

    /** Venue's page "Connection issues": a ping every 60 s, dead after 20 s without an answer, also without calls. */
    private static final int KEEPALIVE_SECONDS = 60;

    private static final int KEEPALIVE_TIMEOUT_SECONDS = 20;
    /** Bounds what the venue may have on the way to us while the gate is busy: messages are asked for one by one. */
    private static final int FLOW_CONTROL_WINDOW_BYTES = 256 * 1024;

    private static final int LARGEST_MESSAGE_BYTES = 8 * 1024 * 1024;

    static {
        FrameLogFilter.install();
    }

    private final ExchangeConfig config;
    private final Executor executor;
    private final EventLoopGroup eventLoop;
    private @Nullable ManagedChannel channel;
    private boolean closed;

    GrpcConnection(ExchangeConfig config, String threadName, Executor executor) {
        this.config = config;
        this.executor = executor;
        this.eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(threadName + "-io", true), NioIoHandler.newFactory());
    }

    /** A method whose messages are bytes. */
    static MethodDescriptor<byte[], byte[]> method(String fullName, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(fullName)
                .setRequestMarshaller(Bytes.INSTANCE)
                .setResponseMarshaller(Bytes.INSTANCE)
                .build();
    }

    /**
     * A call on a connection of its own: gRPC's own back-off between connection attempts would hide ours, and the venue's address is
     * looked up again. Ends the connection before. Called on the feed's thread.
     */
    ClientCall<byte[], byte[]> newCall(MethodDescriptor<byte[], byte[]> method, CallOptions options) {
        disconnect();
        ManagedChannel fresh = newChannel();
        synchronized (this) {
            if (closed) {
                fresh.shutdownNow();
            } else {
                channel = fresh;
            }
        }
        return fresh.newCall(method, options);
    }

    private ManagedChannel newChannel() {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(config.host(), config.port())
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class)
                .executor(executor)
                .offloadExecutor(executor)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .disableServiceConfigLookUp()
                .disableRetry();
        return (config.plaintext() ? builder.usePlaintext() : builder.useTransportSecurity()).build();
    }

    /** What every call carries. */
    Metadata headers(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        config.participantId().ifPresent(id -> headers.put(PARTICIPANT, id));
        return headers;
    }

    /** Ends the connection, and with it the call. Any thread. */
    void disconnect() {
        ManagedChannel old;
        synchronized (this) {
            old = channel;
            channel = null;
        }
        if (old != null) {
            old.shutdownNow();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        disconnect();
        var unused = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** Messages as they are on the wire. */
    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw Status.INTERNAL
                        .withDescription("a message could not be read whole")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
