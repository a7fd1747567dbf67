package io.tollgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gate.keeper.FactOutcomeCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/refusals.md} says what the code says. */
@org.jspecify.annotations.NullUnmarked
class RefusalsPageTest {
    private record Row(int number, String name, String meaning, String again, String cure) {}

    /** Lines of the page's section. */
    static List<String> section(String heading) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("docs/refusals.md"))) {
            root = root.getParent();
        }
        assertThat(root).as("the directory that holds docs/refusals.md").isNotNull();
        final List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (final String line : Files.readAllLines(root.resolve("docs/refusals.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals(heading);
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static List<Row> rows(String heading) throws IOException {
        final List<Row> rows = new ArrayList<>();
        for (final String line : section(heading)) {
            if (line.matches("\\| \\d.*")) {
                final String[] cells = line.split("\\|", -1);
                assertThat(cells).as(line).hasSize(7);
                rows.add(new Row(
                        Integer.parseInt(cells[1].strip()),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip(),
                        cells[5].strip()));
            }
        }
        assertThat(rows).allSatisfy(row -> assertThat(row.cure()).isNotBlank());
        return rows;
    }

    private static String again(int code, boolean retryMayHelp) {
        return code == 0 ? "-" : retryMayHelp ? "yes" : "no";
    }

    @Test
    void decisions() throws IOException {
        assertThat(rows("## Decisions").stream()
                        .map(row -> row.number() + " " + row.name() + ": " + row.meaning() + ", " + row.again()))
                .containsExactlyElementsOf(Arrays.stream(Decision.values())
                        .map(d -> d.code() + " " + d.name() + ": " + d.reason() + ", "
                                + again(d.code(), d.retryMayHelp()))
                        .toList());
    }

    @Test
    void answersToFacts() throws IOException {
        assertThat(rows("## Answers to facts").stream()
                        .map(row -> row.number() + " " + row.name() + ", " + row.again()))
                .containsExactlyElementsOf(Arrays.stream(FactResult.values())
                        .map(f -> f.code() + " " + f.name() + ", " + again(f.code(), f.retryMayHelp()))
                        .toList());
    }

    @Test
    void outcomesOfFacts() throws IOException {
        assertThat(rows("## What becomes of a fact").stream().map(row -> row.number() + " " + row.name()))
                .containsExactlyElementsOf(Arrays.stream(FactOutcomeCode.values())
                        .map(f -> f.code() + " " + f.name())
                        .toList());
    }
}
