package io.tollgate.gatekeeper.agreement;

import io.tollgate.rest.Calls;
import io.tollgate.rest.HttpClient;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import okhttp3.Call;
import okhttp3.MediaType;
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
    private long dateSecond;
    private String date = "";

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
        return new Calls(
                name,
                new HttpClient(this::newCall, () -> requestNanos),
                MOST_BYTES,
                Duration.ofSeconds(10),
                () -> requestNanos,
                time);
    }

    /** A call that is answered when it is made. Of its many methods the adapters use two. */
    private Call newCall(Request request) {
        return (Call) Proxy.newProxyInstance(
                Call.class.getClassLoader(), new Class<?>[] {Call.class}, (call, method, arguments) -> {
                    switch (method.getName()) {
                        case "execute":
                            return answered(request);
                        case "cancel":
                            return null;
                        default:
                            throw new UnsupportedOperationException("calls are executed: " + method);
                    }
                });
    }

    /** The next requests were sent then. */
    void sentAt(long nanos) {
        requestNanos = nanos;
    }

    private Response answered(Request request) throws IOException {
        final Answer answer = venue.answer(request);
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(answer.status)
                .message("")
                .header("Date", date())
                .body(ResponseBody.create(answer.body, JSON))
                .build();
    }

    private String date() {
        final long second = time.instant().getEpochSecond();
        if (second != dateSecond) {
            dateSecond = second;
            date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.instant().atOffset(ZoneOffset.UTC));
        }
        return date;
    }
}
