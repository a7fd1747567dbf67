package io.tollgate.gatekeeper.agreement;

/**
 * An order.
 *
 * @param kind index in {@link World#kinds}
 * @param price in the line's scale
 * @param size in the line's scale
 * @param key number of the order: its client id
 */
record Ask(int kind, long price, long size, long key) {}
