/**
 * The whole system on one machine: a venue on loopback, a gate embedded in a small order router, and an audit at the end.
 *
 * <pre>
 *   RouterLane (one thread each) ── reserve, sent ──► gate            OrderFlow draws the orders
 *      │    ▲                                           ▲
 *      │    └── reports, bounded queue ──┐              │ ledger stream, snapshots (polymarket-us feeds)
 *      ▼                                 │              │
 *   VenueOrders (gRPC) ────────────► venue (simulator) ─┘
 *                                        ▲
 *   BackOffice (one thread) ─────────────┘   Treasury: deposits, withdrawals, resolutions; OldOrders: what a killed run left
 *   FaultInjector (one thread) ── drops, delays, silence, lies
 *   Display (one thread) ── table or lines
 * </pre>
 *
 * <p>Each thread that decides or tells facts has a lane of its own: what arrives on the network's threads is handed over through a
 * bounded queue, and a full queue blocks the network's thread: nothing is dropped.
 *
 * <p>At the end {@link io.tollgate.gatekeeper.demo.DemoAudit} reads the journal back and compares it with what the lanes counted and
 * with the venue's truth. What it cannot explain is an error, never a rounding.
 *
 * <p>Money is in micro-dollars, prices in tenths of a cent, sizes in hundredths of a contract. Floating point is used for shares of
 * counts on the screen and for nothing else.
 */
@NullMarked
package io.tollgate.gatekeeper.demo;

import org.jspecify.annotations.NullMarked;
