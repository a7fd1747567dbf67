package io.tollgate.polymarketclob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.Rules;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user channel: each change of an order or a trade runs a hint and is told to a listener. Opened again with back-off after any loss, silence
 * or message that cannot be read; when it is open again the hint runs once, for what was missed.
 *
 * <p>The API secret travels in the first frame: it is in no log, and the address must be wss or loopback.
 *
 * <p>Threading: timers and the getting of credentials on a thread of its own; messages are looked at on OkHttp's reader.
 */
final class ClobUserSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClobUserSocket.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ClobConfig config;
    private final ClobSocketConfig settings;
    private final FeedEnvironment environment;
    private final Runnable hint;
    private final ClobUserListener listener;
    private final HttpUrl url;
    private final OkHttpClient client;
    private final FeedWorker worker;
    private final Backoff backoff;
    private final AtomicLong events = new AtomicLong();

    /** The socket's thread sets it; compared by identity elsewhere. */
    private volatile @Nullable Connection current;

    ClobUserSocket(
            ClobConfig config,
            ClobSocketConfig settings,
            FeedEnvironment environment,
            Runnable hint,
            ClobUserListener listener) {
        this.config = config;
        this.settings = settings;
        this.environment = environment;
        this.hint = hint;
        this.listener = listener;
        this.url = Rules.url("url", ClobSocketConfig.webUrl(settings.url()));
        this.client = new OkHttpClient.Builder()
                .connectTimeout(config.polling().callTimeout())
                .readTimeout(config.polling().callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.worker = new FeedWorker(
                "polymarket-clob-socket", environment.nanoClock(), FeedWorker::singleThread, this::disconnect);
        this.backoff =
                new Backoff(settings.backoff().initial(), settings.backoff().longest(), environment.random());
    }

    /** Begins to connect; nothing is told to the sink, since a hint is no balance. */
    void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        worker.execute(this::connect);
        worker.every(settings.pingEvery().toNanos(), this::ping);
    }

    long events() {
        return events.get();
    }

    void reopen() {
        worker.execute(() -> {
            disconnect();
            connect();
        });
    }

    private void ping() {
        final Connection connection = current;
        if (connection == null || !connection.subscribed) {
            return;
        }
        if (worker.nowNanos() - connection.heardNanos > settings.silence().toNanos()) {
            lost(connection, "nothing was heard for " + settings.silence().toMillis() + " ms");
            return;
        }
        connection.send("PING");
    }

    private void connect() {
        if (current != null) {
            return;
        }
        final ApiCredentials credentials = credentials();
        if (credentials == null) {
            return;
        }
        final Connection connection = new Connection(credentials, worker.nowNanos());
        current = connection;
        connection.socket = client.newWebSocket(new Request.Builder().url(url).build(), connection);
    }

    /** Null if there are none now; then it is tried again later. */
    private @Nullable ApiCredentials credentials() {
        try (Calls calls = new Calls(
                "polymarket-clob-socket",
                config.polling().callTimeout(),
                config.polling().maxBodyBytes(),
                config.polling().allowedSkew(),
                environment.nanoClock(),
                environment.wallClock())) {
            return config.authentication().credentials(calls, config.url());
        } catch (IOException | MalformedMessageException | RefusedException e) {
            later("no API credentials (" + e.getMessage() + ")", backoff.nextNanos());
            return null;
        }
    }

    private void later(String reason, long waitNanos) {
        LOG.warn(
                "the user channel was lost ({}); it is opened again in {} ms, and balances are polled meanwhile",
                reason,
                waitNanos / NANOS_PER_MILLI);
        worker.schedule(this::connect, waitNanos);
    }

    private void lost(Connection connection, String reason) {
        if (current != connection) {
            return;
        }
        disconnect();
        if (connection.subscribed && !connection.spoken) {
            // this is how wrong credentials look here: got ones are got anew, and nobody is bothered often
            config.authentication().forget();
            later(reason + " before it said anything: check API key, secret and passphrase", backoff.longestNanos());
        } else {
            later(reason, backoff.nextNanos());
        }
    }

    private void disconnect() {
        final Connection connection = current;
        current = null;
        final WebSocket socket = connection == null ? null : connection.socket;
        if (socket != null) {
            socket.cancel();
        }
    }

    @Override
    public void close() {
        worker.close(List.of(() -> {
            disconnect();
            client.dispatcher().cancelAll();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }));
    }

    private final class Connection extends WebSocketListener {
        private final ApiCredentials credentials;
        volatile long heardNanos;
        volatile boolean subscribed;
        volatile boolean spoken;
        volatile @Nullable WebSocket socket;

        Connection(ApiCredentials credentials, long heardNanos) {
            this.credentials = credentials;
            this.heardNanos = heardNanos;
        }

        void send(String text) {
            final WebSocket to = socket;
            if (to != null && !to.send(text)) {
                end("it cannot be written to");
            }
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            heardNanos = worker.nowNanos();
            final ObjectNode frame = JsonNodeFactory.instance.objectNode();
            frame.set("auth", credentials.frame());
            frame.put("type", "user");
            if (!settings.markets().isEmpty()) {
                settings.markets().forEach(frame.putArray("markets")::add);
            }
            webSocket.send(frame.toString());
            // a PING before the subscription ends the connection; after it, its answer shows that we are heard
            subscribed = true;
            webSocket.send("PING");
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            heardNanos = worker.nowNanos();
            if (current != this) {
                return;
            }
            if (!spoken) {
                spoken = true;
                worker.execute(backoff::reset);
                // whatever happened while it was not open
                hint.run();
            }
            if (text.isBlank() || text.equals("PONG")) {
                return;
            }
            try {
                final JsonNode message = Json.read(ByteString.encodeUtf8(text));
                if (message.isArray()) {
                    for (final JsonNode event : message) {
                        look(event);
                    }
                } else {
                    look(message);
                }
            } catch (MalformedMessageException e) {
                // the hint has not lost anything by it; what the listener missed is in the order status
                hint.run();
                end("a message could not be read: " + e.getMessage());
            }
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            end("the venue sent bytes instead of text");
        }

        private void look(JsonNode event) throws MalformedMessageException {
            final String type = event.path("event_type").asText("");
            if (!type.equals("order") && !type.equals("trade")) {
                return;
            }
            events.incrementAndGet();
            hint.run();
            if (listener == ClobUserListener.NONE) {
                return;
            }
            if (type.equals("trade")) {
                for (final ClobExecution execution : ClobExecution.of(event, credentials.key())) {
                    listener.execution(execution);
                }
            } else {
                listener.order(
                        switch (Json.text(event, "type")) {
                            case "PLACEMENT" -> ClobUserListener.Change.PLACED;
                            case "CANCELLATION" -> ClobUserListener.Change.CANCELED;
                            default -> ClobUserListener.Change.UPDATED;
                        },
                        OpenOrders.venueOrder(event));
            }
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(1000, null);
            end("the venue closed it with " + code);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
            end(
                    response == null || response.code() == 101
                            ? "no connection (" + t.getClass().getSimpleName() + ")"
                            : "the venue answered " + response.code());
        }

        private void end(String reason) {
            worker.execute(() -> lost(this, reason));
        }
    }
}
