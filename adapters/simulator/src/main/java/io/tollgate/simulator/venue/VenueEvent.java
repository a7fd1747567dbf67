package io.tollgate.simulator.venue;

/** A change of the venue's truth, complete in itself: applying it again to the state before gives the state after. */
public sealed interface VenueEvent
        permits InstrumentListed, InstrumentResolved, LedgerEntry, OrderEvent, OrderInserted {}
