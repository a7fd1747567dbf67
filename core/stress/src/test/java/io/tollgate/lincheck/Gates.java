package io.tollgate.lincheck;

import org.jspecify.annotations.Nullable;

/**
 * The gate that goes from one invocation to the next: a new one takes milliseconds, one that is brought to rest by its own operations
 * microseconds. Lincheck is told to pass over this class ({@link Checks}), so it neither rewrites what is in it nor winds it back.
 *
 * <p>Threading: one thread at a time.
 */
final class Gates {
    private static final int USES = 50;

    private static @Nullable DrivenGate current;
    private static boolean used;
    private static int uses;
    private static long begun;

    private Gates() {}

    /** Begins an invocation with a gate at rest. One that the last invocation left in the middle of something is dropped. */
    static void begin() {
        Steps.running(false);
        DrivenGate gate = current;
        if (gate != null && (used || uses >= USES)) {
            gate.close();
            gate = null;
        }
        if (gate == null) {
            gate = make();
            uses = 0;
        }
        gate.begin();
        current = gate;
        used = true;
        uses++;
        begun++;
        Steps.running(true);
    }

    /** Ends it: what records do not agree with, or null. */
    static @Nullable String end() {
        Steps.running(false);
        final String wrong = get().end();
        used = wrong != null;
        return wrong;
    }

    /** Invocations begun so far. */
    static long begun() {
        return begun;
    }

    static DrivenGate get() {
        final DrivenGate gate = current;
        if (gate == null) {
            throw new IllegalStateException("an invocation must begin before its operations");
        }
        return gate;
    }

    private static DrivenGate make() {
        try {
            return (DrivenGate) Steps.loader()
                    .loadClass("io.tollgate.lincheck.driven.DrivenStressGate")
                    .getConstructor()
                    .newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("the gate's classes must load", e);
        }
    }
}
