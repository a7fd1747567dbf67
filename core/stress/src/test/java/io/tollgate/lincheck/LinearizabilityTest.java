package io.tollgate.lincheck;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario under the model checker, those with a name and some out of seeds. System properties make it a deep run; see
 * {@code docs/concurrency-tests.md}.
 */
class LinearizabilityTest {
    private static final int INVOCATIONS = Integer.getInteger("tollgate.lincheck.invocations", 400);
    private static final int SEEDS = Integer.getInteger("tollgate.lincheck.seeds", 16);
    private static final long SEED = Long.getLong("tollgate.lincheck.seed", 1);
    private static final String ONE = "tollgate.lincheck.scenario";

    private static int checked;
    private static int failed;

    static Stream<Arguments> scenarios() {
        final String one = System.getProperty(ONE);
        if (one != null) {
            return Stream.of(Arguments.of("the one that was asked for", one));
        }
        return Stream.concat(
                Scenarios.ALL.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue())),
                LongStream.range(SEED, SEED + SEEDS)
                        .mapToObj(seed -> Arguments.of("seed " + seed, RandomScenarios.of(seed))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("scenarios")
    void everyRunHasAnOrder(String name, String scenario) {
        final long invocations = Gates.begun();
        final long steps = Steps.taken();
        final long switches = Steps.switches();
        checked++;
        boolean good = false;
        try {
            Checks.modelChecking(Scenarios.of(scenario), INVOCATIONS).check(BookOperations.class);
            good = true;
        } catch (final LincheckAssertionError e) {
            throw new AssertionError(name + " has answers that no order explains; to see them again: -D" + ONE + "='"
                    + scenario + "'\n" + e.getMessage());
        } finally {
            failed += good ? 0 : 1;
            System.out.println((good ? "right: " : "WRONG: ") + name + ": invocations=" + (Gates.begun() - invocations)
                    + " steps=" + (Steps.taken() - steps) + " switches=" + (Steps.switches() - switches));
        }
    }

    @AfterAll
    static void tell() {
        System.out.println("lincheck: scenarios=" + checked + " invocations=" + Gates.begun() + " steps="
                + Steps.taken() + " switches=" + Steps.switches() + " failures=" + failed);
    }
}
