package io.tollgate.lincheck;

import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;

/**
 * One operation with its answer.
 *
 * @param thread its thread
 * @param index its place in the thread
 * @param name of the method of {@link BookOperations}
 * @param arguments all numbers
 * @param answer what it returned
 * @param clock for each thread how many operations were over when it began; empty where nothing ran beside it
 */
record Op(int thread, int index, String name, List<Integer> arguments, String answer, List<Integer> clock) {
    /** One that ran beside others. */
    static Op of(int thread, int index, Actor actor, ResultWithClock result) {
        return of(
                thread,
                index,
                actor,
                result.getResult(),
                Arrays.stream(result.getClockOnStart().getClock()).boxed().toList());
    }

    /** One that ran alone. */
    static Op of(int index, Actor actor, Object answer) {
        return of(0, index, actor, answer, List.of());
    }

    private static Op of(int thread, int index, Actor actor, Object answer, List<Integer> clock) {
        final List<Integer> arguments =
                actor.getArguments().stream().map(Integer.class::cast).toList();
        return new Op(thread, index, actor.getMethod().getName(), arguments, String.valueOf(answer), clock);
    }

    int argument(int i) {
        return arguments.get(i);
    }

    boolean approved() {
        return answer.equals("approved");
    }

    /** One cycle of BookKeeper. */
    boolean isKeepers() {
        return name.equals("cycle") || name.equals("lower") || name.equals("expire") || name.equals("stale");
    }

    boolean isTake() {
        return name.equals("reserve") || name.equals("amend");
    }

    /** Dollars that a take asks for. */
    int asked() {
        return argument(name.equals("amend") ? 2 : 1);
    }

    /** Whether it was over before the other began. */
    boolean isBefore(Op other) {
        if (clock.isEmpty()) {
            return !other.clock.isEmpty() || index < other.index;
        }
        return thread == other.thread ? index < other.index : other.clock.get(thread) > index;
    }

    boolean overlaps(Op other) {
        return !isBefore(other) && !other.isBefore(this) && !equals(other);
    }
}
