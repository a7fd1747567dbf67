/**
 * What the gate costs, measured so that a doubter can check it.
 *
 * <p>Two programs in one jar. {@link io.tollgate.benchmarks.BenchmarkMain} runs the JMH benchmarks in interleaved rounds, prints machine,
 * JVM, flags and sample counts, and ends with ratios against stated targets: the check beside its own floor, and the journaled check
 * beside a direct append to Chronicle Queue, both within one run, because absolute figures of a shared machine mean little. {@link
 * io.tollgate.benchmarks.OpenLoop} sends checks on a timetable through the gate with its real threads and a real queue, and measures from
 * the planned time, so that a stall is charged to every check that it delays.
 *
 * <pre>
 *   floor                                  the loads, the arithmetic and the compare of a check; no gate, no bounds checks
 *   bareCheck                              Line.preview: a check without a record
 *   journaledCheckConsumerOnlyAdvances     Line.canAfford, approved; the readers of the ring advance and read nothing
 *   refusedCheckConsumerOnlyAdvances       the same, refused for lack of funds
 *   reserveAndRelease                      reserve and release on the lane; BookKeeper's share runs between the batches, untimed
 *   reserveAndReleaseWithBookKeeper        the same with BookKeeper's share in the time
 *   reserveRefused                         reserve, refused for lack of funds
 *   contendedReserveAndRelease             two lanes on one balance
 *   directChronicleAppend                  the bytes of a check's record appended to a Chronicle Queue
 * </pre>
 *
 * <p>Every benchmark looks at every answer, and an answer that is not the expected one (JOURNAL_FULL and TABLE_FULL are never expected)
 * ends the run: a benchmark of refusals that were taken for approvals is worth nothing. All use one {@link
 * io.tollgate.benchmarks.Workload}. The build calls each of them a few times; it does not measure.
 *
 * <p>Threading: a JMH state belongs to one JMH thread, which is also the thread of its lane and runs BookKeeper by hand, except in the
 * contended benchmark, where the two threads run it in turns under a lock.
 */
@NullMarked
package io.tollgate.benchmarks;

import org.jspecify.annotations.NullMarked;
