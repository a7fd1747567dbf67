package io.tollgate.torture;

/**
 * What was done and found.
 *
 * @param seeds runs
 * @param steps accesses to shared memory
 * @param operations calls of the gate, and messages and doings of the venue
 * @param crashes deaths of the process
 * @param overspends runs that ended with {@link Violation.Kind#OVERSPEND}
 * @param unjournaled runs that ended with {@link Violation.Kind#UNJOURNALED}
 * @param inexact runs that ended with {@link Violation.Kind#INEXACT}
 */
public record Totals(
        long seeds, long steps, long operations, long crashes, long overspends, long unjournaled, long inexact) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Totals plus(Totals other) {
        return new Totals(
                seeds + other.seeds,
                steps + other.steps,
                operations + other.operations,
                crashes + other.crashes,
                overspends + other.overspends,
                unjournaled + other.unjournaled,
                inexact + other.inexact);
    }

    /** Whether nothing was found. */
    public boolean good() {
        return overspends == 0 && unjournaled == 0 && inexact == 0;
    }

    /** The closing line, for scripts. */
    public String line() {
        return "torture: seeds=" + seeds + " steps=" + steps + " operations=" + operations + " crashes=" + crashes
                + " overspends=" + overspends + " unjournaled=" + unjournaled + " inexact=" + inexact;
    }
}
