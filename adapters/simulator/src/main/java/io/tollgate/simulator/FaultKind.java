package io.tollgate.simulator;

/** What the simulator can be told to do wrong. Which value of a {@link Fault} means what is said with each. */
public enum FaultKind {
    /** Ends all ledger streams with UNAVAILABLE; {@code forMillis}: refuses new ones for so long. */
    DROP_LEDGER_STREAM,
    /** The same for order streams. */
    DROP_ORDER_STREAM,
    /** Sends the last {@code count} entries of each ledger stream once more. */
    REPEAT_ENTRIES,
    /** For {@code forMillis}, each entry is sent {@code value} ms after it happened. Heartbeats go on. */
    DELAY_LEDGER_STREAM,
    /** For {@code forMillis}, ledger streams stay open and send nothing, no heartbeats either. */
    SILENCE_LEDGER_STREAM,
    /** The next {@code count} ledger messages are preceded by bytes that are no message. */
    GARBAGE_BYTES,
    /** The next {@code count} ledger messages are preceded by an entry of an account that is not the subscriber's. */
    GARBAGE_ACCOUNT,
    /** The next {@code count} ledger messages are preceded by an entry whose balances are no numbers. */
    GARBAGE_DECIMALS,
    /** The next {@code count} retail requests get a 401. */
    REST_401,
    /** The next {@code count} retail requests get a 429 with {@code Retry-After: value} seconds. */
    REST_429,
    /** The next {@code count} retail requests get a 500. */
    REST_500,
    /** The next {@code count} retail snapshots are off by {@code value} micro-dollars. */
    LIE_RETAIL,
    /** Ends all private WebSockets; {@code forMillis}: refuses new ones for so long. */
    DROP_PRIVATE_SOCKET,
    /** For {@code forMillis}, private WebSockets stay open and send nothing, no heartbeats either; what happens meanwhile is told later. */
    SILENCE_PRIVATE_SOCKET,
    /** The next {@code count} answers of GetAccountBalance are off by {@code value} micro-dollars. */
    LIE_POSITION_API,
    /** The next {@code count} token requests are denied. */
    DENY_TOKENS,
    /** The next {@code count} calls are UNAUTHENTICATED whatever their token. */
    REFUSE_TOKENS
}
