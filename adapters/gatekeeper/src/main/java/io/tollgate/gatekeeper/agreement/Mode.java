package io.tollgate.gatekeeper.agreement;

/** How the gate's balances and lines are set up. */
enum Mode {
    /** The default of every venue. */
    CAREFUL,
    /** What the venue itself sums over and rounds to, as its page in the documentation says. */
    EXACT
}
