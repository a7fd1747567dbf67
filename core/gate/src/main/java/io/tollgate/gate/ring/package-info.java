/**
 * Mapped journal rings: one producer, two readers, fixed slots.
 *
 * <pre>
 *  file    +----------+------------+--------+--------+-----
 *          | header   | free rows  | slot 0 | slot 1 | ...
 *          +----------+------------+--------+--------+-----
 *  slot    | commit word = sequence + 1 | SBE header | SBE body ... |
 * </pre>
 *
 * <p>The slot of sequence {@code s} is {@code s mod slots}. A record is there when its commit word says {@code s + 1}: it is
 * written last, with release, and read first, with acquire. An older lap leaves an older number, so nothing is ever zeroed and a
 * producer that died between claim and commit leaves no record. BookKeeper and Journaler each keep a position in the header; the
 * producer may be a ring's length ahead of the slower one.
 *
 * <p>Decisions may fill a ring up to a mark below its end, facts up to the end: what happened outside can still be told when
 * nothing more is decided.
 *
 * <p>The second part of a lane's file is a queue of free reservation rows, filled by BookKeeper and emptied by the lane.
 */
@NullMarked
package io.tollgate.gate.ring;

import org.jspecify.annotations.NullMarked;
