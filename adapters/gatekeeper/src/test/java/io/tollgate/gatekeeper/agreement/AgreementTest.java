package io.tollgate.gatekeeper.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A run small enough for every build, with the goals of the large one. */
@Timeout(600)
class AgreementTest {
    private static final long ORDERS = 20_000;

    @TempDir
    Path directory;

    static List<String> venues() {
        return Worlds.names();
    }

    private static Report run(String venue, Mode mode, long orders, List<String> examples) {
        return new Report(
                venue, mode, Run.of(Worlds.named(venue), mode, Settings.of(orders, 1), done -> {}, examples::add));
    }

    @ParameterizedTest
    @MethodSource("venues")
    void theGateAgreesWithTheVenue(String venue) {
        final List<String> examples = new ArrayList<>();
        final Report report = run(venue, Mode.EXACT, ORDERS, examples);
        assertThat(report.missed()).as("%s%n%s", report.text(), examples).isEmpty();
        assertThat(report.tally().orders).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @MethodSource("venues")
    void carefulModeApprovesNothingWrongly(String venue) {
        final List<String> examples = new ArrayList<>();
        final Report report = run(venue, Mode.CAREFUL, ORDERS / 2, examples);
        assertThat(report.missed()).as("%s%n%s", report.text(), examples).isEmpty();
        // the guides' pattern on the same reads does
        assertThat(report.tally().patternWronglyApproved).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        final List<String> examples = new ArrayList<>();
        assertThat(run("kalshi", Mode.EXACT, 2_000, examples).line())
                .isEqualTo(run("kalshi", Mode.EXACT, 2_000, examples).line());
    }

    @Test
    void theCommandPrintsAPlotAndClosesWithALine() throws Exception {
        final StringWriter out = new StringWriter();
        final Path plot = directory.resolve("plot.svg");
        final int status = new CommandLine(new AgreementCommand())
                .setOut(new PrintWriter(out))
                .execute("--venue", "kalshi", "--mode", "careful", "--orders", "3000", "--plot", plot.toString());
        assertThat(status).as(out.toString()).isZero();
        assertThat(out.toString().lines().reduce((first, second) -> second)).hasValueSatisfying(line -> assertThat(line)
                .startsWith("agreement: ")
                .contains(
                        " orders=3000 ",
                        " right=",
                        " wrongly_approved=0 ",
                        " unseen_outflow=",
                        " wrongly_refused=",
                        " pattern_wrongly_approved=",
                        " pattern_wrongly_refused="));
        assertThat(Files.readString(plot))
                .startsWith("<svg ")
                .contains("kalshi, careful")
                .endsWith("</svg>\n");
    }

    @Test
    void aVenueThatIsNotThereIsNamed() {
        final StringWriter err = new StringWriter();
        final int status = new CommandLine(new AgreementCommand())
                .setErr(new PrintWriter(err))
                .execute("--venue", "nowhere");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--venue must be one of").contains("kalshi");
    }
}
