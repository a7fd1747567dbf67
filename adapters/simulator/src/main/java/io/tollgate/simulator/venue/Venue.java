package io.tollgate.simulator.venue;

import java.time.InstantSource;

/** The venue: its truth, its order entry and its operations. All of it belongs to one thread. */
public final class Venue {
    private final VenueState state;
    private final Trading trading;
    private final Operations operations;

    /**
     * Puts a venue on top of a truth.
     *
     * @param state new, or as the truth log left it
     * @param journal gets every transaction
     * @param market decides the fate of orders
     * @param timers runs the market's steps on the venue's thread
     * @param clock gives ledger entries and executions their times
     * @param runTag part of every id made in this run; differs from run to run
     * @param onCommit called after each transaction: there is something new to publish
     */
    public Venue(
            VenueState state,
            Journal journal,
            Market market,
            Timers timers,
            InstantSource clock,
            String runTag,
            Runnable onCommit) {
        this.state = state;
        VenueWriter writer = new VenueWriter(state, journal, clock, runTag, onCommit);
        Fills fills = new Fills(writer);
        this.trading = new Trading(writer, fills, market, timers);
        this.operations = new Operations(writer, fills);
    }

    /** The truth. */
    public VenueState state() {
        return state;
    }

    /** Order entry. */
    public Trading trading() {
        return trading;
    }

    /** Everything besides trading. */
    public Operations operations() {
        return operations;
    }

    /** Lets orders go on that were open when the truth was left. */
    public void resume() {
        trading.resume();
    }
}
