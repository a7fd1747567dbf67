package io.tollgate.gatekeeper.agreement;

/** A venue's answer. */
enum Verdict {
    /** Taken. */
    ACCEPTED,
    /** Not paid for. */
    NO_FUNDS,
    /** Refused for another reason, which is no question of money. */
    OTHER
}
