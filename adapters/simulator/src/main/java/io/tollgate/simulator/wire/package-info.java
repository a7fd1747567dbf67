/**
 * The exchange stack's gRPC services.
 *
 * <pre>
 *   grpc thread:  token and scope checked ──► request parsed ──► venue thread: command ──► answer
 *   venue thread: transaction ──(short wait for company)──► truth log flushed ──► each stream sends what it has not sent yet
 * </pre>
 *
 * <p><b>No buffering.</b> A stream is a position in a list that the venue keeps anyway (the ledger, the order events). It sends while
 * the transport is ready and goes on when the transport says that it is ready again; a slow client costs an integer.
 *
 * <p><b>What a client has been told is kept</b>: the truth log is flushed before anything is published.
 *
 * <p>Streams belong to the venue's thread. Services parse and check on the network thread and hand over.
 */
@NullMarked
package io.tollgate.simulator.wire;

import org.jspecify.annotations.NullMarked;
