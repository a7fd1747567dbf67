package io.tollgate.gatekeeper.agreement;

/**
 * What became of an order that arrived.
 *
 * @param orderId the venue's, empty if refused
 * @param available what the venue says that it could have spent, or {@link io.tollgate.gate.Lane#UNKNOWN_AMOUNT}
 */
record Placed(Verdict verdict, String orderId, long available) {}
