/**
 * {@code tollgate simulator}: all venues on loopback in one process, for users' own tests.
 *
 * <pre>
 *   scenario file ──► SimulatedVenue (one class a venue) ──► Running ──┬─► port file (endpoints, credential files)
 *                                                                      ├─► tollgate.yaml, ready for tollgate balances --config
 *                                                                      └─► AdminServer (truth, money, faults)
 * </pre>
 *
 * <p>{@link io.tollgate.gatekeeper.simulator.Simulation} starts and stops them; {@link io.tollgate.gatekeeper.simulator.Scenario} is what a scenario
 * file says, read with the configuration file's own rules: unknown keys are errors that name the nearest right one. What is written is readable by its
 * owner only; secrets are in files and in no line that is printed. docs/simulator.md tells it to users.
 *
 * <p>Threading: the command's thread starts and stops; one thread carries out the scenario's events; the venues have their own.
 */
@NullMarked
package io.tollgate.gatekeeper.simulator;

import org.jspecify.annotations.NullMarked;
