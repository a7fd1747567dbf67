package io.tollgate.polymarketus;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gate.feed.FeedSink;
import io.tollgate.rest.AuthenticationRuns;
import io.tollgate.rest.Backoff;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.FeedWorker;
import io.tollgate.rest.Json;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.Rules;
import io.tollgate.rest.VenueText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
 * The private WebSocket, subscribed to the account's balance: each push runs a hint. Opened again with back-off after any loss, silence or
 * message that cannot be read; a signature refused twice in a row ends it, with an error in the log, since polling goes on without it.
 *
 * <p>Threading: timers on a thread of its own; messages are looked at on OkHttp's reader, where nothing waits.
 */
final class RetailSocket implements AutoCloseable {
    static final String PATH = "/v1/ws/private";

    private static final Logger LOG = LoggerFactory.getLogger(RetailSocket.class);
    private static final Duration PING = Duration.ofSeconds(20);
    private static final String SUBSCRIBE =
            "{\"subscribe\":{\"requestId\":\"tollgate\",\"subscriptionType\":\"SUBSCRIPTION_TYPE_ACCOUNT_BALANCE\"}}";
    /** The venue's documents and its own client do not agree on the names: all of them are hints. */
    private static final Set<String> PUSHES = Set.of(
            "accountBalancesSnapshot",
            "accountBalancesUpdate",
            "accountBalanceSnapshot",
            "accountBalanceUpdate",
            "accountBalanceSubscriptionSnapshot",
            "accountBalanceSubscriptionUpdate");

    private final RetailConfig config;
    private final FeedEnvironment environment;
    private final Runnable hint;
    private final HttpUrl url;
    private final OkHttpClient client;
    private final FeedWorker worker;
    private final Backoff backoff;
    private final AuthenticationRuns refusals = new AuthenticationRuns();
    private final AtomicLong pushes = new AtomicLong();

    /** The socket's thread sets it; compared by identity elsewhere. */
    private volatile @Nullable Connection current;

    RetailSocket(RetailConfig config, FeedEnvironment environment, Runnable hint) {
        this.config = config;
        this.environment = environment;
        this.hint = hint;
        this.url = Rules.url("socketUrl", RetailConfig.webUrl(config.socketUrl()))
                .newBuilder()
                .encodedPath(PATH)
                .build();
        this.client = new OkHttpClient.Builder()
                .connectTimeout(config.callTimeout())
                .readTimeout(config.callTimeout())
                .pingInterval(PING)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.worker = new FeedWorker(
                "polymarket-us-retail-socket", environment.nanoClock(), FeedWorker::singleThread, this::disconnect);
        this.backoff = new Backoff(config.backoff().initial(), config.backoff().longest(), environment.random());
    }

    /** Begins to connect; nothing is told to the sink, since a hint is no balance. */
    void start(int balanceId, FeedSink sink) {
        worker.start(balanceId, sink);
        worker.execute(this::connect);
        long silenceNanos = config.silenceTimeout().toNanos();
        worker.every(Math.max(1, silenceNanos / 4), () -> {
            Connection connection = current;
            if (connection != null && worker.nowNanos() - connection.heardNanos > silenceNanos) {
                lost(connection, "nothing was heard for " + config.silenceTimeout(), 0);
            }
        });
    }

    long pushes() {
        return pushes.get();
    }

    void reopen() {
        worker.execute(() -> {
            disconnect();
            connect();
        });
    }

    private void connect() {
        if (current != null) {
            return;
        }
        Connection connection = new Connection(worker.nowNanos());
        current = connection;
        connection.socket = client.newWebSocket(
                new Request.Builder()
                        .url(url)
                        .headers(RetailApi.headers(
                                config.credentials(), environment.wallClock().millis(), "GET", PATH))
                        .build(),
                connection);
    }

    private void lost(Connection connection, String reason, int status) {
        if (current != connection) {
            return;
        }
        disconnect();
        if (status == 401 || status == 403) {
            if (refusals.again()) {
                LOG.error(
                        "the private WebSocket refused us twice ({}): no more pushes, balances are polled only; check key id, secret key and"
                                + " clock, then reopen",
                        reason);
                return;
            }
        }
        long waitNanos = status == 429 || refusals.isRepeated() ? backoff.longestNanos() : backoff.nextNanos();
        LOG.warn("the private WebSocket was lost ({}); it is opened again in {} ms", reason, waitNanos / 1_000_000);
        worker.schedule(this::connect, waitNanos);
    }

    private void disconnect() {
        Connection connection = current;
        current = null;
        WebSocket socket = connection == null ? null : connection.socket;
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
        volatile long heardNanos;
        volatile @Nullable WebSocket socket;

        Connection(long heardNanos) {
            this.heardNanos = heardNanos;
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            heardNanos = worker.nowNanos();
            webSocket.send(SUBSCRIBE);
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            heardNanos = worker.nowNanos();
            try {
                look(Json.read(ByteString.encodeUtf8(text)));
            } catch (MalformedMessageException e) {
                end("a message could not be read", 0);
            }
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            end("the venue sent bytes instead of text", 0);
        }

        private void look(JsonNode message) {
            if (message.has("error")) {
                end("the venue said: " + VenueText.clean(message.path("error").asText()), 0);
                return;
            }
            for (String name : PUSHES) {
                if (message.has(name)) {
                    if (current == this) {
                        pushes.incrementAndGet();
                        worker.execute(() -> {
                            refusals.reset();
                            backoff.reset();
                        });
                        hint.run();
                    }
                    return;
                }
            }
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(1000, null);
            end("the venue closed it with " + code, 0);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
            end(
                    response == null || response.code() == 101
                            ? "no connection (" + t.getClass().getSimpleName() + ")"
                            : "the venue answered " + response.code(),
                    response == null ? 0 : response.code());
        }

        private void end(String reason, int status) {
            worker.execute(() -> lost(this, reason, status));
        }
    }
}
