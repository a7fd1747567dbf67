package io.tollgate.simulator.kalshi;

/** What the venue can be told to do wrong for its next requests. */
public enum KalshiFault {
    /** 401 with {@code INCORRECT_API_KEY_SIGNATURE}, whatever was signed. */
    UNAUTHORIZED,
    /** 429 {@code {"error":"too many requests"}}, without {@code Retry-After}, as the venue does. */
    TOO_MANY_REQUESTS,
    /** 500 in the flat shape. */
    INTERNAL_ERROR,
    /** 503 in the nested shape; an order is not accepted. */
    UNAVAILABLE,
    /** 504 without a body after the request was carried out: an unknown outcome. */
    TIMEOUT_AFTER,
    /** Answers {@code value} milliseconds late. */
    DELAY,
    /** Balance reads are off by {@code value} micro-dollars. */
    LIE
}
