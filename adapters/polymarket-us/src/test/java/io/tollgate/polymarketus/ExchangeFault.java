package io.tollgate.polymarketus;

/** What may go wrong with the exchange stack's gRPC, besides what may go wrong over HTTP. */
enum ExchangeFault {
    /** Streams and calls end with UNAVAILABLE, and new ones as well. */
    UNAVAILABLE,
    INTERNAL,
    UNKNOWN,
    /** The venue does not take the token any more. */
    UNAUTHENTICATED,
    RESOURCE_EXHAUSTED,
    /** The server is gone and its port is closed. */
    SERVER_GONE,
    /** Calls are taken and never answered; open streams say nothing more. */
    SILENT,
    /** Each message is cut. */
    CUT_MESSAGES,
    RANDOM_BYTES,
    NINE_MEGABYTES,
    HUGE_AMOUNT,
    NEGATIVE_AMOUNT,
    NOT_A_NUMBER,
    NO_AMOUNT,
    OTHER_ACCOUNT,
    /** Each message is sent twice. */
    DOUBLED,
    /** Messages are left out. */
    LEFT_OUT
}
