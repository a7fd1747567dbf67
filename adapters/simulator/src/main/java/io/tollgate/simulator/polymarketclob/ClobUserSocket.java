package io.tollgate.simulator.polymarketclob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.rest.Http;
import io.tollgate.simulator.rest.SocketConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user channel, on a port of its own: the first frame carries the API credentials as they are; wrong ones, or a PING before it, end the
 * connection without a word. Then every change of an order or a trade, alone or in a list of one, and PONG for PING. Thread-safe.
 */
final class ClobUserSocket implements AutoCloseable {
    static final String PATH = "/ws/user";
    private static final Logger LOG = LoggerFactory.getLogger(ClobUserSocket.class);
    private static final int MOST_CONNECTIONS = 64;

    private final ClobAccount account;
    private final ServerSocket server;
    private final List<SocketConnection> open = new CopyOnWriteArrayList<>();
    private final Set<SocketConnection> subscribed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean silent;
    private boolean inList;

    ClobUserSocket(String host, ClobAccount account, ClobVenue venue) {
        this.account = account;
        try {
            server = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getByName(host));
        } catch (IOException failure) {
            throw new SimulatorException("cannot listen for WebSockets: host=" + host + " cause=" + failure, failure);
        }
        venue.listen(this::tell);
        final Thread accepting = new Thread(this::accept, "simulator-clob-socket");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int subscriptions() {
        return subscriptions.get();
    }

    void drop() {
        open.forEach(SocketConnection::close);
    }

    void silence(boolean newSilent) {
        silent = newSilent;
    }

    private void accept() {
        while (!closed) {
            try {
                final Socket socket = server.accept();
                final SocketConnection connection = new SocketConnection(
                        socket, (path, headers) -> path.equals(PATH) ? null : "no such path", this::heard, gone -> {
                            open.remove(gone);
                            subscribed.remove(gone);
                        });
                if (open.size() >= MOST_CONNECTIONS) {
                    connection.close();
                } else {
                    open.add(connection);
                    connection.start();
                }
            } catch (IOException failure) {
                if (!closed) {
                    LOG.warn("a WebSocket could not be accepted", failure);
                }
            }
        }
    }

    private void heard(SocketConnection connection, String text) {
        if (subscribed.contains(connection)) {
            if (text.equals("PING") && !silent) {
                connection.send("PONG");
            }
            return;
        }
        if (isAuthentic(text)) {
            subscribed.add(connection);
            subscriptions.incrementAndGet();
        } else {
            connection.close();
        }
    }

    private boolean isAuthentic(String text) {
        try {
            final JsonNode frame = Http.JSON.readTree(text);
            final JsonNode who = frame.path("auth");
            return frame.path("type").asText().equals("user")
                    && who.path("apiKey").asText().equals(account.apiKey())
                    && who.path("secret").asText().equals(account.secret())
                    && who.path("passphrase").asText().equals(account.passphrase());
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }

    /** Under the venue's lock: puts into bounded queues and never waits. */
    private void tell(ObjectNode event) {
        if (silent || subscribed.isEmpty()) {
            return;
        }
        // both forms have been seen
        inList = !inList;
        final String text =
                inList ? Http.JSON.getNodeFactory().arrayNode().add(event).toString() : event.toString();
        subscribed.forEach(connection -> connection.send(text));
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException failure) {
            LOG.debug("the WebSocket port could not be closed", failure);
        }
        open.forEach(SocketConnection::close);
    }
}
