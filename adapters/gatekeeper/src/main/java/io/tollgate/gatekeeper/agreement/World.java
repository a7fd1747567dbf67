package io.tollgate.gatekeeper.agreement;

import io.tollgate.gate.Gate;
import io.tollgate.gate.Lane;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One venue: its true state with its own rule of acceptance, what its reads show at a moment, and the gate's balances and lines for it.
 *
 * <p>The truth is the simulator's own account, used in process; nothing here repeats its rule. Prices, sizes and amounts are in the scales of
 * the lines. Time is what {@link SimulatedTime} says; a call takes none. Threading: one thread, the scheduler's.
 */
interface World extends AutoCloseable {

    /** The venue's name, as in balances; with a suffix where a venue has several worlds. */
    String venue();

    /** What may be asked for. Constant; an {@link Ask} names one by its index. */
    List<OrderKind> kinds();

    /** The largest size that the venue takes at all. */
    default long mostSize() {
        return Long.MAX_VALUE;
    }

    /** Whether an order of this kind makes sense now: something to sell is there, the market is open. */
    default boolean isAsked(int kind) {
        return true;
    }

    /** The flow as it suits this venue. */
    default Settings tuned(Settings settings) {
        return settings;
    }

    /** Cash that the account is kept at, about. */
    long target();

    /** What the guides compare with the balance: price × size, in the unit of what this kind draws on, rounded down; no fee. */
    long guideCost(int kind, long price, long size);

    /**
     * Registers the balances and binds the lines, one for each kind, in the same order. Feeds attached here tell the gate only when {@link
     * Read#deliver} or what was given to {@link Desk#push} runs, and hand the gate's wish for a read to {@link Desk#wantRead}.
     */
    List<GateLine> open(Gate gate, Lane lane, Desk desk);

    /**
     * Whether the venue's own rule would take this order now. Changes nothing.
     *
     * @param credit as if so much more were there of what this kind draws on; 0 for the truth
     */
    boolean wouldAccept(Ask ask, long credit);

    /** The order arrives. If it is taken it rests until {@link #fill}, {@link #cancel} or {@link Desk#ended}. */
    Placed place(Ask ask);

    /** Price and total size, filled part included, change at once or not at all. Only for kinds that can be amended. */
    Verdict amend(String orderId, long price, long size);

    /** As {@link #amend}, and nothing changes. */
    boolean wouldAmend(String orderId, long price, long size, long credit);

    /** Ends a resting order; returns what was filled of it in all, or -1 if it is over already. */
    long cancel(String orderId);

    /**
     * An order trades.
     *
     * @param taker it has just come and takes; else it rested
     */
    Execution fill(String orderId, long quantity, boolean taker);

    /** What of an order is left to be filled; 0 if it is over. */
    long remaining(String orderId);

    /**
     * What others than our orders have done so far to what an order of this kind may draw on: deposits and payouts less withdrawals and
     * what other clients took or bound. In that unit; only differences count.
     */
    long outside(int kind);

    /** Truth and gate side by side, for looking into a disagreement. */
    String describe();

    /**
     * Whether an execution of an order of one kind takes cash that orders of the other could have, without its hold having stood against them:
     * only where the gate's scopes are the venue's own.
     */
    default boolean isTakenBeside(int filledKind, int kind) {
        return false;
    }

    /** Money comes in. Amounts are cash, in the unit of the cash balance. */
    void deposit(long amount);

    /** Money is taken out, if the venue lets it. */
    boolean withdraw(long amount);

    /** Cash in all at the venue, bound or not: for keeping the account short. */
    long cash();

    /** Another client of the same account does something: places, cancels, trades. */
    void otherClient(SplittableRandom random);

    /** Some market ends and pays. */
    void settle(SplittableRandom random);

    /**
     * The venue's answer to a read as of now.
     *
     * @param requestNanos when the request was sent, before now
     */
    Read read(long requestNanos);

    /** A read got no answer. */
    void readFailed(String reason, long requestNanos, long arrivalNanos);

    @Override
    void close();
}
