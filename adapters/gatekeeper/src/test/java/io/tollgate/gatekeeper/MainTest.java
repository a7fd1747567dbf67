package io.tollgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private static final int USAGE = 2;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String arguments) {
        final CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(words(arguments).toArray(new String[0]));
    }

    private static List<String> words(String arguments) {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1));
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("demo", "crash-test", "journal", "simulator");
    }

    @Test
    void withoutACommandItHelps() {
        assertThat(execute("")).isZero();
        assertThat(out.toString()).contains("Usage: tollgate", "demo", "journal");
    }

    @Test
    void helpOfTheDemoNamesItsOptions() {
        assertThat(execute("demo --help")).isZero();
        assertThat(out.toString())
                .contains(
                        "--seconds",
                        "--rate",
                        "--lanes",
                        "--dir",
                        "--faults",
                        "--seed",
                        "--snapshots-only",
                        "--shadow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --seconds 0",
                "demo --seconds -5",
                "demo --seconds many",
                "demo --rate 0",
                "demo --rate 1000000",
                "demo --lanes 0",
                "demo --lanes 9",
                "demo --seed",
                "demo --unknown",
                "crash-test --kills 0",
                "crash-test --kills many",
                "demo surplus",
                "zzz"
            })
    void whatItDoesNotUnderstandEndsWithStatusTwoAndSaysWhy(String arguments) {
        assertThat(execute(arguments)).isEqualTo(USAGE);
        final List<String> words = words(arguments);
        assertThat(err.toString()).contains(words.get(words.size() > 1 ? 1 : 0)).contains("Usage: tollgate");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aRangeIsNamedWithTheValueThatIsOutsideIt() {
        execute("demo --lanes 99");

        assertThat(err.toString()).contains("--lanes must be from 1 to 8: --lanes=99");
    }
}
