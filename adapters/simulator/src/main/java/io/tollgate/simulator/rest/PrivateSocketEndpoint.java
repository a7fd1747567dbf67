package io.tollgate.simulator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.FaultKind;
import io.tollgate.simulator.SimulatorException;
import io.tollgate.simulator.auth.RefusedException;
import io.tollgate.simulator.auth.RetailSignatures;
import io.tollgate.simulator.fault.FaultBoard;
import io.tollgate.simulator.venue.LedgerEntry;
import io.tollgate.simulator.venue.VenueLoop;
import io.tollgate.simulator.venue.VenueState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/ws/private} of the retail API, on a port of its own: handshakes signed as requests are, subscriptions to the account's
 * balance, a snapshot first, then an update for each ledger entry that clients can see. Other subscriptions are accepted and silent.
 *
 * <p>Threads: one accepts, each connection has a reader and a writer; the venue's thread only puts into bounded queues.
 */
public final class PrivateSocketEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateSocketEndpoint.class);
    private static final String PATH = "/v1/ws/private";
    private static final String BALANCE = "SUBSCRIPTION_TYPE_ACCOUNT_BALANCE";
    private static final int MOST_CONNECTIONS = 64;
    private static final long MICROS_PER_MILLI = 1000;

    private final VenueLoop loop;
    private final VenueState state;
    private final RetailSignatures signatures;
    private final RetailJson json;
    private final FaultBoard faults;
    private final InstantSource clock;
    private final ServerSocket server;
    private final List<SocketConnection> connections = new CopyOnWriteArrayList<>();
    private final String account;
    private volatile boolean closed;

    /**
     * Listens on a free port.
     *
     * @throws SimulatorException if it cannot
     */
    public PrivateSocketEndpoint(
            String host,
            String account,
            VenueLoop loop,
            VenueState state,
            RetailSignatures signatures,
            FaultBoard faults,
            InstantSource clock,
            long heartbeatMillis) {
        this.account = account;
        this.loop = loop;
        this.state = state;
        this.signatures = signatures;
        this.json = new RetailJson(state, clock);
        this.faults = faults;
        this.clock = clock;
        try {
            server = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getByName(host));
        } catch (IOException failure) {
            throw new SimulatorException("cannot listen for WebSockets: host=" + host + " cause=" + failure, failure);
        }
        Thread accepting = new Thread(this::accept, "simulator-socket");
        accepting.setDaemon(true);
        accepting.start();
        heartbeatEvery(heartbeatMillis * MICROS_PER_MILLI);
        faults.onInject(fault -> {
            if (fault.kind() == FaultKind.DROP_PRIVATE_SOCKET) {
                connections.forEach(SocketConnection::close);
            }
        });
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    private void heartbeatEvery(long micros) {
        loop.after(micros, () -> {
            if (faults.lasting(FaultKind.SILENCE_PRIVATE_SOCKET) == null) {
                connections.forEach(connection -> connection.send("{\"heartbeat\":{}}"));
            }
            heartbeatEvery(micros);
        });
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                SocketConnection connection =
                        new SocketConnection(socket, this::refusal, this::heard, connections::remove);
                if (connections.size() >= MOST_CONNECTIONS || faults.lasting(FaultKind.DROP_PRIVATE_SOCKET) != null) {
                    connection.close();
                } else {
                    connections.add(connection);
                    connection.start();
                }
            } catch (IOException failure) {
                if (!closed) {
                    LOG.warn("a WebSocket could not be accepted", failure);
                }
            }
        }
    }

    /** Why a handshake is refused; null if it is not. */
    private @Nullable String refusal(String path, Map<String, String> headers) {
        if (!path.equals(PATH)) {
            return "no such path";
        }
        try {
            signatures.check(
                    headers.get("x-pm-access-key"),
                    headers.get("x-pm-timestamp"),
                    headers.get("x-pm-signature"),
                    "GET",
                    PATH,
                    clock.millis());
            return null;
        } catch (RefusedException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private void heard(SocketConnection connection, String text) {
        JsonNode message;
        try {
            message = Http.JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            connection.send("{\"error\":\"invalid message\"}");
            return;
        }
        String requestId = message.path("subscribe").path("requestId").asText();
        if (message.path("unsubscribe").has("requestId")) {
            connection.unsubscribe(message.path("unsubscribe").path("requestId").asText());
        } else if (requestId.isEmpty()) {
            connection.send("{\"error\":\"a request must be subscribe or unsubscribe, with a requestId\"}");
        } else if (isBalance(message.path("subscribe").path("subscriptionType"))) {
            loop.after(0, () -> {
                ObjectNode answer = envelope(requestId);
                answer.set("accountBalancesSnapshot", json.balances(0));
                connection.subscribe(requestId, state.entries().size());
                connection.send(answer.toString());
            });
        }
    }

    /** The overview page shows numbers, the private page and the official client names. */
    private static boolean isBalance(JsonNode type) {
        return type.asText().equals(BALANCE) || type.asInt(0) == 4;
    }

    private static ObjectNode envelope(String requestId) {
        ObjectNode answer = Http.JSON.getNodeFactory().objectNode();
        answer.put("requestId", requestId);
        answer.put("subscriptionType", BALANCE);
        return answer;
    }

    /** Something was committed: tells every subscriber what is new. Venue thread only. */
    public void changed() {
        if (faults.lasting(FaultKind.SILENCE_PRIVATE_SOCKET) != null) {
            return;
        }
        for (SocketConnection connection : connections) {
            String requestId = connection.requestId();
            if (requestId != null) {
                for (int i = connection.nextEntry(); i < state.entries().size(); i++) {
                    LedgerEntry entry = state.entries().get(i);
                    if (!entry.suppressed()) {
                        connection.send(update(requestId, entry));
                    }
                }
                connection.nextEntry(state.entries().size());
            }
        }
    }

    private String update(String requestId, LedgerEntry entry) {
        ObjectNode change = Http.JSON.getNodeFactory().objectNode();
        ObjectNode before = json.balance(entry.beforeMicros() - state.balanceMicros());
        change.set("beforeBalance", before);
        change.set("afterBalance", json.balance(entry.afterMicros() - state.balanceMicros()));
        change.put("description", entry.description());
        change.put("updateTime", Instant.ofEpochMilli(entry.timeMillis()).toString());
        change.put("entryType", entry.type().name().replace("LEDGER_ENTRY_TYPE_BALANCE_", "LEDGER_ENTRY_TYPE_"));
        change.put("accountName", account);
        change.put("id", entry.id());
        ObjectNode answer = envelope(requestId);
        answer.set(
                "accountBalancesUpdate", Http.JSON.getNodeFactory().objectNode().set("balanceChange", change));
        return answer.toString();
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException failure) {
            LOG.debug("the WebSocket port could not be closed", failure);
        }
        connections.forEach(SocketConnection::close);
    }
}
