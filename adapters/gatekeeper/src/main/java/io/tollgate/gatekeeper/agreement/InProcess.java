package io.tollgate.gatekeeper.agreement;

import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A venue's answers without a network: an adapter's own requests go in, the simulator's own bodies come out, dated with simulated time. One
 * thread.
 */
final class InProcess {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final SimulatedTime time;
    private final Answerer venue;
    private long requestNanos;

    InProcess(SimulatedTime time, Answerer venue) {
        this.time = time;
        this.venue = venue;
    }

    /** The simulator behind its endpoints. */
    interface Answerer {
        Answer answer(Request request) throws IOException;
    }

    /** Status and JSON. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }
    }

    /** What an adapter's source calls the venue with. A request counts as sent when {@link #sentAt} says. */
    Calls calls(String name) {
        final OkHttpClient client =
                new OkHttpClient.Builder().addInterceptor(this::answered).build();
        return new Calls(
                name,
                new HttpClient(client, () -> requestNanos),
                MOST_BYTES,
                Duration.ofSeconds(10),
                () -> requestNanos,
                time);
    }

    /** The next requests were sent then. */
    void sentAt(long nanos) {
        requestNanos = nanos;
    }

    /** Nothing goes on to the network. */
    private Response answered(Interceptor.Chain chain) throws IOException {
        final Answer answer = venue.answer(chain.request());
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(answer.status)
                .message("")
                .header(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                time.instant().atOffset(ZoneOffset.UTC)))
                .body(ResponseBody.create(answer.body, JSON))
                .build();
    }
}
