package io.tollgate.simulator.venue;

/**
 * An instrument was settled: positions are gone (their payout is a ledger entry of its own), no order is taken any more.
 *
 * @param symbol the instrument
 * @param payoutPrice what a contract paid, in the instrument's price units
 */
public record InstrumentResolved(String symbol, long payoutPrice) implements VenueEvent {}
