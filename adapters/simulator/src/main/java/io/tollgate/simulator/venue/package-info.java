/**
 * The venue itself: orders, positions, cash, the funds rule and the simulated market, without any wire.
 *
 * <pre>
 *   command (insert, cancel, deposit, …)
 *      │
 *      ▼
 *   VenueEngine ── decides, makes events ──► VenueState.apply(event)   the one place where truth changes
 *      │                                        ▲
 *      └── one transaction of events ──► Journal (truth log) ── replayed on start ──┘
 * </pre>
 *
 * <p>Truth changes only by applying events ({@link io.tollgate.simulator.venue.OrderInserted}, {@link
 * io.tollgate.simulator.venue.OrderEvent}, {@link io.tollgate.simulator.venue.LedgerEntry} and the instrument events). A restarted
 * simulator applies the same events from its log and stands where it stood.
 *
 * <p><b>The funds rule.</b> Each side of each instrument keeps one sum, its <em>gross requirement</em>: for bids the principal at
 * the limit, for offers its complement ({@code 1 − price}), both with the worst-case taker fee. A short position pays for bids that
 * close it and a long position for offers that close it, so {@code requirement(bids) = max(0, gross − short × $1)} and {@code
 * requirement(offers) = max(0, gross − long × $1)}. A fill moves exactly what it costs out of the requirement into cash and margin,
 * so a funded account stays funded whatever is filled in whatever order; the tests hold the venue to that. All sums are kept
 * incrementally: no command walks over all orders.
 *
 * <p><b>Threading.</b> Everything here belongs to one thread, the venue's. Records may be read by any thread once made.
 */
@NullMarked
package io.tollgate.simulator.venue;

import org.jspecify.annotations.NullMarked;
