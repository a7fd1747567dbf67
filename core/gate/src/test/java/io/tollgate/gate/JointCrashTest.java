package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.modelcheck.TracingClasses;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An order with two limits is killed at every ordered write that a step of its life makes, on the shipped classes: after each restart both limits
 * hold the same, what was told before is told again without harm, and nothing is held for ever.
 */
class JointCrashTest {
    /** Of so many kills one is followed by another one in recovery. */
    private static final int SECOND_KILL_EVERY = 3;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "reserve, 15",
        "reserve refused by the allowance, 5",
        "reserve refused by the balance, 15",
        "sent, 5",
        "fill, 20",
        "release, 15",
        "fill and release, 25",
        "bust, 15",
        "bust after the end, 15",
        "amend, 15",
        "amend refused by the allowance, 15",
        "amend answered, 15",
        "refused for funds, 15",
        "expiry, 15",
        "tombstone, 10"
    })
    void bothLimitsAgreeAfterAKillAtAnyWrite(String way, int atLeast) throws Exception {
        final Method kill = TracingClasses.load("io.tollgate.gate.TracedJoint")
                .getMethod("kill", Path.class, String.class, int.class, int.class);
        int kills = 0;
        boolean killed = true;
        for (int write = 0; killed; write++) {
            killed = run(kill, way, write, -1) < 0;
            kills += killed ? 1 : 0;
            if (killed && write % SECOND_KILL_EVERY == 0) {
                run(kill, way, write, write * 7 % 40);
            }
        }
        assertThat(kills).as("ordered writes of: %s", way).isGreaterThanOrEqualTo(atLeast);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTimeOutOrAHaltInAReserveLeavesNothingOnOneLimitAlone(boolean late) throws Exception {
        final Method beside = TracingClasses.load("io.tollgate.gate.TracedJoint")
                .getMethod("beside", Path.class, int.class, boolean.class);
        int write = 0;
        boolean more = true;
        while (more) {
            final Path state = directory.resolve("beside");
            try {
                more = (boolean) beside.invoke(null, state, write++, late);
            } catch (final InvocationTargetException e) {
                throw new AssertionError("before write " + (write - 1), e.getCause());
            } finally {
                delete(state);
            }
        }
        assertThat(write).isGreaterThan(12);
    }

    private int run(Method kill, String way, int write, int again) throws Exception {
        final Path state = directory.resolve("killed");
        try {
            return (int) kill.invoke(null, state, way, write, again);
        } catch (final InvocationTargetException e) {
            throw new AssertionError(
                    way + ", killed before write " + write
                            + (again < 0 ? "" : " and before write " + again + " after it"),
                    e.getCause());
        } finally {
            delete(state);
        }
    }

    private static void delete(Path state) throws IOException {
        final List<Path> files;
        try (Stream<Path> walk = Files.walk(state)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }
}
