/**
 * What the simulator keeps in its directory.
 *
 * <pre>
 *   truth.log        append-only text: one line for each transaction, replayed on start
 *   simulator.lock   held by the kernel for as long as a simulator lives: one simulator per directory
 *   simulator.json   where a running simulator is to be found: ports, process id, key files (mode 0600)
 *   client.pem, retail.seed, …   the generated credentials (mode 0600)
 * </pre>
 *
 * <p>The truth log is written before a client is told of what it holds, so a simulator that is killed remembers everything that its
 * clients know. It is handed to the operating system, not forced to disk: it survives the death of any process, not a power cut. A line
 * that the crash left unfinished is dropped when the log is opened again. Fields are separated by tabs, events by the record
 * separator (U+001E); neither can occur in a field, since every text a client chooses is checked when it arrives.
 *
 * <p>Threading: the log belongs to the venue's thread; the rest is used while starting and stopping.
 */
@NullMarked
package io.tollgate.simulator.store;

import org.jspecify.annotations.NullMarked;
