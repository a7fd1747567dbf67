/**
 * Polymarket US: how the gate hears about money from this venue.
 *
 * <p>The venue has two stacks, which share nothing but the exchange behind them:
 *
 * <pre>
 *   exchange stack (gRPC, bearer tokens)            retail stack (REST, Ed25519 per request)
 *     LedgerStreamFeed      the ledger as a stream     RetailSnapshotFeed   balances, polled
 *     ExchangeSnapshotFeed  one read, on demand
 * </pre>
 *
 * <p>A feed translates, exactly, or says that it could not; what money means is decided by BookKeeper. So a feed
 *
 * <ul>
 *   <li>stamps a message on arrival, before it parses it,
 *   <li>turns decimal text into fixed point at the asset's scale without any floating point, rounding down,
 *   <li>never applies part of a message,
 *   <li>reports a read that failed as failed: unknown is not zero,
 *   <li>tries again, with back-off, what can be cured by trying again, and stops with a clear error where it cannot.
 * </ul>
 *
 * <p>Each feed has one thread of its own, which does everything but the network's input and output; {@code close()} ends it. Settings
 * are {@link io.tollgate.polymarketus.ExchangeConfig} and {@link io.tollgate.polymarketus.RetailConfig}; clocks and randomness are
 * given in {@link io.tollgate.rest.FeedEnvironment}. TLS is on unless the address is loopback. Secrets do not appear in logs,
 * errors or {@code toString}.
 *
 * <p>Facts about the venue, and what an operator has to prepare: {@code docs/venues/polymarket-us.md}.
 */
@NullMarked
package io.tollgate.polymarketus;

import org.jspecify.annotations.NullMarked;
