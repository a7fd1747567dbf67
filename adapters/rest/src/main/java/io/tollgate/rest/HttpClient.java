package io.tollgate.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.ByteString;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * HTTP of one feed: calls on the feed's own thread, one at a time, bounded in time and size. Redirects are not followed: a signed
 * request must not travel on. {@link #close} may be called by any thread and ends a call under way.
 */
public final class HttpClient implements AutoCloseable {

    /** An answer; the body is bounded. {@code arrivalNanos} was taken when the head of the answer arrived. */
    public record Answer(int code, Headers headers, ByteString body, long arrivalNanos) {}

    private final Call.Factory factory;
    private final @Nullable OkHttpClient client;
    private final NanoClock nanoClock;
    private final Object lock = new Object();
    private @Nullable Call current;
    private boolean closed;

    /** Over the network. */
    public HttpClient(Duration callTimeout, NanoClock nanoClock) {
        this.nanoClock = nanoClock;
        this.client = new OkHttpClient.Builder()
                .callTimeout(callTimeout)
                .connectTimeout(callTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(1, 1, TimeUnit.MINUTES))
                .build();
        this.factory = client;
    }

    /** Over whatever the caller gives: a client of its own, or a venue in the same process. It stays the caller's to close. */
    public HttpClient(Call.Factory factory, NanoClock nanoClock) {
        this.nanoClock = nanoClock;
        this.client = null;
        this.factory = factory;
    }

    /**
     * Sends a request and reads the answer.
     *
     * @throws IOException if there is no whole answer in time, the body is larger than {@code maxBodyBytes}, or this is closed
     */
    public Answer send(Request request, int maxBodyBytes) throws IOException {
        Call call = factory.newCall(request);
        synchronized (lock) {
            if (closed) {
                throw new IOException("the feed is closed");
            }
            current = call;
        }
        try (Response response = call.execute()) {
            long arrivalNanos = nanoClock.nanoTime();
            return new Answer(response.code(), response.headers(), body(response.body(), maxBodyBytes), arrivalNanos);
        } finally {
            synchronized (lock) {
                current = null;
            }
        }
    }

    private static ByteString body(ResponseBody body, int maxBodyBytes) throws IOException {
        BufferedSource source = body.source();
        if (source.request(maxBodyBytes + 1L)) {
            throw new IOException("the answer is larger than " + maxBodyBytes + " bytes");
        }
        return source.getBuffer().readByteString();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (current != null) {
                current.cancel();
            }
        }
        if (client != null) {
            client.connectionPool().evictAll();
        }
    }
}
