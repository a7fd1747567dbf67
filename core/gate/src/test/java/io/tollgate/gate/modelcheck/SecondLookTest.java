package io.tollgate.gate.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped {@code Line.reserve} with a withdrawal and a fill of another order between any two of its accesses: what {@code
 * Scopes.withdrawalAndFill} enumerates for the model.
 */
class SecondLookTest {
    private static final Pattern ANSWER = Pattern.compile("accesses=(\\d+) cas=(-?\\d+) approved=(true|false)");

    @TempDir
    Path directory;

    @Test
    void aLimitThatFellBeforeTheTakeIsHeldAgainstMoneyGivenBackSinceOnlyInTheOrderOfTheFirstLook() throws Exception {
        final Method run = new TracingLoader()
                .loadClass("io.tollgate.gate.TracedGate")
                .getMethod("withdrawalAndFill", Path.class, int.class, int.class);
        int beforeTake = 0;
        int accesses = 1;
        for (int first = 0; first < accesses; first++) {
            for (int second = first; second < accesses; second++) {
                final Path state = directory.resolve(first + "-" + second);
                final Matcher answer = ANSWER.matcher((String) run.invoke(null, state, first, second));
                delete(state);
                assertThat(answer.matches()).isTrue();
                accesses = Math.max(accesses, Integer.parseInt(answer.group(1)));
                final int take = Integer.parseInt(answer.group(2));
                if (take < 0 || first <= take) {
                    beforeTake++;
                    assertThat(answer.group(3))
                            .as(
                                    "4 of 5 although 2 are filled: withdrawal before access %d, fill before access %d",
                                    first, second)
                            .isEqualTo("false");
                }
            }
        }
        assertThat(beforeTake).isGreaterThan(50);
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
