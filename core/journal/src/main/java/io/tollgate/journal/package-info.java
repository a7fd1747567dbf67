/**
 * The journal: every decision, fact and publication, in a Chronicle Queue that can prove itself.
 *
 * <pre>
 *  rings (mapped files)            Journaler (one thread)             &lt;state&gt;/journal
 *  BookKeeper's ring 0  ───┐   copies what is committed, ring 0    ┌───────────────────────┐
 *  lane 1 .. n          ───┼─► first, into one document per batch ─►  Chronicle Queue       ├─► JournalReader
 *                          │   then gives the slots back           └───────────────────────┘    JournalVerifier, RecordPrinter
 * </pre>
 *
 * <h2>Format</h2>
 *
 * <p>A document is a batch of records of one ring, in Chronicle's binary wire with named fields, so that Chronicle's own tools
 * show it: {@code tollgate} (format version, now 1), {@code ring}, {@code first} (sequence of the first record), {@code count},
 * {@code nanos} (Journaler's clock, nanoseconds since the epoch), then {@code count} times a binary field {@code r}: the SBE
 * message header and body exactly as they were in the ring. The messages are those of the schema {@code tollgate-journal.xml}.
 * Each record is a field of its own and not part of one large block, because Chronicle's dump tool maps files in pieces and
 * crashes the JVM when a binary field crosses the edge of a piece by more than a page.
 *
 * <p>Two more rings appear in the queue. Ring −1 is Journaler itself: {@code Gap} records. Ring −2 is a checkpoint: the next
 * sequence of every ring ({@code id}, {@code next}, {@code gaps}), so that a restart reads a bounded piece of the queue backwards.
 *
 * <h2>Order</h2>
 *
 * <p>Before Journaler appends a batch of a lane it appends everything that was committed to BookKeeper's ring when the batch was
 * taken. So whatever BookKeeper had committed before a lane wrote a record stands before that record in the queue: a reader meets
 * every balance, line and limit before the decisions that used it. Records of different lanes have no order but that.
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li>A record leaves its ring only after its document is complete. A kill between the two is noticed at the next start, by the
 *       sequence in the queue: nothing is written twice, and nothing is skipped silently ({@link
 *       io.tollgate.journal.JournalGapException}).
 *   <li>A failed append is counted and tried again with the same records; an append that failed after it was complete is
 *       recognised.
 *   <li>Without room on the disk nothing is appended (Chronicle's files are sparse: writing into a hole of a full disk kills the
 *       process). Rings then fill, and lanes refuse.
 *   <li>Written means: handed to the operating system. It survives the death of the process, not of the machine, unless {@link
 *       io.tollgate.journal.Journaler#sync()} is called.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * <p>{@link io.tollgate.journal.Journaler} is an agent of one thread; its counters may be read by any. Readers, verifiers and
 * printers belong to one thread each, and may run in any process while Journaler writes.
 */
@NullMarked
package io.tollgate.journal;

import org.jspecify.annotations.NullMarked;
