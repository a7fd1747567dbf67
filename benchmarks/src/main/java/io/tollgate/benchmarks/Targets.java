package io.tollgate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the figures of one run must satisfy, whatever the machine. */
final class Targets {
    static final String FLOOR = "floor";
    static final String BARE = "bareCheck";
    static final String JOURNALED = "journaledCheckConsumerOnlyAdvances";
    static final String DIRECT = "directChronicleAppend";

    /** The bare check takes at most this many times the floor. */
    static final double MOST_OF_FLOOR = 2.0;
    /** The journaled check takes at most this part of a direct append. */
    static final double MOST_OF_DIRECT = 0.1;
    /**
     * Bytes an operation may seem to allocate, in the worst iteration: JMH's own bookkeeping of an iteration, divided by its operations.
     * The smallest object has 16 bytes, so one in 1,600 operations would be seen.
     */
    static final double ZERO_BYTES = 0.01;

    private Targets() {}

    /**
     * One statement and whether it holds.
     *
     * @param text for people, with the figures
     * @param holds whether it does
     */
    record Verdict(String text, boolean holds) {
        @Override
        public String toString() {
            return (holds ? "pass  " : "FAIL  ") + text;
        }
    }

    /** All verdicts that can be given on what was measured; none for a benchmark that was left out. */
    static List<Verdict> judge(Measured measured) {
        final List<Verdict> verdicts = new ArrayList<>();
        for (final Fee fee : Fee.values()) {
            ratio(verdicts, measured, name(BARE, fee), name(FLOOR, fee), MOST_OF_FLOOR);
        }
        for (final Fee fee : Fee.values()) {
            ratio(verdicts, measured, name(JOURNALED, fee), DIRECT, MOST_OF_DIRECT);
        }
        for (final String name : measured.names()) {
            if (!name.equals(DIRECT)) {
                final double bytes = measured.mostBytes(name);
                verdicts.add(new Verdict(
                        String.format(Locale.ROOT, "%s allocates 0 B/op: %.5f, at most %.2f", name, bytes, ZERO_BYTES),
                        bytes <= ZERO_BYTES));
            }
        }
        return verdicts;
    }

    /** Name of a benchmark with a fee, as in {@link Measured}. */
    static String name(String benchmark, Fee fee) {
        return benchmark + " fee=" + fee;
    }

    private static void ratio(List<Verdict> verdicts, Measured measured, String ours, String theirs, double most) {
        if (measured.has(ours) && measured.has(theirs)) {
            final double ratio = measured.medianNanos(ours) / measured.medianNanos(theirs);
            verdicts.add(new Verdict(
                    String.format(Locale.ROOT, "%s / %s = %.3f, at most %.1f", ours, theirs, ratio, most),
                    ratio <= most));
        }
    }
}
