package io.tollgate.simulator.wire;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.tollgate.simulator.SimulatorConfig;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.auth.TokenIssuer;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.Venue;
import io.tollgate.simulator.venue.VenueLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The gRPC server: one network thread, which parses, checks and hands over. Thread-safe. */
public final class GrpcEndpoint implements AutoCloseable {
    private static final int MOST_REQUEST_BYTES = 64 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 5;

    private final Server server;
    private final EventLoopGroup network = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("simulator-grpc", true), NioIoHandler.newFactory());
    private final AtomicInteger connections = new AtomicInteger();
    private final StreamHub hub;
    private final VenueLoop loop;

    /**
     * Starts the server.
     *
     * @throws SimulatorException if the port is in use
     */
    public GrpcEndpoint(
            SimulatorConfig config, VenueLoop loop, Venue venue, StreamHub hub, FaultBoard faults, TokenIssuer issuer) {
        this.hub = hub;
        this.loop = loop;
        Replies replies = new Replies(loop, config.account());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.grpcPort()))
                .bossEventLoopGroup(network)
                .workerEventLoopGroup(network)
                .channelType(NioServerSocketChannel.class)
                .directExecutor()
                .maxInboundMessageSize(MOST_REQUEST_BYTES)
                .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(new AuthInterceptor(issuer, faults, config.clock()))
                .addTransportFilter(new ConnectionCounter())
                .addService(new FundingService(replies, hub, venue.state(), faults, config.clock()))
                .addService(new PositionService(replies, venue.state(), faults))
                .addService(new OrderEntryService(replies, hub, venue, config.clock(), config.maxOrders()))
                .build();
        try {
            server.start();
        } catch (IOException failure) {
            network.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            throw new SimulatorException(
                    "cannot listen for gRPC: host=" + config.host() + " port=" + config.grpcPort() + " cause=" + failure
                            + "; if the port is in use, choose another one or 0 for a free one",
                    failure);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Clients connected now. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        loop.after(0, () -> hub.endAll(Status.UNAVAILABLE.withDescription("the simulator is closing")));
        server.shutdownNow();
        try {
            server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        network.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private final class ConnectionCounter extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes attributes) {
            connections.incrementAndGet();
            return attributes;
        }

        @Override
        public void transportTerminated(Attributes attributes) {
            connections.decrementAndGet();
        }
    }
}
