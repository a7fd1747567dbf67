package io.tollgate.rest.faults;

import io.tollgate.rest.TestClock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/** What may go wrong with an answer over HTTP. */
public enum WireFault {
    /** The answer as it should be. */
    NONE,
    DROPPED_BEFORE_THE_ANSWER,
    DROPPED_WITHIN_THE_BODY,
    CONNECTION_RESET,
    STATUS_401,
    STATUS_429,
    STATUS_429_WITH_SECONDS,
    STATUS_429_WITH_A_DATE,
    STATUS_500,
    STATUS_502_HTML,
    STATUS_503_WITH_A_PAUSE,
    REDIRECT,
    CUT_JSON,
    NO_JSON,
    EMPTY_BODY,
    TEN_MEGABYTES,
    TEN_MEGABYTES_IN_CHUNKS,
    TEN_MEGABYTES_WITH_500,
    SLOW_DRIP,
    /** 200, and a page of HTML that says so in its content type. */
    HTML,
    HUGE_NUMBER,
    HUGE_EXPONENT,
    NEGATIVE_NUMBER,
    NOT_A_NUMBER,
    TEXT_NOT_A_NUMBER,
    NULL_NUMBER,
    /** Rows that are doubled or missing, as the venue's test makes them. */
    ODD_ROWS;

    private static final Buffer TEN = new Buffer().writeUtf8("{\"x\":\"" + "y".repeat(10 << 20) + "\"}");

    /** The JSON of the amount that this fault puts where {@code amount} should be. */
    public String amount(String amount) {
        return switch (this) {
            case HUGE_NUMBER -> amount.startsWith("\"") ? "\"" + "9".repeat(60) + "\"" : "9".repeat(60);
            case HUGE_EXPONENT -> amount.startsWith("\"") ? "\"1e999999999\"" : "1e999999999";
            case NEGATIVE_NUMBER -> amount.startsWith("\"") ? "\"-" + amount.substring(1) : "-" + amount;
            case NOT_A_NUMBER -> "NaN";
            case TEXT_NOT_A_NUMBER -> "\"NaN\"";
            case NULL_NUMBER -> "null";
            default -> amount;
        };
    }

    /** Whether it puts something else where the amount should be. */
    boolean isOfAmount() {
        return !amount("1").equals("1");
    }

    /** Whether a request that meets this fault takes as long as calls may take. */
    boolean takesTheWholeTime() {
        return this == SLOW_DRIP;
    }

    /** The pause that the answer asks for; zero if none. */
    public Duration pause(Random random) {
        return switch (this) {
            case STATUS_429_WITH_SECONDS, STATUS_429_WITH_A_DATE, STATUS_503_WITH_A_PAUSE ->
                Duration.ofSeconds(2 + random.nextInt(30));
            default -> Duration.ZERO;
        };
    }

    /**
     * The answer.
     *
     * @param json the body, in which the amount and the rows are as this fault wants them
     * @param error the venue's own body for a status other than 200
     */
    public MockResponse answer(String json, String error, Duration pause, TestClock clock) {
        final MockResponse.Builder answer = new MockResponse.Builder()
                .code(200)
                .setHeader("Content-Type", "application/json")
                .setHeader("Date", date(clock, Duration.ZERO));
        switch (this) {
            case DROPPED_BEFORE_THE_ANSWER -> answer.onResponseStart(SocketEffect.ShutdownConnection.INSTANCE);
            case DROPPED_WITHIN_THE_BODY -> answer.body(json).onResponseBody(SocketEffect.ShutdownConnection.INSTANCE);
            case CONNECTION_RESET -> answer.onRequestStart(new SocketEffect.CloseSocket());
            case STATUS_401 -> answer.code(401).body(error);
            case STATUS_429 -> answer.code(429).body(error);
            case STATUS_429_WITH_SECONDS ->
                answer.code(429).setHeader("Retry-After", pause.toSeconds()).body(error);
            case STATUS_429_WITH_A_DATE ->
                answer.code(429).setHeader("Retry-After", date(clock, pause)).body(error);
            case STATUS_500 -> answer.code(500).body(error);
            case STATUS_502_HTML ->
                answer.code(502).setHeader("Content-Type", "text/html").body("<html>Bad Gateway</html>");
            case STATUS_503_WITH_A_PAUSE ->
                answer.code(503).setHeader("Retry-After", pause.toSeconds()).body(error);
            case REDIRECT ->
                answer.code(302).setHeader("Location", "/elsewhere").body("");
            case CUT_JSON -> answer.body(json.substring(0, Math.max(1, json.length() * 2 / 3)));
            case NO_JSON -> answer.body("the venue is being looked after, " + json);
            case EMPTY_BODY -> answer.body("");
            case TEN_MEGABYTES -> answer.body(TEN.clone());
            case TEN_MEGABYTES_IN_CHUNKS -> answer.chunkedBody(TEN.clone(), 64 * 1024);
            case TEN_MEGABYTES_WITH_500 -> answer.code(500).body(TEN.clone());
            case SLOW_DRIP -> answer.body(json).throttleBody(1, 50, TimeUnit.MILLISECONDS);
            case HTML ->
                answer.setHeader("Content-Type", "text/html")
                        .body("<!doctype html><html><body>100.00 USD</body></html>");
            default -> answer.body(json);
        }
        return answer.build();
    }

    private static String date(TestClock clock, Duration later) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plus(later).atOffset(ZoneOffset.UTC));
    }
}
