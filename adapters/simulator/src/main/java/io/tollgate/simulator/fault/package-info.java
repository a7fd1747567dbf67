/**
 * What the simulator has been told to do wrong, and how much of it is left.
 *
 * <p>The board holds counters and deadlines only; the wire code asks it at the moment of sending. So a fault never touches the truth:
 * whatever the feeds say, {@link io.tollgate.simulator.VenueControl#truth} stays right.
 *
 * <p>Thread-safe. Deadlines are on the monotonic clock that the board is given.
 */
@NullMarked
package io.tollgate.simulator.fault;

import org.jspecify.annotations.NullMarked;
