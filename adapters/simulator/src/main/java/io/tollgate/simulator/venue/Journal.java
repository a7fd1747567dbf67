package io.tollgate.simulator.venue;

import java.util.List;

/** Keeps what happened, one transaction at a time. Called by the venue's thread only. */
public interface Journal {
    /** Keeps nothing. */
    Journal NONE = new Journal() {
        @Override
        public void append(List<VenueEvent> events) {
            // forgotten on purpose
        }

        @Override
        public void flush() {
            // nothing is kept
        }
    };

    /** Keeps the events of one transaction: all of them or, after a crash, none. */
    void append(List<VenueEvent> events);

    /** Makes everything appended so far outlive this process. */
    void flush();
}
