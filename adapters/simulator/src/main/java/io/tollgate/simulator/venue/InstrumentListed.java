package io.tollgate.simulator.venue;

import io.tollgate.simulator.InstrumentSpec;

/** An instrument can be traded from now on. */
public record InstrumentListed(InstrumentSpec spec) implements VenueEvent {}
