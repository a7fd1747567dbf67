package io.tollgate.lincheck;

import org.jspecify.annotations.Nullable;

/**
 * A whole gate with two lanes, as the operations see it. What implements it is loaded together with the gate's rewritten classes; this
 * interface is not. Amounts are dollars; orders are numbers that {@link #reserve} gave.
 *
 * <p>Threading: a lane's operations by one thread, BookKeeper's by one; {@link #begin} and {@link #end} when nothing runs.
 */
public interface DrivenGate {
    /** Nothing held, ten dollars to spend. */
    void begin();

    /** Brings the gate to rest: what its records do not agree with, or null. */
    @Nullable
    String end();

    /** Closes its files. */
    void close();

    /** An order's number, or minus a decision. */
    long reserve(int lane, int dollars);

    /** A decision as a word. */
    String decision(int code);

    /** {@code Line.canAfford}, as a word. */
    String check(int lane, int dollars);

    /** As a word. */
    String sent(int lane, long order);

    /** The order ended with so many dollars filled. As a word. */
    String release(int lane, long order, int filledDollars);

    /** Execution {@code number} of so many dollars. As a word. */
    String fill(int lane, long order, int number, int dollars);

    /** The order is to have so many dollars in all. As a word. */
    String amend(int lane, long order, int dollars);

    /** The venue's answer to the amend in flight. As a word. */
    String amendAnswer(int lane, long order, boolean accepted);

    /** One cycle of BookKeeper. */
    void cycle();

    /** BookKeeper sets so many dollars aside, in one cycle. */
    void setAside(int dollars);

    /** The time to send is over, and one cycle. */
    void expire();

    /** What is known is too old, and one cycle. */
    void goStale();

    /** An operator halts the gate. */
    void halt();

    /** Dollars ever taken since {@link #begin}. */
    long taken();

    /** Dollars held. */
    long held();

    /** Dollars of the published limit; negative if closed. */
    long limit();
}
