/**
 * A venue on loopback: the wire protocols of Polymarket US, for tests of order routers and of the gate.
 *
 * <pre>
 *   your router ── gRPC (orders, ledger stream, balance) ──┐
 *               ── HTTP (token, retail balances) ──────────┤──► VenueSimulator ── one venue thread ── truth (kept in a log)
 *   your test   ── VenueControl (truth, money, faults) ────┘
 * </pre>
 *
 * <p>{@link io.tollgate.simulator.VenueSimulator#start} runs one in this process, on free ports; {@link
 * io.tollgate.simulator.SimulatorMain} runs one as a process of its own, and {@link io.tollgate.simulator.SimulatorClient} drives it.
 * Both are a {@link io.tollgate.simulator.VenueControl}: a test written for one works with the other.
 *
 * <p>The simulator judges others, so it shares no code with them: its money, fees and funds rule are its own, and it depends on the
 * wire contract only. What it does not imitate is listed in its README.
 *
 * <p>Threads of a running simulator: {@code simulator-venue} owns all truth and runs every delay; {@code simulator-grpc} is the one
 * network thread of gRPC; {@code simulator-http} threads serve HTTP. The network threads only parse, check credentials and hand over.
 */
@NullMarked
package io.tollgate.simulator;

import org.jspecify.annotations.NullMarked;
