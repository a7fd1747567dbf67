package io.tollgate.gate.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can happen in the protocols, and in the same protocols with a bug planted. Counterexamples and counts are left in {@code
 * target/model-checking}.
 */
class ModelCheckTest {
    private static final Path REPORTS = Path.of("target", "model-checking");
    private static final List<String> LINES = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theProtocolHolds(Protocol protocol) {
        final long started = System.nanoTime();
        final Checker.Result result = Checker.check(protocol.space());
        LINES.add(String.format(
                "| %s | %s | %,d | %,d | %,d | %d ms |",
                protocol,
                protocol.words(),
                result.states(),
                result.steps(),
                result.quiet(),
                (System.nanoTime() - started) / 1_000_000));
        assertThat(result.counterexample()).isEmpty();
        assertThat(result.states()).isGreaterThanOrEqualTo(protocol.atLeast());
        assertThat(result.quiet()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Bug.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "CLOSED_NOT_TESTED_ALONE"})
    void thePlantedBugIsFound(Bug bug) throws IOException {
        final long started = System.nanoTime();
        final Checker.Result result = Checker.check(bug.planted());
        Files.createDirectories(REPORTS);
        Files.writeString(REPORTS.resolve(bug + ".txt"), result.counterexample());
        LINES.add(String.format(
                "| %s | %s | %s | %d | %,d | %d ms |",
                bug,
                bug.words(),
                result.counterexample().lines().findFirst().orElse(""),
                result.length(),
                result.states(),
                (System.nanoTime() - started) / 1_000_000));
        assertThat(result.holds()).as("%s must be found", bug).isFalse();
    }

    /** Two rules stand behind another one: a reserve's second look covers its first, and held is never below zero. */
    @ParameterizedTest
    @EnumSource(
            value = Bug.class,
            names = {"CLOSED_NOT_TESTED_ALONE", "LIMIT_READ_FIRST"})
    void whatAnotherRuleCoversHarmsNothingAlone(Bug bug) {
        final List<Space> reserves = List.of(
                Scopes.reserveAndPublish(bug),
                Scopes.reserveAndFill(bug),
                Scopes.withdrawalAndFill(bug),
                Scopes.forcedTake(bug),
                Scopes.reserveAndGiveBack(bug),
                Scopes.reserveAndHalt(bug));
        for (final Space reserve : reserves) {
            assertThat(Checker.check(reserve).counterexample()).isEmpty();
        }
    }

    /** A counterexample can be read: who, which access of which method, what it changed. */
    @Test
    void aCounterexampleIsATableOfSteps() {
        final String table = Checker.check(Bug.NO_SECOND_LOOK.planted()).counterexample();
        assertThat(table.lines().findFirst())
                .contains("S1: approved although at no moment since the take was the scope within its limit");
        assertThat(table)
                .contains("keeper     limit := 2 (BalanceTable.publish)")
                .contains("CAS taken (LineWords.compareAndSetTaken)")
                .contains("taken 0->3");
    }

    @AfterAll
    static void report() throws IOException {
        Files.createDirectories(REPORTS);
        Files.write(REPORTS.resolve("summary.md"), LINES);
    }
}
