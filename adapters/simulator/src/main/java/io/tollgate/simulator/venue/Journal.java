package io.tollgate.simulator.venue;

import java.util.List;

/** Keeps what happened, one transaction at a time. Called by the venue's thread only. */
@FunctionalInterface
public interface Journal {
    /** Keeps nothing. */
    Journal NONE = events -> {};

    /** Keeps the events of one transaction: all of them or, after a crash, none. */
    void append(List<VenueEvent> events);
}
