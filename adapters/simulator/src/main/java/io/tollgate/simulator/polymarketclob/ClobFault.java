package io.tollgate.simulator.polymarketclob;

/** What may go wrong with the next requests. */
public enum ClobFault {
    /** 401. */
    UNAUTHORIZED,
    /** 429 with {@code Retry-After: 1}. */
    TOO_MANY_REQUESTS,
    /** 425: the matching engine restarts. */
    ENGINE_RESTART,
    /** 500. */
    SERVER_ERROR,
    /** 503: trading is disabled. */
    DISABLED,
    /** The answer is cut off in the middle. */
    TRUNCATED,
    /** HTML with status 200. */
    WRONG_TYPE,
    /** The answer comes half a second late. */
    DELAY,
    /** The balance is told twice as high as it is. */
    DOUBLE_BALANCE
}
