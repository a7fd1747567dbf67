package io.tollgate.gate.feed;

import java.util.List;

/**
 * All positions of an account as one read reported them.
 *
 * @param positions each instrument with a position; one that is missing has none
 * @param margin what the venue holds back of the cash for all of them, in the cash's unit, rounded up
 * @param requestNanos monotonic clock when the request was sent
 * @param arrivalNanos monotonic clock when the answer arrived
 */
public record PositionsRead(List<Position> positions, long margin, long requestNanos, long arrivalNanos) {

    /** Keeps a copy. */
    public PositionsRead {
        positions = List.copyOf(positions);
    }

    /**
     * What is held of one instrument.
     *
     * @param instrument the venue's name of it
     * @param quantity in the scale of its position balances, rounded towards zero; negative for a short position
     */
    public record Position(String instrument, long quantity) {}
}
