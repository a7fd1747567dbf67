/**
 * {@code tollgate agreement}: how often the gate and a venue come to the same answer.
 *
 * <p>A run is a discrete-event simulation on one thread. {@link io.tollgate.gatekeeper.agreement.World} is one venue: the simulator's own
 * account and rule in process, the real adapter's requests and parsing for reads, and a real gate's balances and lines. {@code Flow} makes bursts of
 * orders, deposits, withdrawals, another client's deeds and ends of markets; {@code Orders} is the router; {@code Reads} polls as the adapters'
 * feeds do; all of it takes the time that {@code Delays} draws. {@code Judge} compares, when an order arrives or would, what was decided before it left
 * with what the venue's rule says then.
 *
 * <p>What is judged how, and the figures, are in {@code docs/agreement.md}.
 */
@NullMarked
package io.tollgate.gatekeeper.agreement;

import org.jspecify.annotations.NullMarked;
