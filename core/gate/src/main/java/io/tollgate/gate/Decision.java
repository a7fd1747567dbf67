package io.tollgate.gate;

import io.tollgate.gate.money.CostRule;
import org.jspecify.annotations.Nullable;

/**
 * What the gate answers: approve, or refuse with a fixed number. On the hot path a decision is its {@link #code()}; {@link
 * #of(int)} gives the word for it.
 *
 * <p>Precedence: where several refusals apply, the one declared first here is given. Numbers never change and are never used again.
 */
public enum Decision {
    /** The order may be sent once {@code sent} succeeded. */
    APPROVED(0, false, "approved"),

    /** Price is not between 1 and the line's highest price. */
    INVALID_PRICE(1, false, "the price is not above zero and within the line's range"),
    /** Size is zero or negative. */
    INVALID_SIZE(2, false, "the size is not above zero"),
    /** The order's cost is not below 2^61 units of the asset. */
    OVERFLOW(3, false, "the cost is beyond what an amount can hold"),
    /** The price is no multiple of the line's tick. */
    PRICE_OFF_TICK(4, false, "the price is no multiple of the line's tick"),
    /** The size is no multiple of the line's step. */
    SIZE_OFF_STEP(5, false, "the size is no multiple of the line's step"),

    /** Someone set the halt word: an operator, a watchdog, the gate itself while closing. */
    HALTED(10, true, "the gate is halted"),
    /** The gatekeeper gave no sign of life in time. */
    GATEKEEPER_DEAD(11, true, "the gatekeeper's heartbeat is too old"),
    /** The line was retired. */
    LINE_RETIRED(12, false, "the line was retired"),

    /** No such reservation: never made, or its tombstone is gone. */
    UNKNOWN_RESERVATION(20, false, "there is no such reservation"),
    /** The reservation has ended, or is not in a state in which it can be amended. */
    RESERVATION_ENDED(21, false, "the reservation has ended or was not sent"),
    /** Another amend of this reservation is in flight. */
    AMEND_PENDING(22, true, "another amend is in flight"),

    /** The lane's journal ring is above its mark. */
    JOURNAL_FULL(30, true, "the lane's journal ring is above its mark"),
    /** The lane has no free reservation row. */
    TABLE_FULL(31, true, "the lane has no free reservation row"),

    /** The feed stopped for good. */
    FEED_STOPPED(40, false, "the feed has stopped and needs an operator"),
    /** Nothing is known of the balance yet. */
    UNKNOWN_BALANCE(41, true, "nothing is known of the balance yet"),
    /** The last money data is too old. */
    STALE(42, true, "the last word about the balance is too old"),
    /** Stream and snapshots do not agree, or an unexplained fact arrived. */
    RECONCILING(43, true, "what is known of the balance does not agree"),
    /** BookKeeper's own journal is full, or the disk is. */
    CLOSED(44, true, "the balance is closed because the journal has no room"),

    /** The scope's held money and this order's cost exceed the limit. */
    INSUFFICIENT_FUNDS(50, true, "the funds do not cover the order"),
    /** A closing order for more than is free of the position: it would cross zero. */
    MUST_SPLIT(51, false, "the order closes more than is free of the position");

    private static final @Nullable Decision[] BY_CODE = new Decision[64];

    static {
        for (final Decision decision : values()) {
            BY_CODE[decision.code] = decision;
        }
        // the numbers are the same on both sides: a cost that is refused is a decision without a table
        assert -CostRule.INVALID_PRICE == INVALID_PRICE.code;
        assert -CostRule.INVALID_SIZE == INVALID_SIZE.code;
        assert -CostRule.OVERFLOW == OVERFLOW.code;
        assert -CostRule.PRICE_OFF_TICK == PRICE_OFF_TICK.code;
        assert -CostRule.SIZE_OFF_STEP == SIZE_OFF_STEP.code;
    }

    private final int code;
    private final boolean retryMayHelp;
    private final String reason;

    Decision(int code, boolean retryMayHelp, String reason) {
        this.code = code;
        this.retryMayHelp = retryMayHelp;
        this.reason = reason;
    }

    /**
     * The decision with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Decision of(int code) {
        final Decision decision = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (decision == null) {
            throw new IllegalArgumentException("a decision's number must be one of Decision: code=" + code);
        }
        return decision;
    }

    /** The decision inside what {@code reserve} returned: an id is an approval, a negative number a refusal. */
    public static Decision ofReservation(long reservation) {
        return reservation >= 0 ? APPROVED : of((int) -reservation);
    }

    /** Fixed number. */
    public int code() {
        return code;
    }

    /** Whether the same order may be approved later without a change to it. */
    public boolean retryMayHelp() {
        return retryMayHelp;
    }

    /** One line for people. */
    public String reason() {
        return reason;
    }
}
