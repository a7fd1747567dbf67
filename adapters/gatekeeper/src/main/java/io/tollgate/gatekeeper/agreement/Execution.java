package io.tollgate.gatekeeper.agreement;

/**
 * A fill, as the router tells it to the gate.
 *
 * @param execId unique in the order
 * @param quantity filled now
 * @param cumQuantity filled in all
 * @param price of the fill
 * @param fee as the adapter's page says to tell it, or {@link io.tollgate.gate.Lane#UNKNOWN_FEE}
 * @param ended whether the order is over
 */
record Execution(long execId, long quantity, long cumQuantity, long price, long fee, boolean ended) {}
