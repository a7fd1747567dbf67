package io.tollgate.gate;

/**
 * What became of the reservations that an order-status answer was asked about. Each is counted once; all but the settled ones keep their
 * hold.
 *
 * @param settled over: what they hold beyond their final quantity is given back, now or by an earlier call
 * @param open still at the venue
 * @param unsent never sent, as far as anybody has told: their time-out ends them
 * @param tooEarly not found, but asked before the venue's acceptance delay was over: ask the venue again
 * @param unanswered not in the answer, or not found although a part was executed: ask the venue about each
 * @param left over, but not settled yet: a call ends a bounded number of orders, and needs room in the journal
 */
public record Settlement(int settled, int open, int unsent, int tooEarly, int unanswered, int left) {

    /** Whether nothing is left to ask or to call again. */
    public boolean isComplete() {
        return tooEarly == 0 && unanswered == 0 && left == 0;
    }
}
